import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  type EngineConnection,
  ProtocolError,
  RequestTooLargeError,
  ResponseTooLargeError,
  TransportError,
} from "@surreal-sdk/transport";
import { fakeTimers } from "@surreal-sdk/transport/test/fake-timers";
import { describe, expect, it, vi } from "vitest";
import { context, gone, type PeerSocket, peer, rpc, unmask } from "../test/peer.ts";
import { Recorder } from "../test/recorder.ts";
import { webSocketEngine } from "./index.ts";

interface TestStand extends AsyncDisposable {
  connection: EngineConnection;
  recorder: Recorder;
  accepted: PeerSocket;
  write(...bytes: number[]): void;
}

async function stand(rest?: Uint8Array): Promise<TestStand> {
  const server = await peer();
  const recorder = new Recorder();
  const opening = webSocketEngine().open(context(server.url, recorder, { maxMessageBytes: 1000 }));
  const accepted = await server.accepted();
  accepted.upgrade(undefined, rest);
  const connection = await opening;
  return {
    connection,
    recorder,
    accepted,
    write: (...bytes) => accepted.socket.write(Uint8Array.from(bytes)),
    async [Symbol.asyncDispose]() {
      await connection.close(0);
      await server[Symbol.asyncDispose]();
    },
  };
}

describe("frames", () => {
  it("go out as one masked binary message each, byte for byte, and leave the request's bytes as they were", async () => {
    await using to = await stand();
    const first = rpc("1", 0xa1, 0x62, 0x69, 0x64);
    to.connection.send(first);
    to.connection.send(rpc("2", 5));
    const bytes = await to.accepted.until(17);
    expect([...bytes.subarray(0, 2)]).toEqual([0x82, 0x84]);
    expect(unmask(bytes.subarray(0, 10))).toEqual([0xa1, 0x62, 0x69, 0x64]);
    expect([...bytes.subarray(10, 12)]).toEqual([0x82, 0x81]);
    expect(unmask(bytes.subarray(10))).toEqual([5]);
    expect(first.frame).toEqual(Uint8Array.of(0xa1, 0x62, 0x69, 0x64));
  });

  it("go out together at the end of the turn in which they are sent, in their order", async () => {
    await using to = await stand();
    for (let index = 0; index < 100; index++) to.connection.send(rpc(`${index}`, index));
    expect(to.connection.bufferedBytes).toBe(700);
    await new Promise((resolve) => process.nextTick(resolve));
    expect(to.connection.bufferedBytes).toBe(0);
    const bytes = await to.accepted.until(700);
    const sent = Array.from({ length: 100 }, (_, index) => unmask(bytes.subarray(index * 7, index * 7 + 7)));
    expect(sent).toEqual(Array.from({ length: 100 }, (_, index) => [index]));
  });

  it("come in as plain bytes without a request's id, put together from their fragments", async () => {
    await using to = await stand();
    const received = to.recorder.next("received");
    to.write(0x02, 1, 1);
    to.write(0x89, 0);
    to.write(0x00, 1, 2);
    to.write(0x80, 1, 3);
    const { frame, replyTo } = await received;
    expect(frame.constructor).toBe(Uint8Array);
    expect(frame).toEqual(Uint8Array.of(1, 2, 3));
    expect(replyTo).toBeUndefined();
  });

  it("that come with the answer to the upgrade are heard after the connection was handed over", async () => {
    const server = await peer();
    const recorder = new Recorder();
    const opening = webSocketEngine().open(context(server.url, recorder));
    (await server.accepted()).upgrade(undefined, Uint8Array.of(0x82, 1, 4, 0x81, 1, 0x41));
    const heard = await opening.then(() => recorder.kinds());
    expect(heard).toEqual([]);
    await recorder.next("closed");
    expect(recorder.kinds()).toEqual(["received", "closed"]);
    await server[Symbol.asyncDispose]();
  });

  it.each([
    ["a ping", [0x89, 0]],
    ["a part of a frame", [0x82, 100, 1, 2, 3]],
  ])("are not the only sign of life: %s is one", async (_what, bytes) => {
    await using to = await stand();
    const alive = to.recorder.next("alive");
    to.write(...bytes);
    await alive;
    expect(to.recorder.kinds()).toEqual(["alive"]);
  });

  it("answers a ping with its own payload", async () => {
    await using to = await stand();
    to.write(0x89, 2, 7, 8);
    const bytes = await to.accepted.until(8);
    expect([...bytes.subarray(0, 2)]).toEqual([0x8a, 0x82]);
    expect(unmask(bytes)).toEqual([7, 8]);
  });

  it("above maxMessageBytes are not sent, and the connection goes on (D20)", async () => {
    await using to = await stand();
    const attempt = () => to.connection.send({ ...rpc("1"), frame: new Uint8Array(1001) });
    expect(attempt).toThrow(RequestTooLargeError);
    expect(attempt).toThrow(
      expect.objectContaining({ outcome: "not_sent", message: expect.stringMatching(/1001.*1000/) }),
    );
    to.connection.send(rpc("2", 6));
    expect(unmask(await to.accepted.until(7))).toEqual([6]);
  });

  it("are counted as buffered while the peer does not read (B26)", async () => {
    await using to = await stand();
    expect(to.connection.bufferedBytes).toBe(0);
    to.accepted.socket.pause();
    const frame = new Uint8Array(1000);
    for (let index = 0; index < 10_000; index++) to.connection.send({ ...rpc(`${index}`), frame });
    expect(to.connection.bufferedBytes).toBeGreaterThan(1_000_000);
  });
});

