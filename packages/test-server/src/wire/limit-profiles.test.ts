import { randomUUID } from "node:crypto";
import { Uuid } from "@surreal-sdk/values";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startTestServer } from "../test-server.ts";
import { ProfileServers, root } from "./profile-servers.ts";
import type { WireClient } from "./wire-client.ts";

const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

async function attach(client: WireClient): Promise<Uuid> {
  const session = new Uuid(randomUUID());
  await client.result("attach", [], { session });
  return session;
}

describe.each(["3.3", "4.0"] as const)("a connection of version %s", (version) => {
  it("has 256 sessions with its own one, and no more", async () => {
    const client = await servers.open(version);
    const ids = Array.from({ length: 255 }, () => client.send("attach", [], { session: new Uuid(randomUUID()) }));
    for (const id of ids) expect((await client.find((message) => message.id === id)).error).toBeUndefined();
    expect((await client.request("attach", [], { session: new Uuid(randomUUID()) })).error).toMatchObject({
      code: -32602,
      kind: "NotAllowed",
      details: { kind: "Method", details: { name: "attach" } },
    });
  });

  it("has 64 open transactions in each session", async () => {
    const client = await servers.enter(version);
    const session = await attach(client);
    const transactions: unknown[] = [];
    for (let count = 0; count < 64; count++) transactions.push(await client.result("begin"));
    expect((await client.request("begin")).error).toMatchObject({
      code: -32603,
      message: "Too many open transactions",
    });
    expect((await client.request("begin", [], { session })).error).toBeUndefined();
    await client.result("cancel", [transactions[0]]);
    expect((await client.request("begin")).error).toBeUndefined();
  });

  it("begins transactions in sessions that exist", async () => {
    const client = await servers.enter(version);
    const session = new Uuid(randomUUID());
    expect((await client.request("begin", [], { session })).error).toMatchObject({
      kind: "NotFound",
      details: { kind: "Session" },
    });
  });

  it("keeps its own session", async () => {
    const client = await servers.enter(version);
    const [entry] = (await client.result("query", ["RETURN $session.id"])) as [{ result: Uuid }];
    expect((await client.request("detach", [], { session: entry.result })).error).toMatchObject({
      code: -32603,
      message: "Cannot detach the implicit connection session",
    });
  });

  it.each(["reset", "detach"])("cancels the transactions of a session with %s", async (method) => {
    const name = randomUUID();
    const client = await servers.enter(version, name);
    const session = await attach(client);
    await client.result("signin", [root], { session });
    await client.result("use", ["profiles", name], { session });
    const txn = await client.result("begin", [], { session });
    const other = await client.result("begin");
    await client.result("query", ["CREATE thing:1"], { session, txn });
    await client.result(method, [], { session });
    expect((await client.request("commit", [txn])).error).toMatchObject({ message: "Transaction not found" });
    await client.result("query", ["CREATE thing:1 SET other = true"], { txn: other });
    await client.result("commit", [other]);
    expect(await client.result("query", ["SELECT VALUE other FROM thing"])).toMatchObject([{ result: [true] }]);
  });
});

describe("a connection of version 3.0", () => {
  it("has any number of sessions and transactions, and detach leaves transactions open", async () => {
    const client = await servers.enter("3.0");
    for (let count = 0; count < 65; count++) await client.result("begin");
    const session = await attach(client);
    const txn = await client.result("begin", [], { session });
    await client.result("detach", [], { session });
    expect((await client.request("commit", [txn])).error).toBeUndefined();
    const ids = Array.from({ length: 256 }, () => client.send("attach", [], { session: new Uuid(randomUUID()) }));
    for (const id of ids) expect((await client.find((message) => message.id === id)).error).toBeUndefined();
  });
});
