import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickHash } from "../database/quick-hash.ts";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { basic, HttpClient } from "./http-client.ts";

const home = { "surreal-ns": "home", "surreal-db": "own" };
const neighbour = { "surreal-ns": "home", "surreal-db": "neighbour" };
const abroad = { "surreal-ns": "abroad", "surreal-db": "neighbour" };
const databaseOwner = { ns: "home", db: "own", user: "low", pass: "low" };
const namespaceOwner = { ns: "home", user: "middle", pass: "middle" };
let server: RunningServer;
let client: HttpClient;

beforeAll(async () => {
  server = await startServer({ user: "root", pass: "root", version: "3.0" });
  client = new HttpClient(server.httpUrl);
  await asRoot(
    home,
    `DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES OWNER; CREATE mine:1 SET text = 'own row'`,
  );
  await asRoot(home, `DEFINE USER middle ON NAMESPACE PASSHASH '${quickHash("middle")}' ROLES OWNER`);
  await asRoot(neighbour, "CREATE theirs:1 SET text = 'secret row'");
  await asRoot(abroad, "CREATE theirs:1 SET text = 'secret row'");
});
afterAll(() => server.close());

function send(path: string, headers: Record<string, string>, method = "GET", body?: string): Promise<Response> {
  return client.ask(path, { method, headers: { accept: "application/json", ...headers }, ...(body && { body }) });
}

async function asRoot(names: Record<string, string>, query: string): Promise<string> {
  return (await send("/sql", { ...basic, ...names }, "POST", query)).text();
}

async function bearer(credentials: object): Promise<{ authorization: string }> {
  const headers = { accept: "text/plain" };
  const response = await client.ask("/signin", { method: "POST", headers, body: JSON.stringify(credentials) });
  return { authorization: `Bearer ${await response.text()}` };
}

const level = { "surreal-auth-ns": "home", "surreal-auth-db": "own" };
const basicLow = { authorization: `Basic ${btoa("low:low")}`, ...level };
const basicMiddle = { authorization: `Basic ${btoa("middle:middle")}`, "surreal-auth-ns": "home" };

describe("a token's namespace and database", () => {
  it.each([
    ["an owner of a database", databaseOwner, neighbour],
    ["an owner of a database", databaseOwner, abroad],
  ])("are what %s exports, whatever the headers name", async (_, credentials, names) => {
    for (const method of ["GET", "POST"]) {
      const headers = { ...names, ...(await bearer(credentials)), "content-type": "application/json" };
      const response = await send("/export", headers, method, method === "POST" ? "{}" : undefined);
      const dump = await response.text();
      expect(response.status).toBe(200);
      expect(dump).toContain("own row");
      expect(dump).not.toContain("secret row");
    }
  });

  it("keep an owner of a namespace out of the others", async () => {
    const token = await bearer(namespaceOwner);
    const dump = await (await send("/export", { ...token, "surreal-ns": "abroad", "surreal-db": "own" })).text();
    expect(dump).toContain("own row");
    expect(await (await send("/export", { ...token, ...abroad, "surreal-db": "own" })).text()).toBe(dump);
  });

  it("are enough for every route, without headers", async () => {
    const token = await bearer(databaseOwner);
    expect(await (await send("/export", token)).text()).toContain("own row");
    expect(await (await send("/key/mine/1", token)).text()).toContain("own row");
    expect(await (await send("/sql", token, "POST", "SELECT * FROM mine")).text()).toContain("own row");
  });

  it("are where every route reads and writes, whatever the headers name", async () => {
    const headers = { ...neighbour, ...(await bearer(databaseOwner)) };
    expect(await (await send("/sql", headers, "POST", "SELECT * FROM theirs")).text()).not.toContain("secret row");
    expect(await (await send("/key/theirs", headers)).text()).not.toContain("secret row");
    expect((await send("/import", headers, "POST", "CREATE imported:1")).status).toBe(200);
    expect(await asRoot(home, "SELECT VALUE id FROM imported")).toContain("imported:1");
    expect(await asRoot(neighbour, "SELECT VALUE id FROM imported")).not.toContain("imported:1");
  });
});

describe("a Basic user", () => {
  it.each([
    ["of a database", basicLow, neighbour],
    ["of a database", basicLow, abroad],
    ["of a namespace", basicMiddle, abroad],
  ])("%s reads and writes nothing outside of it", async (_, credentials, names) => {
    const headers = { ...names, ...credentials };
    const dump = await send("/export", headers);
    expect([dump.status, (await dump.text()).includes("secret row")]).toEqual([403, false]);
    expect((await send("/import", headers, "POST", "CREATE imported:2")).status).toBe(403);
    expect(await (await send("/sql", headers, "POST", "SELECT * FROM theirs")).text()).not.toContain("secret row");
    expect(await (await send("/key/theirs", headers)).text()).not.toContain("secret row");
  });

  it("of a namespace exports each of its databases", async () => {
    const dump = await send("/export", { ...neighbour, ...basicMiddle });
    expect([dump.status, (await dump.text()).includes("secret row")]).toEqual([200, true]);
  });
});

describe("somebody who may not see a whole database", () => {
  it("is refused its export: a record user and an anonymous client", async () => {
    const access = "DEFINE ACCESS people ON DATABASE TYPE RECORD SIGNUP (CREATE person SET name = $name)";
    await asRoot(home, access);
    const body = JSON.stringify({ ns: "home", db: "own", ac: "people", name: "Ada" });
    const signup = await client.ask("/signup", { method: "POST", headers: { accept: "text/plain" }, body });
    const record = { authorization: `Bearer ${await signup.text()}` };
    expect((await send("/export", { ...home, ...record })).status).toBe(403);
    expect((await send("/export", home)).status).toBe(403);
  });
});
