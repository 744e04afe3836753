import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { getEventListeners, once } from "node:events";
import { createServer as createSecureServer } from "node:https";
import { createServer } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import {
  ConnectionClosedError,
  ConnectionUnavailableError,
  type EngineConnection,
  HttpStatusError,
  InvalidUrlError,
  ProtocolError,
  RedirectRefusedError,
  TlsError,
  TransportTimeoutError,
} from "@surreal-sdk/transport";
import { fakeTimers } from "@surreal-sdk/transport/test/fake-timers";
import { describe, expect, it, vi } from "vitest";
import { WebSocketServer } from "ws";
import { certificate, certificateKey } from "../test/certificate.ts";
import { context, gone, listen, type Peer, peer } from "../test/peer.ts";
import { Recorder } from "../test/recorder.ts";
import { webSocketEngine } from "./index.ts";

/** Opens, expects a refusal that names nothing as sent and leaves the listener alone, and returns it. */
async function refusal(opening: Promise<EngineConnection>, recorder: Recorder): Promise<Error & { cause?: unknown }> {
  const error = await opening.then(
    () => new Error("it opened"),
    (reason: Error) => reason,
  );
  expect(error).toMatchObject({ outcome: "not_sent", retrySafe: true });
  expect(recorder.heard).toEqual([]);
  return error;
}

async function open(server: Peer, more: Parameters<typeof context>[2] = {}) {
  const recorder = new Recorder();
  const opening = webSocketEngine().open(context(server.url, recorder, more));
  opening.catch(() => undefined);
  return { recorder, opening, accepted: await server.accepted() };
}

/** Resolves when this process has read the head of an HTTP answer. */
function refused(): Promise<void> {
  const channel = "http.client.response.finish";
  return new Promise((resolve) => {
    const heard = (): void => {
      unsubscribe(channel, heard);
      resolve();
    };
    subscribe(channel, heard);
  });
}

