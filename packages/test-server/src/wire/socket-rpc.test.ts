import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { CborCodec } from "@surreal-sdk/codec";
import { Uuid } from "@surreal-sdk/values";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { WireClient } from "./wire-client.ts";

const codec = new CborCodec();
const root = { user: "root", pass: "root" };
let server: RunningServer;
const clients: WireClient[] = [];

beforeAll(async () => {
  server = await startServer({ ...root, version: "3.0" });
});
afterAll(() => server.close());
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

async function connect(options?: Parameters<typeof WireClient.connect>[1]): Promise<WireClient> {
  const client = await WireClient.connect(server.wsUrl, options);
  clients.push(client);
  return client;
}

async function signedIn(): Promise<WireClient> {
  const client = await connect();
  await client.result("signin", [root]);
  await client.result("use", ["wire", randomUUID()]);
  return client;
}

describe("envelopes", () => {
  it("answers alphabetically, with the id first and no session of its own", async () => {
    const client = await connect();
    client.socket.send(codec.encode({ id: "abc", method: "version" }));
    await once(client.socket, "kept");
    const version = codec.encode({ id: "abc", result: "surrealdb-3.0.2" });
    expect(client.frames[0]).toEqual(Buffer.from(version));
  });

  it.each([
    ["a text", "id"],
    ["an integer", 7],
    ["a negative integer", -7],
    ["NULL", null],
    ["a uuid", new Uuid("0190b5c4-1111-7000-8000-000000000000")],
  ])("echoes an id that is %s", async (_, id) => {
    const client = await connect();
    client.socket.send(codec.encode({ id, method: "ping" }));
    await once(client.socket, "kept");
    expect(client.frames[0]).toEqual(Buffer.from(codec.encode({ id, result: undefined })));
  });

  it("leaves the id away where there was none, and NONE where there is no result", async () => {
    const client = await connect();
    client.socket.send(codec.encode({ id: undefined, method: "ping", session: undefined, txn: undefined }));
    await once(client.socket, "kept");
    expect(client.frames[0]?.toString("hex")).toBe("a166726573756c74c6f6");
  });

  it("echoes the session that was named", async () => {
    const client = await connect();
    const session = new Uuid(randomUUID());
    const answer = await client.request("attach", [], { session });
    expect(String(answer.session)).toBe(String(session));
  });

  it.each([
    ["bytes that are no CBOR", Uint8Array.of(0xff), -32700, "Parse error"],
    ["an item that is no map", codec.encode([1]), -32700, "Parse error"],
    [
      "a tag the database does not know",
      Uint8Array.from([
        ...Buffer.from("a2", "hex"),
        ...mapText("method", "query"),
        ...Buffer.from("66706172616d7381d90bb800", "hex"),
      ]),
      -32700,
      "Parse error",
    ],
    ["a request without a method", codec.encode({ id: 1, params: [] }), -32600, "Invalid request"],
    ["a method that is no text", codec.encode({ id: 1, method: 5 }), -32600, "Invalid request"],
    ["a session that is no uuid", codec.encode({ id: 1, method: "ping", session: "mine" }), -32600, "Invalid request"],
    ["a txn that is no uuid", codec.encode({ id: 1, method: "ping", txn: 5 }), -32600, "Invalid request"],
    ["an id that cannot be one", codec.encode({ id: true, method: "ping" }), -32600, "Invalid request"],
    ["a version of the future", codec.encode({ id: 1, method: "ping", version: 3 }), -32600, "Invalid request"],
  ])("answers %s without an id, and goes on", async (_, message, code, text) => {
    const client = await signedIn();
    const before = client.messages.length;
    client.socket.send(message);
    while (client.messages.length === before) await once(client.socket, "kept");
    const kind = code === -32700 ? "Parse" : "InvalidRequest";
    const error = { code, kind: "Validation", message: text, details: { kind }, cause: undefined };
    expect(client.messages[before]).toEqual({ error });
    expect(await client.result("version")).toBe("surrealdb-3.0.2");
  });

  it("answers a result that it cannot write with the id", async () => {
    const client = await signedIn();
    const answer = await client.request("query", ["RETURN /abc/"]);
    expect(answer.error).toMatchObject({ code: -32700, message: "Parse error" });
  });

  it("treats parameters that are no array as none", async () => {
    const client = await connect();
    client.socket.send(codec.encode({ id: 1, method: "version", params: { a: 1 } }));
    await once(client.socket, "kept");
    expect(client.messages[0]).toEqual({ id: 1, result: "surrealdb-3.0.2" });
  });

  it("never names the method that it does not know", async () => {
    const client = await connect();
    expect((await client.request("SELECT")).error).toEqual({
      code: -32601,
      kind: "NotFound",
      message: "Method not found",
      details: { kind: "Method", details: { name: "unknown" } },
      cause: undefined,
    });
  });
});

