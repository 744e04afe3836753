import { randomUUID } from "node:crypto";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { quickHash } from "../database/quick-hash.ts";
import { startTestServer } from "../test-server.ts";
import { basic, HttpClient } from "./http-client.ts";
import { ProfileServers, root } from "./profile-servers.ts";
import type { WireClient } from "./wire-client.ts";

const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

async function exists(client: WireClient, namespace: string): Promise<boolean> {
  const [info] = (await client.result("query", ["INFO FOR ROOT"])) as [{ result: { namespaces: object } }];
  return Object.hasOwn(info.result.namespaces, namespace);
}

describe.each(["3.2", "3.3", "4.0"] as const)("use of version %s", (version) => {
  it("selects for an anonymous client, and creates nothing", async () => {
    const namespace = randomUUID();
    const client = await servers.open(version);
    expect(await client.result("use", [namespace, "d"])).toEqual({ namespace, database: "d" });
    await client.result("signin", [root]);
    expect(await exists(await servers.enter(version), namespace)).toBe(false);
    expect(await client.result("query", ["RETURN 1"])).toMatchObject([{ result: 1 }]);
    const [entry] = (await client.result("query", ["CREATE thing:1"])) as [object];
    expect(entry).toMatchObject({
      status: "ERR",
      kind: "NotFound",
      result: `The namespace '${namespace}' does not exist`,
      details: { kind: "Namespace", details: { name: namespace } },
    });
    expect((await client.request("select", ["thing"])).error).toMatchObject({ code: -32000, kind: "NotFound" });
    await client.result("use", [namespace, "d"]);
    expect(await client.result("query", ["CREATE thing:1"])).toMatchObject([{ status: "OK" }]);
  });

  it("creates for root, and selects what another client has created", async () => {
    const namespace = randomUUID();
    const early = await servers.open(version);
    await early.result("use", [namespace, "d"]);
    const client = await servers.open(version);
    await client.result("signin", [root]);
    await client.result("use", [namespace, "d"]);
    await early.result("signin", [root]);
    expect(await early.result("query", ["CREATE thing:1"])).toMatchObject([{ status: "OK" }]);
  });

  it("creates nothing for a user that may not define", async () => {
    const name = randomUUID();
    const admin = await servers.enter(version, name);
    await admin.result("query", [
      `DEFINE USER OVERWRITE viewer ON ROOT PASSHASH '${quickHash("viewer")}' ROLES VIEWER`,
    ]);
    const client = await servers.open(version);
    await client.result("signin", [{ user: "viewer", pass: "viewer" }]);
    await client.result("use", ["profiles", "absent"]);
    const [entry] = (await client.result("query", ["SELECT * FROM thing"])) as [object];
    expect(entry).toMatchObject({ status: "ERR", result: "The database 'absent' does not exist" });
  });

  it("keeps users within their namespace and database", async () => {
    const name = randomUUID();
    const admin = await servers.enter(version, name);
    await admin.result("query", [
      `DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES OWNER; DEFINE USER OVERWRITE middle ON NAMESPACE PASSHASH '${quickHash("middle")}' ROLES OWNER`,
    ]);
    const low = await servers.open(version);
    await low.result("signin", [{ ns: "profiles", db: name, user: "low", pass: "low" }]);
    expect(await low.result("use", ["profiles", name])).toEqual({ namespace: "profiles", database: name });
    expect((await low.request("use", ["elsewhere", name])).error).toEqual({
      cause: undefined,
      code: -32000,
      kind: "NotAllowed",
      message: "You don't have permission to change to the elsewhere namespace",
    });
    expect((await low.request("use", [undefined, "other"])).error).toMatchObject({
      code: -32000,
      message: "You don't have permission to change to the other database",
    });
    const middle = await servers.open(version);
    await middle.result("signin", [{ ns: "profiles", user: "middle", pass: "middle" }]);
    expect((await middle.request("use", ["profiles", "middles"])).error).toBeUndefined();
    expect((await middle.request("use", ["elsewhere", "middles"])).error).toMatchObject({ kind: "NotAllowed" });
    expect(await middle.result("query", ["CREATE thing:1"])).toMatchObject([{ status: "OK" }]);
  });

  it("refuses a database without a namespace", async () => {
    const client = await servers.open(version);
    expect((await client.request("use", [undefined, "d"])).error).toMatchObject({
      code: -32603,
      message: "Cannot set database without first selecting a namespace",
      details: { kind: "InvalidParams" },
    });
  });

  it("is not done by headers: they select, and create nothing", async () => {
    const namespace = randomUUID();
    const client = new HttpClient((await servers.of(version)).httpUrl);
    const headers = { ...basic, "surreal-ns": namespace, "surreal-db": "d" };
    const answer = await client.ask("/sql", { method: "POST", headers, body: "CREATE thing:1" });
    expect(await answer.json()).toMatchObject([
      { status: "ERR", result: `The namespace '${namespace}' does not exist` },
    ]);
    expect(await exists(await servers.enter(version), namespace)).toBe(false);
  });
});

it.each([
  ["3.2", 200],
  ["3.3", 401],
  ["4.0", 401],
] as const)("headers outside of a user's database are answered by version %s with %i", async (version, status) => {
  const name = randomUUID();
  const admin = await servers.enter(version, name);
  await admin.result("query", [`DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES OWNER`]);
  const client = new HttpClient((await servers.of(version)).httpUrl);
  const level = { "surreal-auth-ns": "profiles", "surreal-auth-db": name };
  const headers = { authorization: `Basic ${btoa("low:low")}`, ...level, "surreal-ns": "profiles" };
  const sql = (database: string) =>
    client.ask("/sql", { method: "POST", headers: { ...headers, "surreal-db": database }, body: "RETURN 1" });
  expect((await sql(name)).status).toBe(200);
  expect((await sql("other")).status).toBe(status);
});

it("use of version 3.0 creates for everybody, and lets users go anywhere", async () => {
  const namespace = randomUUID();
  const client = await servers.open("3.0");
  await client.result("use", [namespace, "d"]);
  await client.result("signin", [root]);
  expect(await exists(client, namespace)).toBe(true);
});