describe("the upgrade", () => {
  it("offers cbor alone, no compression, under the path of the URL, with the user's headers", async () => {
    await using server = await peer();
    const opening = webSocketEngine().open(
      context(`${server.url}/eu/rpc/`, new Recorder(), { headers: { "X-Tenant": "blue" } }),
    );
    const accepted = await server.accepted();
    accepted.upgrade();
    const lines = accepted.request.split("\r\n");
    expect(lines[0]).toBe("GET /eu/rpc HTTP/1.1");
    expect(lines.filter((line) => /^(sec-websocket-(protocol|extensions)|x-)/i.test(line))).toEqual([
      "X-Tenant: blue",
      "Sec-WebSocket-Protocol: cbor",
    ]);
    await (await opening).close(0);
  });

  it("with a line break in a header never leaves, and the header's value is not repeated", async () => {
    const headers = { Authorization: "canary\r\nX-B: c" };
    const opening = webSocketEngine().open(context("ws://localhost:1", new Recorder(), { headers }));
    await expect(opening).rejects.toThrow(TypeError);
    await expect(opening).rejects.not.toThrow("canary");
  });

  it.each([
    ["none", "", "did not open a WebSocket: Server sent no subprotocol"],
    ["another one", "Sec-WebSocket-Protocol: json\r\n", "Server sent an invalid subprotocol"],
    ["compression", "Sec-WebSocket-Protocol: cbor\r\nSec-WebSocket-Extensions: permessage-deflate\r\n", "no extension"],
  ])("refuses a server that answers with %s", async (_what, headers, message) => {
    await using server = await peer();
    const { opening, accepted, recorder } = await open(server);
    accepted.upgrade(headers);
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain(message);
  });

  it("refuses an answer to another handshake (A12)", async () => {
    await using server = await peer();
    const { opening, accepted, recorder } = await open(server);
    accepted.socket.write(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n" +
        "Sec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\nSec-WebSocket-Protocol: cbor\r\n\r\n",
    );
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain("Invalid Sec-WebSocket-Accept");
  });

  it.each([401, 403, 404, 426, 503])("reports HTTP %i with the beginning of the body", async (status) => {
    await using server = await peer();
    const { opening, accepted, recorder } = await open(server, { headers: { Authorization: "Bearer canary" } });
    const body = `no canary here\u001b[31m${"x".repeat(3000)}`;
    accepted.socket.end(
      `HTTP/1.1 ${status} No\r\nRetry-After: 7\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`,
    );
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(HttpStatusError);
    expect(error).toMatchObject({ status, retryAfter: 7000, url: `${server.url}/rpc` });
    expect((error as HttpStatusError).body).toMatch(/^no … here \[31mx+$/);
    expect((error as HttpStatusError).body.length).toBeLessThanOrEqual(1024);
  });

  it("takes the credentials it sent out of a refusal's body", async () => {
    await using server = await peer();
    const { opening, accepted, recorder } = await open(server, { headers: { Authorization: "Bearer canary" } });
    accepted.socket.end("HTTP/1.1 401 No\r\nContent-Length: 20\r\n\r\nI do not know canary");
    const error = await refusal(opening, recorder);
    expect(error.message).toContain("I do not know …");
  });

  it.each([301, 302, 307, 308])("refuses a redirect (%i) and never asks its target", async (status) => {
    await using server = await peer();
    await using trap = await peer();
    let hits = 0;
    void trap.accepted().then(() => {
      hits += 1;
    });
    const { opening, accepted, recorder } = await open(server);
    accepted.socket.end(
      `HTTP/1.1 ${status} Moved\r\nLocation: http://127.0.0.1:${trap.port}/rpc?token=canary\r\nContent-Length: 0\r\n\r\n`,
    );
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(RedirectRefusedError);
    expect(error.message).toContain(`pointed to http://127.0.0.1:${trap.port}.`);
    expect(error.message).not.toContain("canary");
    expect(hits).toBe(0);
  });
});

describe("a server that cannot be reached", () => {
  it("is unavailable when nothing listens (A01)", async () => {
    const server = createServer();
    const port = await listen(server);
    server.close();
    await once(server, "close");
    const recorder = new Recorder();
    const error = await refusal(webSocketEngine().open(context(`ws://127.0.0.1:${port}`, recorder)), recorder);
    expect(error).toBeInstanceOf(ConnectionUnavailableError);
    expect(error.cause).toMatchObject({ code: "ECONNREFUSED" });
    expect(error.message).toContain("nothing listens there");
  });

  it("is unavailable when it hangs up", async () => {
    await using server = await peer();
    const { opening, accepted, recorder } = await open(server);
    accepted.socket.destroy();
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(ConnectionUnavailableError);
    expect(error.message).toContain("hung up");
  });

  it.each(["never answers", "drips its answer"])("has the connect deadline when it %s (A07, A08)", async (how) => {
    await using server = await peer();
    fakeTimers();
    const { opening, accepted, recorder } = await open(server, { connectTimeout: 5000 });
    const ended = gone(accepted.socket);
    for (const byte of how === "drips its answer" ? "HTTP" : "") {
      accepted.socket.write(byte);
      await vi.advanceTimersByTimeAsync(1000);
    }
    await vi.advanceTimersByTimeAsync(5000);
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(TransportTimeoutError);
    expect(error.message).toContain("within 5000 ms");
    expect(vi.getTimerCount()).toBe(0);
    await ended;
  });
});

describe("an abort", () => {
  it("before anything opens no socket", async () => {
    await using server = await peer();
    let hits = 0;
    void server.accepted().then(() => {
      hits += 1;
    });
    const recorder = new Recorder();
    const opening = webSocketEngine().open(context(server.url, recorder, { signal: AbortSignal.abort() }));
    expect(await refusal(opening, recorder)).toBeInstanceOf(ConnectionClosedError);
    expect(hits).toBe(0);
  });

  it.each([
    ["while the server is silent", ""],
    ["while a refusal's body comes", "HTTP/1.1 503 No\r\nContent-Length: 100\r\n\r\nbusy"],
  ])("%s ends the socket and leaves nothing on the signal", async (_when, answer) => {
    await using server = await peer();
    fakeTimers();
    const controller = new AbortController();
    const { opening, accepted, recorder } = await open(server, { signal: controller.signal });
    const ended = gone(accepted.socket);
    if (answer !== "") {
      const answered = refused();
      accepted.socket.write(answer);
      await answered;
    }
    controller.abort(new Error("not needed"));
    const error = await refusal(opening, recorder);
    expect(error).toBeInstanceOf(ConnectionClosedError);
    expect(error.cause).toMatchObject({ message: "not needed" });
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
    await ended;
  });

  it("after the connection stands changes nothing", async () => {
    await using server = await peer();
    const controller = new AbortController();
    const { opening, accepted, recorder } = await open(server, { signal: controller.signal });
    accepted.upgrade();
    const connection = await opening;
    expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    controller.abort();
    const received = recorder.next("received");
    accepted.socket.write(Uint8Array.of(0x82, 1, 9));
    expect((await received).frame).toEqual(Uint8Array.of(9));
    await connection.close(0);
  });
});

describe("TLS", () => {
  it("refuses a certificate that nobody vouches for (A05)", async () => {
    const server = createTlsServer({ cert: certificate, key: certificateKey });
    server.on("tlsClientError", () => undefined);
    const port = await listen(server);
    const recorder = new Recorder();
    const error = await refusal(webSocketEngine().open(context(`wss://localhost:${port}`, recorder)), recorder);
    expect(error).toBeInstanceOf(TlsError);
    expect(error.cause).toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    server.close();
  });

  it.each([
    ["localhost", undefined],
    ["127.0.0.1", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("takes a certificate that the user trusts for its own host alone (A05, %s)", async (host, code) => {
    const server = createSecureServer({ cert: certificate, key: certificateKey });
    const sockets = new WebSocketServer({ server, handleProtocols: () => "cbor" });
    const port = await listen(server);
    const recorder = new Recorder();
    const opening = webSocketEngine({ tls: { ca: certificate } }).open(context(`wss://${host}:${port}`, recorder));
    if (code === undefined) await (await opening).close(1000);
    else {
      const error = await refusal(opening, recorder);
      expect(error).toBeInstanceOf(TlsError);
      expect(error.cause).toMatchObject({ code });
    }
    sockets.close();
    server.close();
  });

  it("names the cause when the server speaks no TLS (A06)", async () => {
    const server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    const port = await listen(server);
    const recorder = new Recorder();
    const error = await refusal(webSocketEngine().open(context(`wss://127.0.0.1:${port}`, recorder)), recorder);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error.message).toContain("does not speak TLS");
    expect(error.message).toContain("Use ws://");
    server.close();
  });

  it("names the cause when the server speaks TLS alone (A06)", async () => {
    const server = createTlsServer({ cert: certificate, key: certificateKey });
    server.on("tlsClientError", () => undefined);
    const port = await listen(server);
    const recorder = new Recorder();
    const error = await refusal(webSocketEngine().open(context(`ws://127.0.0.1:${port}`, recorder)), recorder);
    expect(error.message).toMatch(/want TLS/);
    server.close();
  });

  it("is demanded before any I/O by requireTls", async () => {
    const recorder = new Recorder();
    const engine = webSocketEngine({ requireTls: true });
    const error = await refusal(engine.open(context("ws://localhost:1", recorder)), recorder);
    expect(error).toBeInstanceOf(TlsError);
    expect(error.message).toContain("requireTls");
  });
});

it("refuses a scheme that is no WebSocket", async () => {
  const recorder = new Recorder();
  const error = await refusal(webSocketEngine().open(context("http://localhost:1", recorder)), recorder);
  expect(error).toBeInstanceOf(InvalidUrlError);
});