describe("a peer that breaks the protocol", () => {
  it.each([
    ["a text frame", [0x81, 1, 0x41], ProtocolError, "binary frame", 1003],
    ["a masked frame", [0x82, 0x81, 1, 2, 3, 4, 5], ProtocolError, "MASK must be clear", 1002],
    ["a reserved bit", [0xc2, 1, 5], ProtocolError, "RSV1 must be clear", 1002],
    ["a reserved opcode", [0x83, 1, 5], ProtocolError, "invalid opcode 3", 1002],
    ["a ping of 126 bytes", [0x89, 126, 0, 126], ProtocolError, "invalid payload length", 1002],
    ["a close code out of range", [0x88, 2, 0, 1], ProtocolError, "invalid status code", 1002],
    ["more than maxMessageBytes", [0x82, 126, 0x03, 0xe9], ResponseTooLargeError, "1000 bytes (maxMessageBytes)", 1009],
  ])("by %s loses the connection at once, and is told why", async (_what, bytes, type, message, code) => {
    await using to = await stand();
    const closed = to.recorder.next("closed");
    to.write(...bytes);
    const { error } = await closed;
    expect(error).toBeInstanceOf(type);
    expect(error).toMatchObject({ outcome: "unknown", message: expect.stringContaining(message) });
    const said = await to.accepted.until(8);
    expect(said[0]).toBe(0x88);
    expect(Buffer.from(unmask(said)).readUInt16BE(0)).toBe(code);
    expect(() => to.connection.send(rpc("1", 1))).toThrow(ConnectionUnavailableError);
    expect(to.recorder.kinds().filter((kind) => kind === "closed")).toHaveLength(1);
  });
});

describe("a lost connection", () => {
  it("shows nothing of a request in the reason of the peer, and nothing that acts", async () => {
    await using to = await stand();
    const text = (value: string): number[] => [...new TextEncoder().encode(value)];
    const { facts } = rpc("1");
    const signin = rpc("1", ...text("user root pass canary-7d1f"));
    to.connection.send({ ...signin, facts: { ...facts, method: "signin" } });
    for (let index = 0; index < 20; index++) to.connection.send(rpc(`${index + 2}`, 1));
    const reason = text("no canary-7d1f\u202eanary-");
    to.write(0x88, 2 + reason.length, 0x03, 0xf0, ...reason);
    const { error } = await to.recorder.next("closed");
    expect(error?.message).toContain('reason "no…\\u202e…"');
  });

  it.each([1000, 1001, 1011, 1012, 1013])("has the code %i and the reason of the peer", async (code) => {
    await using to = await stand();
    const closed = to.recorder.next("closed");
    to.accepted.socket.end(Buffer.from([0x88, 6, code >> 8, code & 255, ...Buffer.from("busy")]));
    const { error } = await closed;
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false, code });
    expect(error?.message).toContain(`close code ${code}, reason "busy"`);
  });

  it("names the setting of a server that closes because notifications wait", async () => {
    await using to = await stand();
    const closed = to.recorder.next("closed");
    const reason = Buffer.from("Notifications were produced faster than this connection read them");
    to.accepted.socket.end(Buffer.concat([Buffer.from([0x88, 2 + reason.length, 1013 >> 8, 1013 & 255]), reason]));
    expect((await closed).error).toMatchObject({
      code: 1013,
      outcome: "unknown",
      message: expect.stringContaining("Raise SURREAL_WEBSOCKET_RESPONSE_CHANNEL_SIZE on the server (default: 100)"),
    });
  });

  it("takes no request once the peer has said goodbye, and ends though the peer keeps the socket", async () => {
    await using to = await stand();
    fakeTimers();
    to.accepted.socket.allowHalfOpen = true;
    const closed = to.recorder.next("closed");
    to.write(0x88, 2, 1012 >> 8, 1012 & 255);
    await to.accepted.until(8);
    expect(() => to.connection.send(rpc("1", 1))).toThrow(ConnectionUnavailableError);
    expect(() => to.connection.send(rpc("1", 1))).toThrow(expect.objectContaining({ outcome: "not_sent" }));
    await vi.advanceTimersByTimeAsync(4999);
    expect(to.recorder.kinds()).not.toContain("closed");
    await vi.advanceTimersByTimeAsync(1);
    expect((await closed).error).toMatchObject({ code: 1012, outcome: "unknown" });
    expect(to.accepted.bytes()).toHaveLength(8);
  });

  it.each(["FIN", "RST"])("without a close frame (%s) has none", async (how) => {
    await using to = await stand();
    const closed = to.recorder.next("closed");
    to.write(0x82, 9, 1, 2);
    if (how === "FIN") to.accepted.socket.end();
    else to.accepted.socket.resetAndDestroy();
    const { error } = await closed;
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).not.toHaveProperty("code");
    expect(() => to.connection.send(rpc("1", 1))).toThrow(expect.objectContaining({ outcome: "not_sent" }));
    await to.connection.close(1000);
    expect(to.recorder.kinds().filter((kind) => kind === "closed")).toHaveLength(1);
  });
});

