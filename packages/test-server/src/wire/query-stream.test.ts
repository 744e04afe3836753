import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { CborCodec } from "@surreal-sdk/codec";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../test-server.ts";
import { cbor, HttpClient } from "./http-client.ts";
import { WireClient, type WireMessage } from "./wire-client.ts";

interface Frame {
  readonly stream: string;
  readonly index?: number;
  readonly values?: unknown[];
  readonly results?: number;
  readonly error?: { readonly code: number; readonly kind: string; readonly message: string };
}

const codec = new CborCodec();
const root = { user: "root", pass: "root" };
const stopped = { code: -32000, kind: "Internal", message: "The streaming query was stopped before it completed" };
let server: TestServer;
const clients: WireClient[] = [];

beforeAll(async () => {
  server = await startTestServer({ version: "3.3" });
});
afterAll(() => server.close());
afterEach(async () => {
  server.faults = {};
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

async function connect(url: string = server.wsUrl): Promise<WireClient> {
  const client = await WireClient.connect(url);
  clients.push(client);
  await client.result("signin", [root]);
  await client.result("use", ["streams", randomUUID()]);
  return client;
}

/** Waits for the answer that ends a request, and returns the frames of the whole. */
async function framesOf(client: WireClient, id: string): Promise<Frame[]> {
  await client.find(
    (message) => message.id === id && (message.error !== undefined || frameOf(message).stream === "end"),
  );
  return client.messages.filter((message) => message.id === id).map(frameOf);
}

async function stream(client: WireClient, ...params: unknown[]): Promise<Frame[]> {
  return await framesOf(client, client.send("query_stream", params));
}

function frameOf(message: WireMessage): Frame {
  return (message.result ?? {}) as Frame;
}

function nameOf(frame: Frame): string {
  return frame.values === undefined ? frame.stream : `rows ${frame.values.length}`;
}

describe("query_stream", () => {
  it("sends rows in batches that double from 16 to 256, between begin and end", async () => {
    const client = await connect();
    const frames = await stream(client, "RETURN array::range(0, 1000)");
    const batches = [16, 32, 64, 128, 256, 256, 248].map((size) => `rows ${size}`);
    expect(frames.map(nameOf)).toEqual(["begin", ...batches, "finished", "end"]);
    expect(frames.flatMap(({ values }) => values ?? [])).toEqual(Array.from({ length: 1000 }, (_, row) => row));
    const time = expect.stringMatching(/^[\d.]+(ns|µs|ms|s)$/);
    expect(frames[0]).toEqual({ stream: "begin", version: 1, statements: 1 });
    expect(frames.at(-2)).toEqual({ stream: "finished", index: 0, type: undefined, single: false, time });
    expect(frames.at(-1)).toEqual({ stream: "end", results: 1, time });
  });

  it("sends a value that is no array in one frame, and an empty array in none", async () => {
    const client = await connect();
    const frames = await stream(client, "RETURN $x; RETURN []; RETURN {a: 1}", { x: 5 });
    expect(frames).toMatchObject([
      { stream: "begin", statements: 3 },
      { stream: "value", index: 0, value: 5 },
      { stream: "finished", index: 0, single: true },
      { stream: "finished", index: 1, single: false },
      { stream: "value", index: 2, value: { a: 1 } },
      { stream: "finished", index: 2, single: true },
      { stream: "end", results: 3 },
    ]);
  });

  it("fails a statement in its last frame, with the error of a response", async () => {
    const client = await connect();
    const frames = await stream(client, "THROW 'no'; RETURN 1");
    expect(frames.map(nameOf)).toEqual(["begin", "finished", "value", "finished", "end"]);
    expect(frames[1]?.error).toEqual({
      cause: undefined,
      code: -32006,
      kind: "Thrown",
      message: "An error occurred: no",
    });
    expect(frames[1]).toMatchObject({ index: 0, single: false });
    expect(frames.at(-1)).toMatchObject({ results: 2 });
  });

  it("writes the keys of its frames alphabetically, in an envelope with id and session", async () => {
    const client = await connect();
    await stream(client, "RETURN [1]");
    const keys = client.messages.slice(2).map(({ id, result }) => [typeof id, Object.keys(result as object)]);
    expect(keys).toEqual([
      ["string", ["statements", "stream", "version"]],
      ["string", ["index", "stream", "values"]],
      ["string", ["index", "single", "stream", "time", "type"]],
      ["string", ["results", "stream", "time"]],
    ]);
  });

  it("answers like query what cannot begin", async () => {
    const client = await connect();
    const invalid = await client.request("query_stream", ["SELECT FROM"]);
    expect(invalid.error).toEqual((await client.request("query", ["SELECT FROM"])).error);
    const anonymous = await WireClient.connect(server.wsUrl);
    clients.push(anonymous);
    expect((await anonymous.request("query_stream", ["RETURN 1"])).error).toMatchObject({ code: -32002 });
    const txn = (await client.result("begin")) as never;
    await client.result("cancel", [txn]);
    expect((await client.request("query_stream", ["RETURN 1"], { txn })).error).toMatchObject({ code: -32603 });
  });

  it("needs an id", async () => {
    const client = await connect();
    const before = client.messages.length;
    client.socket.send(codec.encode({ method: "query_stream", params: ["RETURN 1"] }));
    while (client.messages.length === before) await once(client.socket, "kept");
    expect(client.messages[before]?.error).toMatchObject({
      code: -32603,
      message: "The query_stream method requires a request id",
    });
  });

  it("runs in the transaction that it names", async () => {
    const client = await connect();
    const txn = await client.result("begin");
    await framesOf(client, client.send("query_stream", ["CREATE thing:1"], { txn }));
    expect(await client.result("query", ["SELECT * FROM thing"])).toMatchObject([{ status: "ERR" }]);
    await client.result("commit", [txn]);
    expect(await client.result("query", ["SELECT VALUE id.id() FROM thing"])).toMatchObject([{ result: [1] }]);
  });

  it("starts live queries, whose notifications come after its end", async () => {
    const client = await connect();
    await client.result("query", ["DEFINE TABLE thing"]);
    const frames = await stream(client, "LIVE SELECT * FROM thing; CREATE thing:1");
    expect(frames).toMatchObject([{}, { stream: "value" }, { stream: "finished", type: "live" }, {}, {}, {}]);
    const notification = await client.notification();
    expect(notification.result).toMatchObject({ action: "CREATE", id: (frames[1] as { value?: unknown }).value });
    expect(client.messages.at(-2)).toMatchObject({ result: { stream: "end" } });
  });

  it("streams 32 answers of a connection at the same time, and refuses another one", async () => {
    server.faults = { stream: { after: 16, action: "hold" } };
    const client = await connect();
    const ids = Array.from({ length: 32 }, () => client.send("query_stream", ["RETURN array::range(0, 20)"]));
    for (const id of ids) await client.find((message) => message.id === id && frameOf(message).stream === "rows");
    const refused = { code: -32603, message: "Too many concurrent streaming queries" };
    expect((await client.request("query_stream", ["RETURN 1"])).error).toMatchObject(refused);
    await client.result("query_cancel", [ids[0]]);
    await framesOf(client, ids[0] as string);
    server.faults = {};
    expect(await stream(client, "RETURN 1")).toHaveLength(4);
  });

  it("refuses an id that another stream has", async () => {
    server.faults = { stream: { after: 0, action: "hold" } };
    const client = await connect();
    client.socket.send(codec.encode({ id: "same", method: "query_stream", params: ["RETURN 1"] }));
    client.socket.send(codec.encode({ id: "same", method: "query_stream", params: ["RETURN 1"] }));
    const refused = await client.find(({ error }) => error !== undefined);
    expect(refused).toMatchObject({
      id: "same",
      error: { code: -32603, message: "A streaming query with this request id is already in progress" },
    });
  });
});

describe("query_cancel", () => {
  it("ends a stream between two frames with an error, and answers NONE", async () => {
    server.faults = { stream: { after: 16, action: "hold" } };
    const client = await connect();
    const id = client.send("query_stream", ["RETURN 1; RETURN array::range(0, 1000)"]);
    await client.find((message) => message.id === id && frameOf(message).stream === "rows");
    expect(await client.result("query_cancel", [id])).toBeUndefined();
    const frames = await framesOf(client, id);
    expect(frames.map(nameOf)).toEqual(["begin", "value", "finished", "rows 16", "end"]);
    expect(frames.at(-1)).toMatchObject({ results: 1, error: stopped });
  });

  it("does not wait for a running statement", async () => {
    const client = await connect();
    const id = client.send("query_stream", ["SLEEP 1s; CREATE thing:1"]);
    expect(await client.result("query_cancel", [id])).toBeUndefined();
    const frames = await framesOf(client, id);
    expect(frames).toMatchObject([{ stream: "begin" }, { stream: "end", results: 0, error: stopped }]);
  });

  it("refuses what no stream has as its id", async () => {
    const client = await connect();
    const unknown = { code: -32603, message: "No streaming query with this request id is in progress" };
    expect((await client.request("query_cancel", ["none"])).error).toMatchObject(unknown);
    const ended = client.send("query_stream", ["RETURN 1"]);
    await framesOf(client, ended);
    expect((await client.request("query_cancel", [ended])).error).toMatchObject(unknown);
    const none = { code: -32603, message: "Expected the request id of the streaming query to cancel" };
    expect((await client.request("query_cancel", [])).error).toMatchObject(none);
  });

  it("ends the live queries that the client was not told of", async () => {
    server.faults = { stream: { after: 16, action: "hold" } };
    const client = await connect();
    await client.result("query", ["DEFINE TABLE thing"]);
    const id = client.send("query_stream", ["RETURN array::range(0, 20); LIVE SELECT * FROM thing"]);
    await client.find((message) => message.id === id && frameOf(message).stream === "rows");
    await client.result("query_cancel", [id]);
    await framesOf(client, id);
    const live = await client.result("live", ["thing"]);
    await client.result("query", ["CREATE thing:1"]);
    expect((await client.notification()).result).toMatchObject({ id: live, action: "CREATE" });
  });
});

describe("a fault in the middle of a stream", () => {
  it("cuts the connection", async () => {
    server.faults = { stream: { after: 40, action: "cut" } };
    const client = await connect();
    const closed = once(client.socket, "close");
    const id = client.send("query_stream", ["RETURN array::range(0, 1000)"]);
    expect((await closed)[0]).toBe(1006);
    const frames = client.messages.filter((message) => message.id === id).map(frameOf);
    expect(frames.map(nameOf)).toEqual(["begin", "rows 16", "rows 32"]);
  });

  it("retracts a statement, and goes on with the next one", async () => {
    server.faults = { stream: { after: 16, action: "retract" } };
    const client = await connect();
    const frames = await stream(client, "RETURN array::range(0, 100); RETURN 2");
    expect(frames.map(nameOf)).toEqual(["begin", "rows 16", "finished", "value", "finished", "end"]);
    expect(frames[2]).toMatchObject({ index: 0, error: { kind: "Internal", code: -32000 } });
    expect(frames.at(-1)).toMatchObject({ results: 2 });
    expect(frames.at(-1)?.error).toBeUndefined();
  });

  it("ends the whole answer with an error", async () => {
    server.faults = { stream: { after: 0, action: "fail" } };
    const client = await connect();
    const frames = await stream(client, "RETURN 1");
    expect(frames.map(nameOf)).toEqual(["begin", "end"]);
    expect(frames[1]).toMatchObject({ results: 0, error: { kind: "Internal" } });
  });

  it.each([
    [{ after: -1, action: "cut" }, RangeError],
    [{ after: 1, action: "explode" }, TypeError],
  ])("is refused when it is %j", (fault, error) => {
    expect(() => {
      server.faults = { stream: fault as never };
    }).toThrow(error);
  });
});

describe("a server without streaming", () => {
  const absent = { code: -32601, message: "Method not found" };

  it.each(["3.0", "3.2"] as const)("of version %s has neither method", async (version) => {
    await using old = await startTestServer({ version });
    const client = await connect(old.wsUrl);
    expect((await client.request("query_stream", ["RETURN 1"])).error).toMatchObject(absent);
    expect((await client.request("query_cancel", ["id"])).error).toMatchObject(absent);
  });

  it("is every server over HTTP", async () => {
    const client = new HttpClient(server.httpUrl);
    expect((await client.rpc("query_stream", ["RETURN 1"], {}, { ...cbor })).error).toMatchObject(absent);
    expect((await client.rpc("query_cancel", ["id"], {}, { ...cbor })).error).toMatchObject(absent);
  });
});

describe("the version", () => {
  it.each([
    ["3.0", "3.0.2"],
    ["3.2", "3.2.6"],
    ["3.3", "3.3.5"],
    ["4.0", "4.0.0-beta.1"],
  ] as const)("%s is reported as %s by the method, the route and the header", async (version, text) => {
    await using one = await startTestServer({ version });
    const client = await connect(one.wsUrl);
    expect(await client.result("version")).toBe(`surrealdb-${text}`);
    const response = await fetch(`${one.httpUrl}/version`);
    expect([await response.text(), response.headers.get("surreal-version")]).toEqual([
      `surrealdb-${text}`,
      `surrealdb/${text}`,
    ]);
  });

  it("is refused when there is no such profile", async () => {
    await expect(startTestServer({ version: "2.3" as never })).rejects.toThrow(
      'version is one of 3.0, 3.2, 3.3, 4.0, not "2.3".',
    );
  });
});
