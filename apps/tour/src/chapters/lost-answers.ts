import { type FaultProxy, startTestServer, type TestServer } from "@surreal-sdk/test-server";
import { AsyncSurreal, type RecordId, SurrealError } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import { answer } from "../play.ts";
import { recorded } from "../recorded.ts";

type Database = ReturnType<typeof AsyncSurreal>;

interface Payment {
  readonly id: RecordId;
  readonly amount: number;
}

/** A server of its own, its clients, and the proxy that pulls the plug. */
interface Wires {
  readonly proxy: FaultProxy;
  /** Reaches the server through the proxy. */
  readonly db: Database;
  /** Reaches the server directly, to see what it did. */
  readonly other: Database;
}

/** What happens when the connection breaks. */
export const lostAnswers: Chapter = {
  title: "The plug is pulled: between the client and its server",
  *show(scene) {
    if (scene.stage.mode === "async") yield* answer(withWires((wires) => pullThePlug(scene, wires)));
    else
      scene.narrator.say(
        "The server of this chapter runs in this process, which a blocking call stops: see it with promises.",
      );
  },
};

async function withWires(show: (wires: Wires) => Promise<void>): Promise<void> {
  await using server = await startTestServer();
  const proxy = await server.proxy();
  const db = connect(server, proxy.wsUrl);
  const other = connect(server, server.wsUrl);
  try {
    await other.query("DEFINE TABLE payment");
    await show({ proxy, db, other });
  } finally {
    await Promise.all([db.close(), other.close()]);
  }
}

function connect(server: TestServer, url: string): Database {
  const reconnect = { minDelay: 10, maxDelay: 50 };
  return AsyncSurreal(url, { auth: server.auth, namespace: "tour", database: "plug", reconnect });
}

async function pullThePlug(scene: Scene, wires: Wires): Promise<void> {
  const { db } = wires;
  const changes = db.subscribeLive<Payment>(await db.live("payment"));
  const loop = db.watch<Payment>("payment", { orderBy: "id" })[Symbol.asyncIterator]();
  await loop.next();
  await loseAnAnswer(scene, wires);
  await queueAWrite(scene, wires);
  await tellTheGap(scene, wires, changes);
  await stayRight(scene, wires, loop);
  await Promise.all([changes.return(), loop.return()]);
}

async function loseAnAnswer({ narrator, expect }: Scene, { db, other, proxy }: Wires): Promise<void> {
  narrator.code('db.query("CREATE payment:1 SET amount = 5; SLEEP 300ms") // the connection breaks before the answer');
  const seen = other.subscribeLive(await other.live("payment"));
  const failure = failureOf(db.query("CREATE payment:1 SET amount = 5; SLEEP 300ms").execute());
  await seen.next();
  proxy.faults = { refuse: true };
  proxy.cut();
  const error = await failure;
  await seen.return();
  narrator.say(`${error}`);
  expect.equal("a write whose answer is lost says `unknown`", error?.outcome, "unknown");
  const payments = await other.select<Payment>("payment");
  expect.equal("the server executed it once", payments.length, 1);
  narrator.say(`The official SDK, in the same place: ${recorded("B2")}.`);
}

async function queueAWrite({ narrator, expect }: Scene, { db, other }: Wires): Promise<void> {
  narrator.code('db.with({ timeout: 100 }).create("payment:2", { amount: 7 }) // still without a connection');
  const error = await failureOf(db.with({ timeout: 100 }).create("payment:2", { amount: 7 }).execute());
  expect.equal("a write that waited in the queue says `not_sent`", error?.outcome, "not_sent");
  expect.equal("the server knows nothing of it", await other.select("payment:2"), undefined);
  await other.create("payment:3", { amount: 9 });
  narrator.say("Meanwhile somebody else writes payment:3. Now the plug is put in again.");
}

async function tellTheGap(
  { narrator, expect }: Scene,
  { proxy }: Wires,
  changes: AsyncIterator<{ action: string }>,
): Promise<void> {
  proxy.faults = {};
  const actions: string[] = [];
  while (actions.at(-1) !== "GAP" && actions.length < 5) {
    const step = await changes.next();
    if (step.done === true) break;
    actions.push(step.value.action);
  }
  narrator.code("for await (const change of db.subscribeLive(id))");
  narrator.say(actions.join(", "));
  expect.equal("a live query tells that it may have missed something", actions.at(-1), "GAP");
  narrator.say(`The official SDK, in the same place: ${recorded("B10")}.`);
}

async function stayRight(
  { narrator, expect }: Scene,
  { other }: Wires,
  loop: AsyncIterator<{ rows: readonly Payment[] }>,
): Promise<void> {
  narrator.code('for await (const { rows } of db.watch("payment", { orderBy: "id" }))');
  const truth = listed(await other.select<Payment>("payment", { orderBy: "id" }));
  let rows = "";
  while (rows !== truth) {
    const step = await loop.next();
    if (step.done === true) break;
    rows = listed(step.value.rows);
  }
  narrator.say(rows);
  expect.equal("a watched list is right again", rows, truth);
}

const listed = (rows: readonly Payment[]): string => rows.map(({ id, amount }) => `${id}: ${amount}`).join(", ");

async function failureOf(call: Promise<unknown>): Promise<SurrealError | undefined> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof SurrealError ? error : undefined;
}
