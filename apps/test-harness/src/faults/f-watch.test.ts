import { eq, RecordId, Uuid } from "surreal-sdk";
import { expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { SILENCE, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { noticed } from "./kit/outage.ts";
import { settled } from "./kit/watchdog.ts";

const id = new RecordId("user", 1);

/** A server with one record, which cuts the connection once instead of answering a statement that begins so. */
async function cutting(word: string): Promise<FakeSurreal> {
  const server = await FakeSurreal.start();
  let cut = false;
  server.on("query", ({ params: [text] }, peer) => {
    if (!cut && String(text).startsWith(word)) {
      cut = true;
      peer.cut();
      return SILENCE;
    }
    if (String(text).startsWith("INFO")) return statement({ fields: [] });
    return statement(String(text).startsWith("LIVE") ? Uuid.v4() : [{ id, __key: id, n: 1 }]);
  });
  return server;
}

const queues = [
  ["that waits for the connection", undefined],
  ["that refuses calls meanwhile", false],
] as const;

it.each(
  queues.flatMap(([queue, offlineQueue]) =>
    ["INFO", "LIVE", "SELECT"].map((word) => [word, queue, offlineQueue] as const),
  ),
)("F05 a watch whose %s loses the connection shows its rows, with a queue %s", async (word, _, offlineQueue) => {
  const server = await cutting(word);
  const db = client(server.ws, { offlineQueue });
  await settled(db.connect());
  const loop = db.watch("user", { where: eq("n", 1) })[Symbol.asyncIterator]();
  expect((await settled(loop.next())).value).toMatchObject({ rows: [{ id, n: 1 }] });
  expect(server.peers.length).toBe(2);
  await settled(loop.return());
  await server.close();
});

it.each(queues)("F05 a watch that loses its connection for good ends, with a queue %s", async (_, offlineQueue) => {
  for (const [word, error] of [
    ["LIVE", { name: "ReconnectExhaustedError" }],
    ["SELECT", { name: "LiveEndedError", cause: { name: "ReconnectExhaustedError" } }],
    ["SELECT *, $this.id AS __key FROM $_ids", { name: "LiveEndedError", cause: { name: "ReconnectExhaustedError" } }],
  ] as const) {
    const server = await cutting(word);
    const db = client(server.ws, { offlineQueue, reconnect: { minDelay: 1, maxDelay: 5, attempts: 2 } });
    await settled(db.connect());
    const loop = db.watch("user")[Symbol.asyncIterator]();
    const isLater = word.endsWith("$_ids");
    if (isLater) await settled(loop.next());
    const waiting = loop.next().catch((error: Error) => error);
    if (isLater) server.peer.notify(server.lastLive, "UPDATE", { id }, id);
    await settled(noticed(db));
    await server.close();
    expect(await settled(waiting)).toMatchObject(error);
  }
});

it.each(queues)("F05 a watch waits for its connection until it is closed, with a queue %s", async (_, offlineQueue) => {
  const server = await cutting("SELECT");
  const db = client(server.ws, { offlineQueue });
  await settled(db.connect());
  const loop = db.watch("user")[Symbol.asyncIterator]();
  const waiting = loop.next().catch((error: Error) => error);
  await settled(noticed(db));
  await server.close();
  await settled(db.close());
  expect(await settled(waiting)).toMatchObject({ name: "ConnectionClosedError" });
});
