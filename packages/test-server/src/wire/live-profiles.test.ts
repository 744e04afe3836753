import { randomUUID } from "node:crypto";
import type { Uuid } from "@surreal-sdk/values";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { quickHash } from "../database/quick-hash.ts";
import { startTestServer } from "../test-server.ts";
import { ProfileServers, root } from "./profile-servers.ts";
import type { WireClient, WireMessage } from "./wire-client.ts";

const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());
const user = { user: "low", pass: "low" };

const told = (message: { result?: unknown }) => message.result as { id?: Uuid; action?: string } | undefined;

/** Waits for a notification of a live query. */
async function notified(client: WireClient, live: unknown): Promise<WireMessage> {
  return await client.find((message) => message.id === undefined && String(told(message)?.id) === String(live));
}

/**
 * The actions that a client was notified of before a marker. A change just before may be told after it: wait for what has
 * to come.
 */
async function actions(client: WireClient, writer: WireClient): Promise<string[]> {
  const marker = await client.result("live", ["marker"]);
  await writer.result("query", ["CREATE marker"]);
  const last = await notified(client, marker);
  const before = client.messages.slice(0, client.messages.indexOf(last));
  return before
    .filter(({ id, error }) => id === undefined && error === undefined)
    .map((one) => told(one)?.action ?? "");
}

async function prepare(version: "3.0" | "3.2" | "3.3" | "4.0") {
  const name = randomUUID();
  const admin = await servers.enter(version, name);
  await admin.result("query", [
    `DEFINE TABLE thing; DEFINE TABLE marker; DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES OWNER`,
  ]);
  const client = await servers.enter(version, name);
  return { name, admin, client, low: { ns: "profiles", db: name, ...user } };
}

describe.each(["3.2", "3.3", "4.0"] as const)("a live query of version %s", (version) => {
  it("ends without KILLED when another user signs in on its session", async () => {
    const { admin, client, low } = await prepare(version);
    await client.result("live", ["thing"]);
    await client.result("signin", [low]);
    await admin.result("query", ["CREATE thing:1"]);
    expect(await actions(client, admin)).toEqual([]);
  });

  it("goes on when the same user signs in again", async () => {
    const { admin, client } = await prepare(version);
    const live = await client.result("live", ["thing"]);
    const token = await client.result("signin", [root]);
    await client.result("authenticate", [token]);
    await admin.result("query", ["CREATE thing:1"]);
    expect((await notified(client, live)).result).toMatchObject({ action: "CREATE" });
  });

  it.each(["invalidate", "reset"])("ends without KILLED with %s", async (method) => {
    const { admin, client, name } = await prepare(version);
    await client.result("live", ["thing"]);
    await client.result(method);
    await client.result("signin", [root]);
    await client.result("use", ["profiles", name]);
    await admin.result("query", ["CREATE thing:1"]);
    expect(await actions(client, admin)).toEqual([]);
  });

  it.each(["REMOVE TABLE thing", "REMOVE DATABASE $name", "REMOVE USER low ON DATABASE"])(
    "is KILLED by %s",
    async (statement) => {
      const { name, admin, low } = await prepare(version);
      const client = await servers.open(version);
      await client.result("signin", [low]);
      const live = await client.result("live", ["thing"]);
      await admin.result("query", [statement.replace("$name", `\`${name}\``)]);
      expect((await client.notification()).result).toMatchObject({ action: "KILLED", id: live });
    },
  );

  it("stays when another user is removed", async () => {
    const { admin, client } = await prepare(version);
    await client.result("live", ["thing"]);
    await admin.result("query", ["REMOVE USER low ON DATABASE"]);
    expect(await actions(client, admin)).toEqual([]);
  });

  it("is killed by its owner and by root alone", async () => {
    const { admin, client, low } = await prepare(version);
    const live = await client.result("live", ["thing"]);
    const other = await servers.open(version);
    await other.result("signin", [low]);
    expect((await other.request("kill", [live])).error).toMatchObject({
      code: -32002,
      kind: "NotAllowed",
      message: "IAM error: Not enough permissions to perform this action",
      details: { kind: "Auth", details: { kind: "NotAllowed", details: { action: "KILL", actor: "low" } } },
    });
    const own = await other.result("live", ["thing"]);
    await other.result("kill", [own]);
    await admin.result("kill", [live]);
    expect((await client.notification()).result).toMatchObject({ action: "KILLED", id: live });
  });

  it("works when it was started in a client transaction, and ends when that is cancelled", async () => {
    const { admin, client } = await prepare(version);
    const committed = await client.result("begin");
    const live = await client.result("live", ["thing"], { txn: committed });
    await client.result("commit", [committed]);
    const cancelled = await client.result("begin");
    await client.result("query", ["LIVE SELECT * FROM thing"], { txn: cancelled });
    await client.result("cancel", [cancelled]);
    await admin.result("query", ["CREATE thing:1"]);
    expect((await notified(client, live)).result).toMatchObject({ action: "CREATE" });
    expect(await actions(client, admin)).toEqual(["CREATE"]);
  });
});

describe("a live query of version 3.0", () => {
  it("outlives its user, and anybody may kill it", async () => {
    const { admin, client, low } = await prepare("3.0");
    const live = await client.result("live", ["thing"]);
    await client.result("signin", [low]);
    await admin.result("query", ["CREATE thing:1"]);
    expect((await client.notification()).result).toMatchObject({ action: "CREATE", id: live });
    const other = await servers.open("3.0");
    await other.result("signin", [low]);
    expect((await other.request("kill", [live])).error).toBeUndefined();
  });

  it("is silent when it was started in a client transaction", async () => {
    const { admin, client } = await prepare("3.0");
    const txn = await client.result("begin");
    await client.result("live", ["thing"], { txn });
    await client.result("commit", [txn]);
    await admin.result("query", ["CREATE thing:1"]);
    expect(await actions(client, admin)).toEqual([]);
  });
});