describe("formats", () => {
  it("prefers JSON to CBOR when both are offered, and speaks JSON when none is", async () => {
    const both = new WebSocket(`${server.wsUrl}/rpc`, ["cbor", "json"]);
    await once(both, "open");
    expect(both.protocol).toBe("json");
    both.close();
    const none = new WebSocket(`${server.wsUrl}/rpc`);
    await once(none, "open");
    none.send('{"id":1,"method":"ping"}');
    const [data, binary] = await once(none, "message");
    expect([String(data), binary]).toEqual(['{"id":1,"result":null}', false]);
    none.close();
  });

  it("takes JSON in binary frames and answers in text ones", async () => {
    const client = await connect({ format: "json" });
    const answered = once(client.socket, "message");
    client.socket.send(Buffer.from('{"id":1,"method":"ping"}'), { binary: true });
    expect((await answered)[1]).toBe(false);
  });

  it("reads record ids in the texts of JSON, and writes values as texts", async () => {
    const client = await connect({ format: "json" });
    await client.result("signin", [root]);
    await client.result("use", ["wire", "json"]);
    const query = "CREATE ONLY a:1 SET b = 1.5dec, c = 1h, d = NONE, e = <bytes>'x', f = $f";
    const created = await client.result("query", [query, { f: "a:other" }]);
    expect(created).toMatchObject([{ status: "OK", result: { id: "a:1", b: "1.5", c: "1h", e: [120], f: "a:other" } }]);
    expect(await client.result("select", ["a:1"])).toMatchObject({ id: "a:1" });
    expect(await client.result("query", ["RETURN type::is_record($f)", { f: "a:1" }])).toMatchObject([
      { result: true },
    ]);
  });
});

describe("order", () => {
  it("answers requests of different sessions as they come to an end", async () => {
    const client = await signedIn();
    const session = new Uuid(randomUUID());
    await client.result("attach", [], { session });
    // On a busy machine too, the second answer overtakes the first, if the pause is long enough.
    for (let pause = 100, overtaken = false; !overtaken; pause *= 2) {
      const slow = client.send("query", [`SLEEP ${pause}ms`]);
      const quick = await client.request("use", ["wire", "other"], { session });
      expect(quick.error).toBeUndefined();
      overtaken = !client.messages.some(({ id }) => id === slow);
      await client.find(({ id }) => id === slow);
    }
  });

  it("never hangs when state changes and queries are pipelined on one session", async () => {
    const client = await signedIn();
    const rounds = 150;
    for (let round = 0; round < rounds; round++) {
      client.send("use", ["wire", "pipeline"]);
      client.send("query", ["RETURN $x"]);
      client.send("set", ["x", round]);
      client.send("query", ["RETURN $x"]);
    }
    const answer = await client.request("query", ["RETURN $x"]);
    expect(answer.result).toMatchObject([{ result: rounds - 1 }]);
  });

  it("judges a pipelined query by the signin in front of it", async () => {
    const client = await connect();
    client.send("signin", [root]);
    client.send("use", ["wire", "wire"]);
    expect((await client.request("query", ["RETURN 1"])).result).toMatchObject([{ result: 1 }]);
  });
});

function mapText(key: string, value: string): Uint8Array {
  return Buffer.concat([codec.encode(key), codec.encode(value)]);
}
