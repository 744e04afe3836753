import { CborCodec } from "@surreal-sdk/codec";
import { Decimal } from "@surreal-sdk/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { quickHash } from "../database/quick-hash.ts";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { basic, HttpClient, names } from "./http-client.ts";

const codec = new CborCodec();
let server: RunningServer;
let client: HttpClient;

beforeAll(async () => {
  server = await startServer({ user: "root", pass: "root", version: "3.0" });
  client = new HttpClient(server.httpUrl);
});
afterAll(() => server.close());

describe("who asks", () => {
  it.each([
    ["a wrong password", { authorization: `Basic ${btoa("root:no")}` }, "There was a problem with authentication"],
    ["a token that is none", { authorization: "Bearer nonsense" }, "InvalidToken"],
    ["an id that is no uuid", { "surreal-id": "me" }, "The header surreal-id is not a UUID"],
    [
      "a database level without namespace",
      { ...basic, "surreal-auth-db": "x" },
      "There was a problem with authentication",
    ],
  ])("answers %s with 401 in plain text, on any route", async (_, headers, text) => {
    const response = await client.ask("/health", { headers });
    expect([response.status, await response.text()]).toEqual([401, text]);
  });

  it("knows Basic users by their level, and leaves namespace and database to the headers", async () => {
    await client.sql(`DEFINE USER low ON DATABASE PASSHASH '${quickHash("low")}' ROLES VIEWER`);
    const low = { authorization: `Basic ${btoa("low:low")}`, "surreal-auth-ns": "http", "surreal-auth-db": "http" };
    const [entry] = (await (await client.sql("RETURN [session::ns(), session::db()]", low)).json()) as [
      { result: unknown },
    ];
    expect(entry.result).toEqual(["http", "http"]);
    const without = await client.ask("/sql", { method: "POST", headers: low, body: "RETURN session::db()" });
    expect(await without.json()).toMatchObject([{ result: null }]);
    expect((await client.ask("/export", { headers: { ...names, ...low } })).status).toBe(200);
    expect((await client.ask("/import", { method: "POST", headers: { ...names, ...low }, body: "" })).status).toBe(403);
  });

  it("takes namespace and database from a token", async () => {
    const credentials = JSON.stringify({ ns: "http", db: "http", user: "low", pass: "low" });
    const signin = await client.ask("/signin", {
      method: "POST",
      headers: { accept: "text/plain" },
      body: credentials,
    });
    const headers = { authorization: `Bearer ${await signin.text()}`, "surreal-ns": "other", "surreal-db": "other" };
    const response = await client.ask("/sql", {
      method: "POST",
      headers,
      body: "RETURN [session::ns(), session::db()]",
    });
    expect(await response.json()).toMatchObject([{ result: ["http", "http"] }]);
  });
});

describe("POST /signin and /signup", () => {
  const root = JSON.stringify({ user: "root", pass: "root" });

  it("gives JSON, text, or nothing, as is accepted", async () => {
    const json = await client.ask("/signin", { method: "POST", headers: { accept: "application/json" }, body: root });
    expect(await json.json()).toMatchObject({
      code: 200,
      details: "Authentication succeeded",
      token: expect.stringMatching(/^ey/),
    });
    const text = await client.ask("/signin", { method: "POST", headers: { accept: "text/plain" }, body: root });
    expect(await text.text()).toMatch(/^ey/);
    expect(
      (await client.ask("/signin", { method: "POST", headers: { accept: "application/octet-stream" }, body: root }))
        .status,
    ).toBe(415);
  });

  it.each([
    ["/signin", JSON.stringify({ user: "root", pass: "no" }), 401],
    ["/signin", "[]", 400],
    ["/signin", "nonsense", 400],
    ["/signup", root, 400],
    ["/signin", JSON.stringify({ user: "x".repeat(1100) }), 413],
  ])("answers %s %s with %i", async (path, body, status) => {
    expect((await client.ask(path, { method: "POST", headers: { accept: "application/json" }, body })).status).toBe(
      status,
    );
  });

  it("gives a pair where the access has refresh tokens", async () => {
    await client.sql("DEFINE ACCESS pair ON DATABASE TYPE RECORD SIGNUP (CREATE person) WITH REFRESH");
    const body = JSON.stringify({ ns: "http", db: "http", ac: "pair" });
    const response = await client.ask("/signup", { method: "POST", headers: { accept: "application/json" }, body });
    expect(await response.json()).toMatchObject({
      token: { access: expect.stringMatching(/^ey/), refresh: expect.stringMatching(/^surreal-refresh-/) },
    });
  });
});

describe("POST /sql", () => {
  it("answers JSON unless asked otherwise, and takes variables from the URL", async () => {
    const response = await client.sql("RETURN $a; THROW 'no'", basic, "?a=1");
    expect(response.headers.get("content-type")).toBe("application/json");
    expect(await response.json()).toMatchObject([
      { status: "OK", result: "1" },
      { status: "ERR", kind: "Thrown", result: "An error occurred: no" },
    ]);
    const binary = await client.sql("RETURN 1.5dec", { ...basic, accept: "application/cbor" });
    expect(codec.decode(new Uint8Array(await binary.arrayBuffer()))).toMatchObject([{ result: new Decimal("1.5") }]);
  });

  it.each([
    ["SELECT FROM", basic, 400],
    ["RETURN 1", {}, 403],
    ["RETURN 1", { ...basic, accept: "text/plain" }, 415],
    [" ".repeat(1024 * 1024 + 1), basic, 413],
  ])("answers %.20j %j with %i", async (query, headers, status) => {
    expect((await client.sql(query, headers as Record<string, string>)).status).toBe(status);
  });
});

