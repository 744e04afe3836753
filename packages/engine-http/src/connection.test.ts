import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { ConnectionClosedError, RequestTooLargeError, TransportError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { cbor, deferred, httpServer, rawServer, request, stand } from "../test/server.ts";

const facts = { namespace: "my company", database: "production", token: "a.b.c" };

describe.each([
  ["undici", undefined],
  ["fetch", globalThis.fetch],
])("requests by %s", (name, fetch) => {
  it("are a POST to /rpc with all that the server does not keep, in place of the user's headers", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0xa0)));
    const headers = { "X-Tenant": "blue", ACCEPT: "*/*", "Surreal-ns": "other", Authorization: "Basic canary" };
    await using to = await stand(`${server.url}/eu/rpc`, { fetch }, { headers });
    const received = to.recorder.next("received");
    to.connection.send(request("1", facts));
    await received;
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: "POST", path: "/eu/rpc", body: Buffer.of(1, 2) });
    expect(seen?.headers).toMatchObject({
      "content-type": "application/cbor",
      accept: "application/cbor",
      "surreal-ns": "my company",
      "surreal-db": "production",
      authorization: "Bearer a.b.c",
      "x-tenant": "blue",
      "content-length": "2",
    });
  });

  it("carry no namespace, database and token when there is none, and the user's instead", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0xa0)));
    await using to = await stand(server.url, { fetch }, { headers: { Authorization: "Basic cm9vdDpyb290" } });
    const received = to.recorder.next("received");
    to.connection.send(request("1"));
    await received;
    const headers = server.seen[0]?.headers;
    expect(headers).toMatchObject({ authorization: "Basic cm9vdDpyb290" });
    expect(headers).not.toHaveProperty("surreal-ns");
    expect(headers).not.toHaveProperty("surreal-db");
  });

  it("carry what each of them stands for, whatever the one before stood for", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0xa0)));
    await using to = await stand(server.url, { fetch });
    const none = { namespace: undefined, database: undefined, token: undefined };
    const each = [
      facts,
      { ...facts, namespace: "n" },
      { ...facts, database: "d" },
      { ...facts, token: "t" },
      none,
      facts,
    ];
    for (const [index, one] of each.entries()) {
      const received = to.recorder.next("received");
      to.connection.send(request(`${index}`, one));
      await received;
    }
    const token = (text: string | undefined): string | undefined => text && `Bearer ${text}`;
    expect(
      server.seen.map(({ headers }) => [headers["surreal-ns"], headers["surreal-db"], headers.authorization]),
    ).toEqual(each.map((one) => [one.namespace, one.database, token(one.token)]));
  });

  it("are answered under their own ids, in whatever order", async () => {
    const answers: (() => void)[] = [];
    await using server = await httpServer((seen, response) => {
      answers.push(() => cbor(response, Uint8Array.of(0xa1, ...seen.body)));
      if (answers.length === 3) for (const answer of answers.reverse()) answer();
    });
    await using to = await stand(server.url, { fetch });
    const all = Promise.all([1, 2, 3].map(() => to.recorder.next("received")));
    for (const id of [1, 2, 3]) to.connection.send(request(`${id}`, {}, "rpc", Uint8Array.of(id)));
    const heard = await all;
    for (const { frame, replyTo } of heard) {
      expect(frame.constructor).toBe(Uint8Array);
      expect(frame).toEqual(Uint8Array.of(0xa1, Number(replyTo)));
    }
    expect(heard.map(({ replyTo }) => replyTo).sort()).toEqual(["1", "2", "3"]);
  });

  it("of the kind export post their configuration, and get everything without one", async () => {
    await using server = await httpServer((_seen, response) => response.end("-- é\nOPTION IMPORT;"));
    await using to = await stand(`${server.url}/eu`, { fetch });
    for (const frame of [Uint8Array.of(0xa0), new Uint8Array()]) {
      const received = to.recorder.next("received");
      to.connection.send(request(`${frame.length}`, facts, "export", frame));
      expect(new TextDecoder().decode((await received).frame)).toBe("-- é\nOPTION IMPORT;");
    }
    const [post, get] = server.seen;
    expect(post).toMatchObject({ method: "POST", path: "/eu/export", body: Buffer.of(0xa0) });
    expect(post?.headers).toMatchObject({ "content-type": "application/cbor", "surreal-ns": "my company" });
    expect(get).toMatchObject({ method: "GET", path: "/eu/export", body: Buffer.of() });
    expect(get?.headers).not.toHaveProperty("content-type");
  });

  it("of the kind import post text, and their results come as a response map", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0x80)));
    await using to = await stand(server.url, { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1", facts, "import", new TextEncoder().encode("CREATE é;")));
    const { frame } = await received;
    expect(Buffer.from(frame).toString("latin1")).toBe("\xa1\x66result\x80");
    const [seen] = server.seen;
    expect(seen).toMatchObject({ method: "POST", path: "/import", body: Buffer.from("CREATE é;") });
    expect(seen?.headers).toMatchObject({ accept: "application/cbor", "content-type": "text/plain; charset=utf-8" });
  });

  it.each([
    ["a line break", { namespace: "a\r\nAuthorization: Basic x" }],
    ["no visible ASCII", { database: "名" }],
    ["blanks around it", { namespace: " a" }],
    ["nothing in it", { namespace: "" }],
    ["a line break", { token: "canary\r\nx: y" }],
  ])("with a name or token that has %s never leave", async (_what, wrong) => {
    await using server = await httpServer((_seen, response) => response.end());
    await using to = await stand(server.url, { fetch });
    const attempt = () => to.connection.send(request("1", wrong));
    expect(attempt).toThrow(TransportError);
    expect(attempt).toThrow("ws:// or wss:// takes it, except for export and import");
    expect(attempt).toThrow(
      expect.objectContaining({ outcome: "not_sent", message: expect.not.stringContaining("canary") }),
    );
    expect(server.connections()).toBe(0);
    expect(to.recorder.heard).toEqual([]);
  });

  it("that nobody waits for give their connection back and report nothing", async () => {
    const taken = deferred<Socket>();
    await using server = await httpServer((seen) => taken.resolve(seen.socket));
    await using to = await stand(server.url, { fetch });
    to.connection.send(request("1"));
    const socket = await taken.promise;
    to.connection.abandon?.("1");
    to.connection.abandon?.("1");
    to.connection.abandon?.("unknown");
    if (!socket.destroyed) await once(socket, "close");
    expect(to.recorder.heard).toEqual([]);
  });

  it("in flight end with close, which reports before it resolves", async () => {
    const taken = deferred<Socket>();
    await using server = await httpServer((seen) => taken.resolve(seen.socket));
    const to = await stand(server.url, { fetch });
    to.connection.send(request("1"));
    const socket = await taken.promise;
    const closing = to.connection.close(5000);
    expect(to.connection.close(0)).toBe(closing);
    expect(() => to.connection.send(request("2"))).toThrow(ConnectionClosedError);
    await closing;
    expect(to.recorder.heard).toEqual([{ kind: "closed", error: undefined }]);
    if (!socket.destroyed) await once(socket, "close");
    expect(to.recorder.heard).toHaveLength(1);
    expect(server.seen).toHaveLength(1);
  });

  it(`larger than the server takes never leave (${name})`, async () => {
    await using to = await stand("http://localhost:1", { fetch, maxRequestBytes: 10 });
    const attempt = () => to.connection.send(request("1", {}, "rpc", new Uint8Array(11)));
    expect(attempt).toThrow(RequestTooLargeError);
    expect(attempt).toThrow(expect.objectContaining({ outcome: "not_sent" }));
  });
});

