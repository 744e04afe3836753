import { randomUUID } from "node:crypto";
import { Uuid } from "@surreal-sdk/values";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { WireClient } from "./wire-client.ts";

const root = { user: "root", pass: "root" };
let server: RunningServer;
let name = "";
const clients: WireClient[] = [];

beforeAll(async () => {
  server = await startServer({ ...root, version: "3.0" });
});
afterAll(() => server.close());
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

async function connect(database: string = randomUUID()): Promise<WireClient> {
  const client = await WireClient.connect(server.wsUrl);
  clients.push(client);
  name = database;
  await enter(client);
  return client;
}

async function enter(client: WireClient, session?: Uuid): Promise<void> {
  const envelope = session === undefined ? {} : { session };
  await client.result("signin", [root], envelope);
  await client.result("use", ["owners", name], envelope);
}

async function attach(client: WireClient, id: string = randomUUID()): Promise<Uuid> {
  const session = new Uuid(id);
  await client.result("attach", [], { session });
  return session;
}

async function engineSessions(): Promise<number> {
  const { value } = await server.database.call({ method: "sessions", params: Uint8Array.of(0x80) });
  return (value[0] as number) & 0x1f;
}

describe("sessions", () => {
  it("are blank, anonymous, and carry the id that the client chose", async () => {
    const client = await connect();
    const session = await attach(client);
    expect((await client.request("query", ["RETURN 1"], { session })).error?.code).toBe(-32002);
    await enter(client, session);
    const facts = await client.result("query", ["RETURN <string>$session.id"], { session });
    expect(facts).toMatchObject([{ result: session.toJSON() }]);
    expect((await client.result("sessions")) as Uuid[]).toEqual([session]);
  });

  it("of two sockets may have the same id, and know nothing of each other", async () => {
    const first = await connect();
    const second = await connect(name);
    const session = await attach(first);
    await attach(second, session.toJSON());
    await first.result("set", ["who", "first"], { session });
    await enter(first, session);
    await enter(second, session);
    expect(await second.result("query", ["RETURN $who"], { session })).toMatchObject([{ result: undefined }]);
    await second.result("detach", [], { session });
    expect(await first.result("query", ["RETURN $who"], { session })).toMatchObject([{ result: "first" }]);
  });

  it("are refused when unknown, attached twice, or not named", async () => {
    const client = await connect();
    const session = await attach(client);
    const twice = await client.request("attach", [], { session });
    expect(twice.error).toMatchObject({ code: -32000, kind: "AlreadyExists", details: { kind: "Session" } });
    const unknown = new Uuid(randomUUID());
    expect((await client.request("query", ["RETURN 1"], { session: unknown })).error).toMatchObject({
      code: -32000,
      kind: "NotFound",
      message: `Session not found: ${unknown.toJSON()}`,
      details: { kind: "Session", details: { id: unknown.toJSON() } },
    });
    expect((await client.request("ping", [], { session: unknown })).error).toBeUndefined();
    expect((await client.request("detach", [], { session: unknown })).error).toBeUndefined();
    const nameless = await client.request("attach");
    expect(nameless.error).toMatchObject({ code: -32603, message: "Expected a session ID" });
  });
});

