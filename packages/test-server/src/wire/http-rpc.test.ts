import { randomUUID } from "node:crypto";
import { CborCodec } from "@surreal-sdk/codec";
import { Uuid } from "@surreal-sdk/values";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { cbor, HttpClient } from "./http-client.ts";

const codec = new CborCodec();
let server: RunningServer;
let client: HttpClient;

beforeAll(async () => {
  server = await startServer({ user: "root", pass: "root", version: "3.0" });
  client = new HttpClient(server.httpUrl);
});
afterAll(() => server.close());

describe("POST /rpc", () => {
  it("answers without id and session", async () => {
    expect(await client.rpc("version")).toEqual({ result: "surrealdb-3.0.2" });
    expect(Object.keys(await client.rpc("nonsense"))).toEqual(["error"]);
  });

  it("forgets what a request changes", async () => {
    expect(await client.rpc("use", ["http", "elsewhere"])).toEqual({
      result: { namespace: "http", database: "elsewhere" },
    });
    expect(await client.rpc("set", ["x", 1])).toEqual({ result: null });
    expect(await client.rpc("query", ["RETURN [session::db(), $x]"])).toMatchObject({
      result: [{ result: ["http", undefined] }],
    });
  });

  it.each([
    ["begin", [], {}, -32601],
    ["commit", [new Uuid(randomUUID())], {}, -32601],
    ["cancel", [new Uuid(randomUUID())], {}, -32601],
    ["query", ["RETURN 1"], { txn: new Uuid(randomUUID()) }, -32602],
    ["live", ["item"], {}, -32604],
    ["kill", [new Uuid(randomUUID())], {}, -32604],
  ])("refuses %s %j %j with %i", async (method, params, extras, code) => {
    expect((await client.rpc(method, params, extras)).error?.code).toBe(code);
  });

  it("refuses LIVE and KILL within a query, statement by statement", async () => {
    await client.rpc("query", ["DEFINE TABLE item"]);
    const { result } = await client.rpc("query", ["RETURN 1; LIVE SELECT * FROM item; RETURN 2"]);
    const refused = {
      status: "ERR",
      kind: "Configuration",
      details: { kind: "LiveQueryNotSupported" },
      result: "Unable to perform the realtime query",
      type: "live",
    };
    expect(result).toMatchObject([{ result: 1 }, refused, { result: 2 }]);
  });

  it("refuses anonymous data access within a successful reply", async () => {
    expect((await client.rpc("query", ["RETURN 1"], {}, { authorization: "None" })).error?.code).toBe(-32002);
  });

  it.each([
    ["bytes that are no CBOR", Uint8Array.of(0xff), "Parse error"],
    ["a request without a method", codec.encode({ id: 1 }), "Invalid request"],
  ])("answers %s with 400", async (_, body, information) => {
    const response = await client.ask("/rpc", { method: "POST", headers: cbor, body: body as Uint8Array<ArrayBuffer> });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: 400, details: "Request problems dectected", information },
    ]);
  });

  it.each([
    [400, {}],
    [400, { "content-type": "image/png" }],
    [415, { "content-type": "text/plain" }],
    [415, { "content-type": "application/octet-stream" }],
    [415, { "content-type": "application/cbor", accept: "*/*" }],
    [415, { "content-type": "application/cbor", accept: "application/json" }],
    [200, { "content-type": "application/json; charset=utf-8", accept: "*/*" }],
  ])("answers %i to %j", async (status, headers) => {
    const body = new TextEncoder().encode('{"method":"ping"}');
    expect(
      (await client.ask("/rpc", { method: "POST", headers: { accept: "application/json", ...headers }, body })).status,
    ).toBe(status);
  });
});