describe("the pool", () => {
  it("writes exactly these bytes", async () => {
    const bytes = deferred<Buffer>();
    await using server = await rawServer((_socket, chunk) => bytes.resolve(chunk));
    await using to = await stand(server.url, {}, { headers: { "X-Tenant": "blue" } });
    to.connection.send(request("1", facts));
    expect((await bytes.promise).toString("latin1")).toBe(
      [
        "POST /rpc HTTP/1.1",
        `host: 127.0.0.1:${server.port}`,
        "connection: keep-alive",
        "x-tenant: blue",
        "content-type: application/cbor",
        "accept: application/cbor",
        "surreal-ns: my company",
        "surreal-db: production",
        "authorization: Bearer a.b.c",
        "content-length: 2",
        "",
        "\x01\x02",
      ].join("\r\n"),
    );
  });

  it("uses a connection again, and a new one when the server has ended it", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0xa0)));
    await using to = await stand(server.url, { connections: 1 });
    for (const id of ["1", "2", "3"]) {
      const received = to.recorder.next("received");
      to.connection.send(request(id));
      await received;
      const socket = server.seen.at(-1)?.socket as Socket;
      if (id !== "2") continue;
      socket.end();
      await once(socket, "close");
    }
    expect(server.connections()).toBe(2);
    expect(server.seen).toHaveLength(3);
  });

  it("opens no more connections than allowed, and serves the rest in turn (E12)", async () => {
    let most = 0;
    let busy = 0;
    await using server = await httpServer((seen, response) => {
      most = Math.max(most, ++busy);
      setImmediate(() => {
        busy -= 1;
        cbor(response, seen.body);
      });
    });
    await using to = await stand(server.url, { connections: 4 });
    const all = Promise.all(Array.from({ length: 500 }, () => to.recorder.next("received")));
    for (let id = 0; id < 500; id++) to.connection.send(request(`${id}`));
    await all;
    expect(server.connections()).toBeLessThanOrEqual(4);
    expect(most).toBeLessThanOrEqual(4);
    expect(server.seen).toHaveLength(500);
  });

  it.each(["http", "https"])("closes %s connections that are still being made", async (protocol) => {
    const accepted = deferred<Socket>();
    const server = createServer((socket) => accepted.resolve(socket.resume().on("error", () => undefined)));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    await using to = await stand(`${protocol}://127.0.0.1:${port}`, {}, { connectTimeout: 3_600_000 });
    for (let id = 0; id < 20; id++) to.connection.send(request(`${id}`));
    const socket = await accepted.promise;
    const gone = once(socket, "close");
    await to.connection.close(0);
    await gone;
    server.close();
    await once(server, "close");
  });

  it("says which abandoned requests it has sent nothing of", async () => {
    const arrived = deferred<void>();
    await using server = await httpServer(() => arrived.resolve());
    await using to = await stand(server.url, { connections: 1 });
    for (const id of ["sent", "waiting"]) to.connection.send(request(id));
    await arrived.promise;
    expect(["waiting", "sent", "unknown"].map((id) => to.connection.abandon?.(id))).toEqual([true, false, false]);
    expect(server.seen).toHaveLength(1);
  });
});
