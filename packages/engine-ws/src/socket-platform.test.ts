import { runInNewContext } from "node:vm";
import {
  ConnectionLostError,
  ConnectionUnavailableError,
  ProtocolError,
  ResponseTooLargeError,
  UnsupportedEngineError,
  UnsupportedFeatureError,
} from "@surreal-sdk/transport";
import { WebSocket } from "undici";
import { describe, expect, it } from "vitest";
import { context, peer, rpc, unmask } from "../test/peer.ts";
import { Recorder } from "../test/recorder.ts";
import { webSocketEngine } from "./index.ts";
import type { SocketListener } from "./socket.ts";
import { openSocket, type WebSocketConstructor } from "./socket-platform.ts";

const engine = webSocketEngine({ webSocket: WebSocket });

async function stand() {
  const server = await peer();
  const recorder = new Recorder();
  const opening = engine.open(context(server.url, recorder, { maxMessageBytes: 1000 }));
  const accepted = await server.accepted();
  accepted.upgrade();
  const connection = await opening;
  return {
    recorder,
    connection,
    accepted,
    async [Symbol.asyncDispose]() {
      await connection.close(0);
      await server[Symbol.asyncDispose]();
    },
  };
}

describe("a platform's WebSocket", () => {
  it("carries frames both ways and closes in peace", async () => {
    await using to = await stand();
    to.connection.send(rpc("1", 1, 2, 3));
    expect(unmask(await to.accepted.until(9))).toEqual([1, 2, 3]);
    const received = to.recorder.next("received");
    to.accepted.socket.write(Uint8Array.of(0x82, 2, 7, 8));
    expect((await received).frame).toEqual(Uint8Array.of(7, 8));
    const closing = to.connection.close(5000);
    const bytes = await to.accepted.until(17);
    expect(unmask(bytes.subarray(9))).toEqual([0x03, 0xe8]);
    to.accepted.socket.end(Uint8Array.of(0x88, 2, 0x03, 0xe8));
    await closing;
    expect(to.recorder.kinds()).toEqual(["received", "closed"]);
    expect(to.connection.setRef).toBeUndefined();
  });

  it.each([
    ["a text frame", [0x81, 1, 0x41], ProtocolError, 4003],
    ["more than maxMessageBytes", [0x82, 126, 0x03, 0xe9, ...new Uint8Array(1001)], ResponseTooLargeError, 4009],
  ])("is closed after %s, with a code that scripts may send", async (_what, bytes, type, code) => {
    await using to = await stand();
    const closed = to.recorder.next("closed");
    to.accepted.socket.write(Uint8Array.from(bytes));
    expect((await closed).error).toBeInstanceOf(type);
    expect(Buffer.from(unmask(await to.accepted.until(8))).readUInt16BE(0)).toBe(code);
  });

  it("reports the peer's close code", async () => {
    await using to = await stand();
    const closed = to.recorder.next("closed");
    to.accepted.socket.end(Uint8Array.of(0x88, 2, 1012 >> 8, 1012 & 255));
    const { error } = await closed;
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ code: 1012, outcome: "unknown" });
  });

  it.each(["HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", ""])(
    "fails to open without a reason (%j)",
    async (answer) => {
      await using server = await peer();
      const recorder = new Recorder();
      const opening = engine.open(context(server.url, recorder));
      const failing = expect(opening).rejects.toThrow(ConnectionUnavailableError);
      (await server.accepted()).socket.end(answer);
      await failing;
      await expect(opening).rejects.toThrow("The platform does not report why");
      expect(recorder.heard).toEqual([]);
    },
  );

  it("sends no headers, and says so before any I/O", async () => {
    const opening = engine.open(context("ws://localhost:1", new Recorder(), { headers: { a: "b" } }));
    await expect(opening).rejects.toThrow(UnsupportedFeatureError);
    await expect(opening).rejects.toMatchObject({ outcome: "not_sent", feature: "headers" });
  });

  it("takes no certificates, and says so before any I/O", async () => {
    const certain = webSocketEngine({ webSocket: WebSocket, tls: { ca: "" } });
    await expect(certain.open(context("wss://localhost:1", new Recorder()))).rejects.toMatchObject({ feature: "tls" });
  });

  it("may be missing (A20)", async () => {
    expect(globalThis).not.toHaveProperty("WebSocket");
    const request = { url: "ws://localhost:1/rpc", protocol: "cbor", headers: {}, maxMessageBytes: 1 };
    const opening = openSocket(request, {} as SocketListener);
    await expect(opening).rejects.toThrow(UnsupportedEngineError);
    await expect(opening).rejects.toThrow("Pass a class as the option `webSocket`");
  });
});

