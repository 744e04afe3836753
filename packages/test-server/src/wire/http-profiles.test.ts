import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { CborCodec } from "@surreal-sdk/codec";
import { Uuid } from "@surreal-sdk/values";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { ServerVersion } from "../profile/profile.ts";
import { startTestServer } from "../test-server.ts";
import { basic, cbor, HttpClient, names } from "./http-client.ts";
import { ProfileServers, root } from "./profile-servers.ts";

const codec = new CborCodec();
const servers = new ProfileServers((version) => startTestServer({ version }));
afterEach(() => servers.release());
afterAll(() => servers.close());

/** A client of a server that has the database of the tests. */
async function clientOf(version: ServerVersion): Promise<HttpClient> {
  const client = new HttpClient((await servers.of(version)).httpUrl);
  await client.rpc("use", [names["surreal-ns"], names["surreal-db"]]);
  return client;
}

async function send(version: ServerVersion, path: string, body: string, headers: Record<string, string> = {}) {
  const client = await clientOf(version);
  return client.ask(path, { method: "POST", headers: { ...names, ...basic, ...headers }, body });
}

describe("an import of which a statement fails", () => {
  const dump = "CREATE import:1; CREATE import:1; CREATE import:2; THROW 'no'";

  it.each(["3.3", "4.0"] as const)("is answered by version %s with 422 and the failed results", async (version) => {
    const response = await send(version, "/import", dump);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject([
      { status: "ERR", kind: "AlreadyExists" },
      { status: "ERR", kind: "Thrown" },
    ]);
    const bytes = await send(version, "/import", dump, { accept: "application/octet-stream" });
    expect(bytes.status).toBe(422);
    expect((await bytes.text()).split("\n")).toHaveLength(4);
    const whole = await send(version, "/import", "OPTION IMPORT; BEGIN; CREATE import:3; COMMIT;");
    expect([whole.status, await whole.json()]).toEqual([200, []]);
  });

  it.each(["3.0", "3.2"] as const)("is a success of version %s", async (version) => {
    const response = await send(version, "/import", dump);
    expect(response.status).toBe(200);
    expect(await response.json()).toHaveLength(2);
  });

  it("is the import into a database that does not exist", async () => {
    const response = await send("3.3", "/import", "CREATE import:1", { "surreal-db": "absent" });
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject([{ result: "The database 'absent' does not exist" }]);
  });
});

describe("a refusal", () => {
  it.each([
    ["3.0", "Request problems dectected"],
    ["3.2", "Request problems dectected"],
    ["3.3", "Request problems detected"],
    ["4.0", "Request problems detected"],
  ] as const)("of version %s says %s", async (version, details) => {
    const response = await send(version, "/sql", "SELECT FROM");
    expect([response.status, await response.json()]).toMatchObject([400, { details }]);
  });

  it.each([
    ["3.0", "InvalidToken"],
    ["3.3", "There was a problem with authentication"],
    ["4.0", "There was a problem with authentication"],
  ] as const)("of version %s answers a wrong token with %s", async (version, text) => {
    const response = await send(version, "/sql", "RETURN 1", { authorization: "Bearer nonsense" });
    expect([response.status, await response.text()]).toEqual([401, text]);
    const refused = new WebSocket(`${(await servers.of(version)).wsUrl}/rpc`, {
      headers: { authorization: "Bearer x" },
    });
    const status = await new Promise((resolve) => {
      refused.once("unexpected-response", (_, answer) => resolve(answer.statusCode));
    });
    refused.on("error", () => {}).terminate();
    expect(status).toBe(401);
  });

  it("of an anonymous client is 403, of wrong credentials 401", async () => {
    const client = await clientOf("3.3");
    expect((await client.sql("RETURN 1", {})).status).toBe(403);
    const wrong = await client.ask("/signin", { method: "POST", body: JSON.stringify({ user: "root", pass: "no" }) });
    expect([wrong.status, await wrong.json()]).toMatchObject([
      401,
      { information: "There was a problem with authentication" },
    ]);
  });
});