describe("POST /import", () => {
  it("lists what failed, and OPTION and BEGIN", async () => {
    const headers = { ...names, ...basic, accept: "application/json" };
    const failure = { status: "ERR", result: "Database record `import:1` already exists" };
    const silent = { status: "OK", result: null };
    const marked = "-- a dump\nOPTION IMPORT; BEGIN; CREATE import:1; COMMIT; CREATE import:1; CREATE import:2;";
    const response = await client.ask("/import", { method: "POST", headers, body: marked });
    expect(await response.json()).toMatchObject([silent, silent, failure]);
    const unmarked = await client.ask("/import", { method: "POST", headers, body: "CREATE import:1; CREATE import:3" });
    expect(await unmarked.json()).toMatchObject([failure]);
    expect(await (await client.sql("SELECT VALUE id FROM import")).json()).toMatchObject([
      { result: ["import:1", "import:2", "import:3"] },
    ]);
  });

  it("answers nothing to those who accept bytes", async () => {
    const headers = { ...names, ...basic, accept: "application/octet-stream" };
    const response = await client.ask("/import", { method: "POST", headers, body: "CREATE import:1" });
    expect([response.status, await response.text()]).toEqual([200, ""]);
  });
});

describe("/export", () => {
  it("needs namespace, database and somebody", async () => {
    expect((await client.ask("/export", { headers: basic })).status).toBe(400);
    expect((await client.ask("/export", { headers: names })).status).toBe(403);
    expect(
      (await client.ask("/export", { method: "POST", headers: { ...names, ...basic }, body: new Uint8Array() })).status,
    ).toBe(400);
  });

  it("refuses a configuration that the database cannot read", async () => {
    const headers = { ...names, ...basic, "content-type": "application/cbor" };
    const response = await client.ask("/export", { method: "POST", headers, body: Uint8Array.of(0xff) });
    expect([response.status, await response.json()]).toMatchObject([400, { details: "Request problems dectected" }]);
  });

  it("leaves out what is not wanted", async () => {
    await client.sql("CREATE export:1; DEFINE PARAM $p VALUE 1");
    const headers = { ...names, ...basic, "content-type": "application/json" };
    const body = JSON.stringify({ records: false, params: false, tables: ["export"] });
    const dump = await (await client.ask("/export", { method: "POST", headers, body })).text();
    expect(dump).toContain("DEFINE TABLE export");
    expect(dump).not.toMatch(/INSERT|DEFINE PARAM|import/);
    expect(await (await client.ask("/export", { headers: { ...names, ...basic } })).text()).toMatch(
      /DEFINE PARAM.*INSERT/s,
    );
  });
});

describe("/key", () => {
  async function key(verb: string, path: string, body?: string): Promise<unknown> {
    const response = await client.ask(`/key/${path}`, {
      method: verb,
      headers: { ...names, ...basic },
      ...(body ? { body } : {}),
    });
    const [entry] = (await response.json()) as [{ result: unknown }];
    return entry.result;
  }

  it("creates, reads, changes and deletes", async () => {
    await client.sql("DEFINE TABLE thing");
    expect(await key("POST", "thing/1", "{ n: 1 + 1 }")).toEqual([{ id: "thing:1", n: 2 }]);
    expect(await key("PATCH", "thing/1", "{ m: 'x' }")).toEqual([{ id: "thing:1", n: 2, m: "x" }]);
    expect(await key("PUT", "thing/name", "{ n: 5 }")).toEqual([{ id: "thing:name", n: 5 }]);
    expect(await key("GET", "thing?limit=1")).toEqual([{ id: "thing:1", n: 2, m: "x" }]);
    expect(await key("GET", "thing?start=1&fields=n")).toEqual([{ n: 5 }]);
    expect(await key("DELETE", "thing/1")).toEqual([{ id: "thing:1", n: 2, m: "x" }]);
    expect(await key("GET", "thing/1")).toEqual([]);
  });

  it.each([
    ["/key/thing", { ...basic }, 400],
    ["/key/thing", names, 403],
    ["/key/%ff", { ...names, ...basic }, 400],
  ])("answers %s %j with %i", async (path, headers, status) => {
    expect((await client.ask(path, { headers })).status).toBe(status);
  });
});

describe("the other routes", () => {
  it.each([
    ["GET", "/health", 200, ""],
    ["GET", "/status", 200, ""],
    ["GET", "/version", 200, "surrealdb-3.0.2"],
    ["GET", "/", 307, ""],
    ["GET", "/nowhere", 404, ""],
    ["GET", "//", 404, ""],
    ["DELETE", "/sql", 405, ""],
    ["OPTIONS", "/rpc", 200, ""],
  ])("answers %s %s with %i %j", async (method, path, status, body) => {
    const response = await client.ask(path, { method });
    expect([response.status, await response.text()]).toEqual([status, body]);
    expect(response.headers.get("surreal-version")).toBe("surrealdb/3.0.2");
    expect(response.headers.get("server")).toBe("SurrealDB");
    expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });

  it("compresses what is long, for those who can read it", async () => {
    const long = await client.sql("RETURN string::repeat('x', 1000)");
    expect(long.headers.get("content-encoding")).toBe("gzip");
    expect(await long.json()).toMatchObject([{ result: "x".repeat(1000) }]);
    expect((await client.sql("RETURN 1")).headers.get("content-encoding")).toBeNull();
  });
});