/** A class that behaves badly in the way it is told, and is told by the test when to do what. */
function badly(how: { throws?: Error; protocol?: string }): { Bad: WebSocketConstructor; fire: Fire; ended: string[] } {
  const listeners: { type: string; listener: (event: object) => void }[] = [];
  const ended: string[] = [];
  class Bad {
    binaryType = "blob";
    readonly protocol = how.protocol ?? "cbor";
    readonly readyState = 1;
    readonly bufferedAmount = 0;
    constructor() {
      if (how.throws !== undefined) throw how.throws;
    }
    send(): void {
      ended.push("send");
    }
    close(code?: number): void {
      ended.push(`close ${code}`);
    }
    addEventListener(type: string, listener: (event: object) => void): void {
      listeners.push({ type, listener });
    }
  }
  const fire: Fire = (type, event) => {
    for (const each of listeners) if (each.type === type) each.listener(event ?? {});
  };
  return { Bad, fire, ended };
}

type Fire = (type: string, event?: object) => void;

describe("a WebSocket class of the user's", () => {
  it("that throws is contained", async () => {
    const { Bad } = badly({ throws: new SyntaxError("no such URL") });
    const opening = webSocketEngine({ webSocket: Bad }).open(context("ws://localhost:1", new Recorder()));
    await expect(opening).rejects.toThrow(ConnectionUnavailableError);
    await expect(opening).rejects.toMatchObject({ outcome: "not_sent", cause: { message: "no such URL" } });
  });

  it.each(["", "json"])("that opens with the subprotocol %j is refused and closed", async (protocol) => {
    const { Bad, fire, ended } = badly({ protocol });
    const opening = webSocketEngine({ webSocket: Bad }).open(context("ws://localhost:1", new Recorder()));
    const failing = expect(opening).rejects.toThrow(ProtocolError);
    await Promise.resolve();
    fire("open");
    await failing;
    expect(ended[0]).toBe("close 4002");
  });

  it.each([
    ["a view", new DataView(Uint8Array.of(0, 7, 8, 0).buffer, 1, 2), "received"],
    ["a buffer of another realm", runInNewContext("Uint8Array.of(7, 8).buffer"), "received"],
    ["a Blob", new Blob([]), "closed"],
  ])("that hands over %s is taken by what it holds", async (_what, data, kind) => {
    const { Bad, fire } = badly({});
    const recorder = new Recorder();
    const opening = webSocketEngine({ webSocket: Bad }).open(context("ws://localhost:1", recorder));
    await Promise.resolve();
    fire("open");
    await opening;
    fire("message", { data });
    expect(recorder.kinds()).toEqual([kind]);
    if (kind === "received") expect(recorder.heard).toMatchObject([{ frame: Uint8Array.of(7, 8) }]);
  });

  it("that reports twice, and after the end, is heard once (I16)", async () => {
    const { Bad, fire } = badly({});
    const recorder = new Recorder();
    const opening = webSocketEngine({ webSocket: Bad }).open(context("ws://localhost:1", recorder));
    await Promise.resolve();
    fire("open");
    fire("open");
    await opening;
    fire("error", {});
    fire("close", { code: 1011, reason: "first" });
    fire("close", { code: 1012, reason: "second" });
    fire("message", { data: new ArrayBuffer(1) });
    expect(recorder.heard).toMatchObject([{ kind: "closed", error: { code: 1011 } }]);
    expect(recorder.heard).toHaveLength(1);
  });
});