describe("a server that is not ready", () => {
  it("answers upgrades and requests with 503 and retry-after, except those of its status", async () => {
    const server = await servers.of("3.3");
    const client = await clientOf("3.3");
    expect((await client.ask("/ready")).status).toBe(200);
    server.faults = { notReady: true };
    for (const path of ["/sql", "/rpc", "/signin"]) {
      const response = await client.ask(path, { method: "POST", body: "" });
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
    }
    expect((await client.ask("/ready")).status).toBe(503);
    for (const path of ["/health", "/status", "/version"]) expect((await client.ask(path)).status).toBe(200);
    const socket = new WebSocket(`${server.wsUrl}/rpc`);
    const answer = await new Promise<[unknown, unknown]>((resolve) => {
      socket.once("unexpected-response", (_, { statusCode, headers }) => resolve([statusCode, headers["retry-after"]]));
    });
    socket.on("error", () => {}).terminate();
    expect(answer).toEqual([503, "1"]);
    server.faults = {};
    expect((await client.sql("RETURN 1")).status).toBe(200);
  });

  it("has no route /ready in version 3.0", async () => {
    expect((await (await clientOf("3.0")).ask("/ready")).status).toBe(404);
  });

  it("may refuse only sign-ins, with 429 and retry-after", async () => {
    const server = await servers.of("3.3");
    const client = await clientOf("3.3");
    server.faults = { rateLimited: true };
    const response = await client.ask("/signin", { method: "POST", body: JSON.stringify(root) });
    expect([response.status, response.headers.get("retry-after")]).toEqual([429, "1"]);
    expect((await client.sql("RETURN 1")).status).toBe(200);
  });
});

describe("an export", () => {
  it("of version 3.3 may name the parts that came with it, and comes line by line", async () => {
    await send("3.3", "/sql", "DEFINE TABLE export; CREATE export:1");
    const config = JSON.stringify({
      database_definition: false,
      apis: false,
      buckets: false,
      modules: false,
      configs: false,
    });
    const headers = { ...names, ...basic, "content-type": "application/json" };
    const server = await servers.of("3.3");
    // Unlike fetch, this client passes on the chunks as they were sent.
    const [response] = (await once(
      request(`${server.httpUrl}/export`, { method: "POST", headers }).end(config),
      "response",
    )) as [IncomingMessage];
    const chunks: string[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(String(chunk)));
    await once(response, "end");
    expect(response.statusCode).toBe(200);
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks.every((chunk) => chunk.indexOf("\n") === chunk.length - 1)).toBe(true);
  });
});

describe("an RPC answer over HTTP", () => {
  const id = "request";

  it.each(["3.3", "4.0"] as const)("of version %s repeats id and session", async (version) => {
    const client = await clientOf(version);
    const session = new Uuid(randomUUID());
    expect(await client.rpc("attach", [], { session })).toEqual({ id, session, result: undefined });
    expect(await client.rpc("ping")).toEqual({ id, result: undefined });
  });

  it("of version 3.0 has neither", async () => {
    expect(await (await clientOf("3.0")).rpc("ping")).toEqual({ result: undefined });
  });
});

describe("a session that was attached over HTTP", () => {
  it.each([
    ["3.3", "is lost"],
    ["4.0", "is kept"],
  ] as const)("of version %s %s when the server starts again", async (version, fate) => {
    await using server = await startTestServer({ version });
    const client = new HttpClient(server.httpUrl);
    const session = new Uuid(randomUUID());
    await client.rpc("attach", [], { session });
    await client.rpc("signin", [root], { session });
    await client.rpc("set", ["x", 5], { session });
    await server.kill();
    await server.restart();
    // The first attempts may meet a connection of before.
    await expect.poll(() => client.ask("/health").then(({ status }) => status, String)).toBe(200);
    const body = codec.encode({ id: 1, method: "query", params: ["RETURN $x"], session }) as Uint8Array<ArrayBuffer>;
    const response = await client.ask("/rpc", { method: "POST", headers: { ...cbor, ...basic }, body });
    const answer = codec.decode(new Uint8Array(await response.arrayBuffer()));
    const lost = { error: { kind: "NotFound" } };
    expect(answer).toMatchObject(fate === "is kept" ? { result: [{ result: 5 }] } : lost);
  });
});