describe("close", () => {
  it("says 1000, waits for the answer, and reports before it resolves", async () => {
    await using to = await stand();
    const closing = to.connection.close(1000);
    expect(to.connection.close(5)).toBe(closing);
    expect(() => to.connection.send(rpc("1", 1))).toThrow(ConnectionClosedError);
    const bytes = await to.accepted.until(8);
    expect(bytes[0]).toBe(0x88);
    expect(unmask(bytes)).toEqual([0x03, 0xe8]);
    expect(to.recorder.heard).toEqual([]);
    const seen = closing.then(() => to.recorder.heard.length);
    to.accepted.socket.end(Uint8Array.of(0x88, 2, 0x03, 0xe8));
    expect(await seen).toBe(1);
    expect(to.recorder.heard).toEqual([{ kind: "closed", error: undefined }]);
  });

  it("leaves no timer behind", async () => {
    await using to = await stand();
    fakeTimers();
    const closing = to.connection.close(5000);
    await to.accepted.until(8);
    to.accepted.socket.end(Uint8Array.of(0x88, 0));
    await closing;
    expect(vi.getTimerCount()).toBe(0);
  });

  it("still delivers what comes until the peer has answered", async () => {
    await using to = await stand();
    const closing = to.connection.close(1000);
    await to.accepted.until(8);
    to.accepted.socket.end(Uint8Array.of(0x82, 1, 9, 0x88, 0));
    await closing;
    expect(to.recorder.kinds()).toEqual(["received", "closed"]);
  });

  it.each([0, 5000])("ends the socket by force after %i ms", async (timeout) => {
    await using to = await stand();
    fakeTimers();
    const ended = gone(to.accepted.socket);
    to.accepted.socket.on("end", () => to.accepted.socket.destroy());
    const closing = to.connection.close(timeout);
    if (timeout > 0) {
      await vi.advanceTimersByTimeAsync(timeout - 1);
      expect(to.recorder.heard).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
    }
    await closing;
    expect(to.recorder.heard).toEqual([{ kind: "closed", error: undefined }]);
    to.write(0x82, 1, 9);
    await ended;
    expect(to.recorder.heard).toHaveLength(1);
  });
});

it("lets the process end while the connection is idle, or holds it", async () => {
  await using to = await stand();
  to.accepted.socket.unref();
  const held = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;
  const before = held();
  to.connection.setRef?.(false);
  expect(held()).toBe(before - 1);
  to.connection.setRef?.(true);
  expect(held()).toBe(before);
});

it.each(["export", "import"] as const)("refuses an %s when no engine for it was given", async (kind) => {
  await using to = await stand();
  const attempt = () => to.connection.send({ ...rpc("1", 1), kind });
  expect(attempt).toThrow(TransportError);
  expect(attempt).toThrow(
    expect.objectContaining({ outcome: "not_sent", message: expect.stringContaining("transfer") }),
  );
});
