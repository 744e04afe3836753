import { once } from "node:events";
import { createServer as createSecureServer } from "node:https";
import type { Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { gzipSync } from "node:zlib";
import {
  ConnectionLostError,
  ConnectionUnavailableError,
  HttpStatusError,
  ProtocolError,
  RedirectRefusedError,
  RequestTooLargeError,
  ResponseTooLargeError,
  TlsError,
  TransportTimeoutError,
} from "@surreal-sdk/transport";
import { fakeTimers } from "@surreal-sdk/transport/test/fake-timers";
import { describe, expect, it, vi } from "vitest";
import { certificate, certificateKey } from "../test/certificate.ts";
import { failure } from "../test/failure.ts";
import { cbor, deadPort, deferred, httpServer, rawServer, request, stand } from "../test/server.ts";

describe.each([
  ["undici", undefined],
  ["fetch", globalThis.fetch],
])("an answer by %s", (_name, fetch) => {
  it.each([
    [400, "failed"],
    [401, "failed"],
    [403, "failed"],
    [404, "failed"],
    [408, "unknown"],
    [415, "failed"],
    [429, "failed"],
    [500, "unknown"],
    [502, "unknown"],
    [503, "failed"],
    [504, "unknown"],
  ])("with status %i is a failure whose outcome is %s, with the beginning of its body", async (status, outcome) => {
    await using server = await httpServer((_seen, response) => {
      response.writeHead(status, { "content-type": "text/html", "retry-after": "3" });
      response.end(`<h1>token a.b.canary</h1>${"x".repeat(2_000_000)}`);
    });
    await using to = await stand(server.url, { fetch });
    const error = await failure(to, request("1", { token: "a.b.canary" }));
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ status, outcome, retryAfter: 3000, url: `${server.url}/rpc` });
    expect(error.message.length).toBeLessThan(500);
    expect((error as HttpStatusError).body).toMatch(/^<h1>token …<\/h1>x+$/);
    expect((error as HttpStatusError).body.length).toBeLessThanOrEqual(1024);
    expect(server.seen).toHaveLength(1);
  });

  it("may be safe to retry when the server refused it for its rate alone", async () => {
    await using server = await httpServer((_seen, response) => response.writeHead(429).end());
    await using to = await stand(server.url, { fetch });
    expect(await failure(to)).toMatchObject({ retrySafe: true });
  });

  it.each([
    ["rpc", "1", true, "failed"],
    ["rpc", undefined, false, "unknown"],
    ["import", "1", true, "failed"],
    ["import", undefined, false, "unknown"],
  ] as const)(
    "with status 503 to %s has run nothing where the server says when to come back (%s)",
    async (kind, retryAfter, retrySafe, outcome) => {
      await using server = await httpServer((_seen, response) =>
        response.writeHead(503, retryAfter === undefined ? {} : { "retry-after": retryAfter }).end(),
      );
      await using to = await stand(server.url, { fetch });
      expect(await failure(to, request("1", {}, kind))).toMatchObject({ retrySafe, outcome });
      expect(server.seen).toHaveLength(1);
    },
  );

  it.each([
    ["Parse error", "unknown"],
    ["The request had invalid headers", "failed"],
  ])(
    "with status 400 because of %j has the outcome %s, since servers say so of results as well",
    async (why, outcome) => {
      const body = JSON.stringify({ code: 400, details: "Request problems detected", information: why });
      await using server = await httpServer((_seen, response) => response.writeHead(400).end(body));
      await using to = await stand(server.url, { fetch });
      expect(await failure(to, request("1", {}))).toMatchObject({ status: 400, outcome });
    },
  );

  it("to an import is not known not to have happened when it was refused half-way", async () => {
    await using server = await httpServer((_seen, response) => response.writeHead(400).end("{}"));
    await using to = await stand(server.url, { fetch });
    expect(await failure(to, request("1", {}, "import"))).toMatchObject({ status: 400, outcome: "unknown" });
  });

  it.each([
    ["one failure", [0x81, 0xa0]],
    ["hundreds", [0x99, 0x01, 0x00, ...new Array(256).fill(0xa0)]],
    ["an indefinite list", [0x9f, 0xa0, 0xff]],
  ])("to an import with status 422 holds the statements that failed: %s", async (_what, list) => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.from(list), 422));
    await using to = await stand(server.url, { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1", {}, "import"));
    const { frame } = await received;
    expect(Buffer.from(frame)).toEqual(Buffer.from([0xa1, 0x66, ...Buffer.from("result"), ...list]));
  });

  it.each([
    ["an import", "import", "unknown"],
    ["another request", "rpc", "failed"],
  ] as const)("in CBOR that is no list, with status 422, is a failed status of %s", async (_what, kind, outcome) => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0x61, 0x78), 422));
    await using to = await stand(server.url, { fetch });
    const error = await failure(to, request("1", {}, kind));
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ status: 422, outcome, body: "" });
  });

  it("with 413 says that the request is too large", async () => {
    await using server = await httpServer((_seen, response) => response.writeHead(413).end());
    await using to = await stand(server.url, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(RequestTooLargeError);
    expect(error).toMatchObject({ outcome: "failed", cause: { status: 413 } });
  });

  it("that is an error of the database is handed on, whatever its status", async () => {
    const frame = Buffer.from("\xa1\x65error\x61x", "latin1");
    await using server = await httpServer((_seen, response) => cbor(response, frame, 403));
    await using to = await stand(server.url, { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1"));
    expect(await received).toEqual({ kind: "received", frame: new Uint8Array(frame), replyTo: "1" });
  });

  it("in CBOR that is no error map is a failed status", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0x61, 0x78), 500));
    await using to = await stand(server.url, { fetch });
    expect(await failure(to)).toBeInstanceOf(HttpStatusError);
  });

  it.each([301, 302, 303, 307, 308])("that redirects (%i) is refused and its target never asked", async (status) => {
    await using trap = await httpServer((_seen, response) => response.end());
    await using server = await httpServer((_seen, response) => {
      response.writeHead(status, { location: `${trap.url}/rpc?token=canary` }).end();
    });
    await using to = await stand(server.url, { fetch });
    const error = await failure(to, request("1", { token: "a.b.c" }));
    expect(error).toBeInstanceOf(RedirectRefusedError);
    expect(error.message).toContain(`pointed to ${trap.url}.`);
    expect(error.message).not.toContain("canary");
    expect(trap.connections()).toBe(0);
  });

  it.each([
    ["of HTML", 200, { "content-type": "text/html" }, "<html>"],
    ["of JSON", 200, { "content-type": "application/json" }, "{}"],
    ["without a body", 204, {}, ""],
    ["that is empty", 200, {}, ""],
    ["that is partial", 206, { "content-type": "application/cbor" }, "x"],
  ])("%s is no answer of a SurrealDB", async (_what, status, headers, body) => {
    await using server = await httpServer((_seen, response) => response.writeHead(status, headers).end(body));
    await using to = await stand(server.url, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ outcome: "unknown" });
  });

  it.each([
    ["nothing", ""],
    ["half a head", "HTTP/1.1 200 OK\r\nContent-Ty"],
    ["fewer bytes than announced", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"],
    ["a chunk cut short", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"],
    ["chunks without an end", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n"],
  ])("that breaks off after %s is lost, and the request is not sent again", async (_what, bytes) => {
    let requests = 0;
    await using server = await rawServer((socket) => {
      requests += 1;
      socket.end(bytes);
    });
    await using to = await stand(server.url, { fetch });
    for (const kind of ["rpc", "export"] as const) {
      const error = await failure({ ...to, recorder: to.recorder }, request(kind, {}, kind));
      expect(error).toBeInstanceOf(ConnectionLostError);
      expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
      to.recorder.heard.length = 0;
    }
    expect(requests).toBe(2);
  });

  it("that never comes because the connection was reset is lost", async () => {
    await using server = await rawServer((socket) => socket.resetAndDestroy());
    await using to = await stand(server.url, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ outcome: "unknown" });
  });

  it("on a connection that the server ended meanwhile is lost, and the request not sent again (E11)", async () => {
    const answer = "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\nContent-Length: 1\r\n\r\n\xa0";
    let requests = 0;
    await using server = await rawServer((socket) => {
      requests += 1;
      if (requests === 1) socket.write(answer, "latin1");
      else socket.destroy();
    });
    await using to = await stand(server.url, { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1"));
    await received;
    to.recorder.heard.length = 0;
    expect(await failure(to, request("2"))).toMatchObject({ outcome: "unknown" });
    expect(requests).toBe(2);
  });

  it("that is no HTTP is an error", async () => {
    await using server = await rawServer((socket) => socket.end("SSH-2.0-OpenSSH\r\n"));
    await using to = await stand(server.url, { fetch });
    const error = await failure(to);
    expect(error).toMatchObject({ outcome: "unknown" });
  });

  it("with a status is not waited for to its end", async () => {
    await using server = await httpServer((_seen, response) => {
      response.writeHead(503).write("x".repeat(2000));
    });
    await using to = await stand(server.url, { fetch });
    expect(await failure(to)).toMatchObject({ status: 503 });
  });

  it("with a status keeps it when its body breaks off", async () => {
    await using server = await rawServer((socket) => {
      socket.end("HTTP/1.1 503 Busy\r\nContent-Length: 900\r\n\r\nbusy");
    });
    await using to = await stand(server.url, { fetch });
    expect(await failure(to)).toMatchObject({ status: 503, body: "busy", outcome: "unknown" });
  });

  it.each(["announced", "chunked"])("above maxMessageBytes (%s) is not read further", async (how) => {
    let socket: Socket | undefined;
    await using server = await httpServer((seen, response) => {
      socket = seen.socket;
      response.setHeader("content-type", "application/cbor");
      if (how === "announced") response.setHeader("content-length", "100001");
      response.write(new Uint8Array(how === "announced" ? 1 : 100_001));
    });
    await using to = await stand(server.url, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(ResponseTooLargeError);
    expect(error).toMatchObject({
      outcome: "unknown",
      message: expect.stringContaining("100000 bytes (maxMessageBytes)"),
    });
    if (socket?.destroyed === false) await once(socket, "close");
  });

  it("at maxMessageBytes exactly is taken", async () => {
    await using server = await httpServer((_seen, response) => cbor(response, new Uint8Array(100_000)));
    await using to = await stand(server.url, { fetch });
    const received = to.recorder.next("received");
    to.connection.send(request("1"));
    expect((await received).frame.byteLength).toBe(100_000);
  });

  it("that never comes has the deadline of the whole exchange, and gives its connection back", async () => {
    const taken = deferred<Socket>();
    await using server = await httpServer((seen) => taken.resolve(seen.socket));
    fakeTimers();
    await using to = await stand(server.url, { fetch, timeout: 3000 });
    const failing = failure(to);
    const socket = await taken.promise;
    await vi.advanceTimersByTimeAsync(2999);
    expect(to.recorder.heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    const error = await failing;
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error).toMatchObject({ outcome: "unknown", message: expect.stringContaining("within 3000 ms") });
    if (!socket.destroyed) await once(socket, "close");
  });

  it("cannot come from a port where nothing listens", async () => {
    await using to = await stand(`http://127.0.0.1:${await deadPort()}`, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(ConnectionUnavailableError);
    expect(error).toMatchObject({ outcome: "not_sent", message: expect.stringContaining("nothing listens there") });
  });

  it("is not taken from a server whose certificate nobody vouches for (A05)", async () => {
    const server = createTlsServer({ cert: certificate, key: certificateKey });
    server.on("tlsClientError", () => undefined);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as { port: number };
    await using to = await stand(`https://localhost:${port}`, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(TlsError);
    expect(error).toMatchObject({
      outcome: "not_sent",
      message: expect.stringContaining("DEPTH_ZERO_SELF_SIGNED_CERT"),
    });
    server.close();
  });

  it("is not taken from a server that speaks no TLS", async () => {
    await using server = await rawServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await using to = await stand(`https://127.0.0.1:${server.port}`, { fetch });
    const error = await failure(to);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ outcome: "not_sent", message: expect.stringContaining("Use http://") });
  });
});

it("has not sent what still waits for a connection at its deadline", async () => {
  const greeted = deferred<void>();
  await using server = await rawServer(() => greeted.resolve());
  fakeTimers();
  await using to = await stand(`https://127.0.0.1:${server.port}`, { timeout: 3000 });
  const failing = failure(to);
  await greeted.promise;
  await vi.advanceTimersByTimeAsync(3000);
  const error = await failing;
  expect(error).toBeInstanceOf(TransportTimeoutError);
  expect(error).toMatchObject({ outcome: "not_sent" });
});

it("does not send what was abandoned while it waited for a connection", async () => {
  const taken = deferred<void>();
  const answers: (() => void)[] = [];
  await using server = await httpServer((seen, response) => {
    answers.push(() => cbor(response, seen.body));
    if (answers.length === 1) taken.resolve();
    else answers[1]?.();
  });
  await using to = await stand(server.url, { connections: 1 });
  const first = to.recorder.next("received");
  const second = to.recorder.next("received");
  for (const id of ["1", "2", "3"]) to.connection.send(request(id, {}, "rpc", Uint8Array.of(Number(id))));
  await taken.promise;
  to.connection.abandon?.("2");
  answers[0]?.();
  await first;
  await second;
  expect(to.recorder.heard).toMatchObject([{ replyTo: "1" }, { replyTo: "3" }]);
  expect(server.seen.map(({ body }) => body[0])).toEqual([1, 3]);
});

it("takes a certificate that the user trusts, for its own host alone", async () => {
  const server = createSecureServer({ cert: certificate, key: certificateKey }, (_request, response) => {
    cbor(response, Uint8Array.of(0xa0));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await using to = await stand(`https://localhost:${port}`, { tls: { ca: [certificate] } });
  const received = to.recorder.next("received");
  to.connection.send(request("1"));
  expect((await received).frame).toEqual(Uint8Array.of(0xa0));
  await using other = await stand(`https://127.0.0.1:${port}`, { tls: { ca: certificate } });
  const error = await failure(other);
  expect(error).toBeInstanceOf(TlsError);
  expect(error.message).toContain("ERR_TLS_CERT_ALTNAME_INVALID");
  server.close();
});

it("measures what a compressed answer is, not what it was sent as (E10)", async () => {
  await using server = await httpServer((_seen, response) => {
    response.writeHead(200, { "content-type": "application/cbor", "content-encoding": "gzip" });
    response.end(gzipSync(new Uint8Array(5_000_000)));
  });
  await using to = await stand(server.url, { fetch: globalThis.fetch });
  expect(await failure(to)).toBeInstanceOf(ResponseTooLargeError);
});