describe("live queries", () => {
  it("notify the socket that started them, in its default session without naming one", async () => {
    const client = await connect();
    await client.result("query", ["DEFINE TABLE item"]);
    const live = await client.result("live", ["item"]);
    const other = await connect(name);
    await other.result("query", ["CREATE item:1 SET a = 1"]);
    const notification = await client.notification();
    expect(Object.keys(notification)).toEqual(["result"]);
    expect(notification.result).toMatchObject({ id: live, action: "CREATE", result: { a: 1 } });
    expect(other.messages.some(({ id, error }) => id === undefined && error === undefined)).toBe(false);
  });

  it("notify an attached session by its name, also when another socket uses the same", async () => {
    const first = await connect();
    const second = await connect(name);
    const session = await attach(first);
    await attach(second, session.toJSON());
    await enter(second, session);
    await second.result("query", ["DEFINE TABLE item; LIVE SELECT * FROM item"], { session });
    await first.result("query", ["CREATE item:1"]);
    const notification = await second.notification();
    expect(notification.session).toEqual(session);
    expect((notification.result as { session: Uuid }).session).toEqual(session);
  });

  it("come after the answer that names them, none lost, however the requests are pipelined", async () => {
    const client = await connect();
    await client.result("query", ["DEFINE TABLE item"]);
    const ids = [];
    for (let round = 0; round < 100; round++) {
      ids.push(client.send("query", ["LIVE SELECT * FROM item WHERE round = $round", { round }]));
      client.send("query", ["CREATE item SET round = $round", { round }]);
    }
    const last = (await client.notification(99)).result;
    expect(last).toMatchObject({ action: "CREATE" });
    for (const id of ids) {
      const answer = client.messages.findIndex((message) => message.id === id);
      const [started] = (client.messages[answer]?.result as { result: Uuid }[] | undefined) ?? [];
      const live = String(started?.result);
      const first = client.messages.findIndex(
        ({ result }) => String((result as { id?: Uuid } | undefined)?.id) === live,
      );
      expect(first).toBeGreaterThan(answer);
    }
  });

  it("say KILLED once, before the answer to kill", async () => {
    const client = await connect();
    await client.result("query", ["DEFINE TABLE item"]);
    const live = await client.result("live", ["item"]);
    const kill = client.send("kill", [live]);
    await client.find(({ id }) => id === kill);
    const killed = client.messages.findIndex(
      ({ result }) => (result as { action?: string } | undefined)?.action === "KILLED",
    );
    expect(killed).toBe(client.messages.length - 2);
  });

  it.each([
    ["reset", async (client: WireClient) => client.result("reset").then(() => enter(client))],
    ["the end of the socket", async (client: WireClient) => client.close()],
  ])("end with %s", async (_, end) => {
    const client = await connect();
    await client.result("query", ["DEFINE TABLE item"]);
    await client.result("live", ["item"]);
    await end(client);
    const other = await connect(name);
    await other.result("query", ["DEFINE TABLE item OVERWRITE; CREATE item"]).catch(() => undefined);
    await other.result("query", ["CREATE item"]);
    const live = await other.result("live", ["item"]);
    await other.result("query", ["CREATE item"]);
    expect((await other.notification()).result).toMatchObject({ id: live });
    expect(client.messages.filter(({ id }) => id === undefined)).toEqual([]);
  });
});

describe("transactions", () => {
  it("are unknown to every other socket", async () => {
    const client = await connect();
    const other = await connect(name);
    const txn = await client.result("begin");
    const refused = {
      code: -32603,
      kind: "Validation",
      message: "Transaction not found",
      details: { kind: "InvalidParams" },
    };
    expect((await other.request("query", ["RETURN 1"], { txn })).error).toMatchObject(refused);
    expect((await other.request("commit", [txn])).error).toMatchObject(refused);
    await client.result("query", ["CREATE item:1"], { txn });
    await client.result("commit", [txn]);
    expect((await client.request("commit", [txn])).error).toMatchObject(refused);
    expect(await other.result("query", ["SELECT VALUE id FROM item"])).toMatchObject([{ result: [{ id: 1 }] }]);
  });

  it("are cancelled with the socket that began them, and its sessions go", async () => {
    await expect.poll(engineSessions).toBe(0);
    const client = await connect();
    await attach(client);
    const txn = await client.result("begin");
    await client.result("query", ["CREATE item:1"], { txn });
    await client.close();
    await expect.poll(engineSessions).toBe(0);
    const other = await connect(name);
    await other.result("query", ["CREATE item:1 SET mine = true"]);
    expect(await other.result("query", ["SELECT * FROM item"])).toMatchObject([{ result: [{ mine: true }] }]);
  });
});
