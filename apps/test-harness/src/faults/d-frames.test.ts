import { FaultProxy } from "@surreal-sdk/test-server";
import { CborCodec, ConnectionLostError, type SurrealError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { SILENCE, statement } from "./kit/fake-exchange.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { type FrameOptions, type RawConnection, RawPeer } from "./kit/raw-peer.ts";
import { heard, type Raised, rejection, settled } from "./kit/watchdog.ts";

const codec = new CborCodec();
const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
const ask = (db: Client): Promise<unknown> => Promise.resolve(db.query("RETURN 1"));

/** A client on a hand-written WebSocket, with one query in flight. */
async function asked(options = {}): Promise<{
  readonly peer: RawPeer;
  readonly connection: RawConnection;
  readonly id: string;
  readonly db: Client;
  readonly pending: Promise<unknown>;
}> {
  const peer = await RawPeer.start();
  const db = client(peer.ws, { reconnect: false, ...options });
  const pending = ask(db);
  pending.catch(() => undefined);
  const connection = await peer.upgrade();
  for (;;) {
    const { payload } = await connection.receiveOf(2);
    const { id, method } = codec.decode(new Uint8Array(payload)) as { id: string; method: string };
    if (method === "query") return { peer, connection, id, db, pending };
    connection.send(codec.encode({ id, result: method === "version" ? "surrealdb-3.0.2" : null }));
  }
}

const answer = (id: string): Uint8Array => codec.encode({ id, result: statement("whole") });

describe("a message that cannot be read", () => {
  it.each([
    ["D09 a list", codec.encode([1, 2])],
    ["D09 text", codec.encode("hello")],
    ["D09 an integer", codec.encode(5)],
    ["D09 null", codec.encode(null)],
    ["D09 a boolean", codec.encode(true)],
    ["D09 nothing at all", bytes()],
    ["D11 half a map", codec.encode({ id: "000000000001", result: 1 }).subarray(0, 9)],
    ["D11 what is no CBOR", bytes(0xff, 0xff, 0xff)],
  ])("%s settles what is in flight as unknown, and the connection is not used again", async (_what, frame) => {
    const { peer, connection, db, pending } = await asked();
    const other = rejection(ask(db));
    await connection.receiveOf(2);
    connection.send(frame);
    for (const error of [await rejection(pending), await other]) {
      expect(error).toBeInstanceOf(ConnectionLostError);
      expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    }
    await peer.close();
  });

  it.each([
    ["D09 a list", codec.encode([1, 2]), "The answer to query is not a reply but a list."],
    ["D09 text", codec.encode("x".repeat(5000)), "The answer to query is not a reply but string."],
    ["D09 an integer", codec.encode(5), "The answer to query is not a reply but number."],
    ["D11 half a list", bytes(0x82, 0x01), "The answer to query could not be decoded."],
  ])("%s is the answer of the only request in flight, and the next one gets its own", async (_what, frame, message) => {
    await using server = await FakeSurreal.start();
    let isBroken = true;
    server.on("query", (_request, peer) => {
      if (!isBroken) return statement("whole");
      isBroken = false;
      peer.sendBytes(frame);
      return SILENCE;
    });
    const db = client(server.ws);
    const error = await rejection(ask(db));
    expect(error).toMatchObject({ name: "UnexpectedResponseError", message, outcome: "unknown", retrySafe: false });
    expect(await settled(ask(db))).toEqual(["whole"]);
    await settled(db.close());
  });

  it("D12 two items in one message are no answer to the request they name", async () => {
    const { peer, connection, id, pending } = await asked();
    connection.send(bytes(...answer(id), 0x01));
    const error = await rejection(pending);
    expect(error).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
    await peer.close();
  });

  it("D10 a text frame does the same", async () => {
    const { peer, connection, pending } = await asked();
    connection.send(Buffer.from('{"result":1}'), { opcode: 1 });
    expect(await rejection(pending)).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    await peer.close();
  });

  it("D11 a byte of an answer that was changed on its way settles every request, wherever the byte stands", async () => {
    await using server = await FakeSurreal.start();
    let position = 0;
    server.on("query", (request, peer) => {
      const frame = codec.encode({ id: request.id, result: statement("whole") });
      frame[position] = (frame[position] as number) ^ 0x5a;
      peer.sendBytes(frame);
      return SILENCE;
    });
    const { length } = codec.encode({ id: "000000000000", result: statement("whole") });
    const ends = new Set<string>();
    for (position = 0; position < length; position += 1) {
      const db = client(server.ws, { timeout: 40, reconnect: false });
      const end = await settled(
        ask(db).then(
          () => "done",
          (error: Raised) => `${error.name} ${error.outcome}`,
        ),
      );
      ends.add(end);
      await settled(db.close());
    }
    // A changed letter inside a text is still an answer; all else is unknown, and nothing is a plain error.
    for (const end of ends) expect(end).toMatch(/^(done|\w+Error (unknown|failed|not_sent))$/);
    expect(ends).toContain("UnexpectedResponseError unknown");
  });
});

describe("a message in pieces", () => {
  it("D13 of one byte each, with a ping between them, is put together", async () => {
    const { peer, connection, id, pending } = await asked();
    const whole = answer(id);
    whole.forEach((byte, index) => {
      connection.send(bytes(byte), { opcode: index === 0 ? 2 : 0, final: index === whole.length - 1 });
      if (index === 5) connection.send(Buffer.from("hi"), { opcode: 9 });
    });
    expect(await settled(pending)).toEqual(["whole"]);
    expect((await connection.receiveOf(10)).payload.toString()).toBe("hi");
    await peer.close();
  });

  it("D13 in TCP segments of one byte each is put together", async () => {
    await using server = await FakeSurreal.start();
    await using proxy = await FaultProxy.to(server.port, { slice: 1 });
    expect(await settled(ask(client(proxy.wsUrl)))).toHaveLength(1);
  });

  it.each([
    ["is announced to be", (connection: RawConnection) => connection.send(bytes(), { length: 5_000n })],
    [
      "turns out to be, piece by piece,",
      (connection: RawConnection) => {
        for (let piece = 0; piece < 60; piece += 1) {
          connection.send(new Uint8Array(100), { opcode: piece === 0 ? 2 : 0, final: false });
        }
      },
    ],
  ])("D14 that %s larger than maxMessageBytes ends the connection with 1009", async (_what, send) => {
    const { peer, connection, pending } = await asked({ maxMessageBytes: 4_096 });
    send(connection);
    expect(await rejection(pending)).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    expect((await connection.receiveOf(8)).payload.readUInt16BE(0)).toBe(1009);
    await peer.close();
  });

  it("D14 of a million empty pieces takes no more memory than a message may", async () => {
    const { peer, connection, id, pending } = await asked({ maxMessageBytes: 1024 * 1024, timeout: 20_000 });
    const before = process.memoryUsage().rss;
    connection.send(bytes(), { final: false });
    const pieces = Buffer.alloc(2 * 10_000);
    for (let round = 0; round < 100; round += 1) {
      if (!connection.socket.write(pieces)) {
        await settled(new Promise((resolve) => connection.socket.once("drain", resolve)));
      }
    }
    connection.send(answer(id), { opcode: 0 });
    const end = await settled(
      pending.then(
        () => "done",
        (error: SurrealError) => error.outcome,
      ),
      20_000,
    );
    expect(["done", "unknown"]).toContain(end);
    expect(process.memoryUsage().rss - before).toBeLessThan(256 * 1024 * 1024);
    await peer.close();
  }, 30_000);
});

describe("a frame that breaks the protocol", () => {
  const wrong: [string, Uint8Array, FrameOptions, number][] = [
    ["with reserved bits", bytes(1), { reserved: 4 }, 1002],
    ["with an unknown opcode", bytes(1), { opcode: 3 }, 1002],
    ["masked by a server", bytes(1), { masked: true }, 1002],
    ["of control that is fragmented", bytes(1), { opcode: 9, final: false }, 1002],
    ["of control that is too long", new Uint8Array(126), { opcode: 9 }, 1002],
    ["that continues nothing", bytes(1), { opcode: 0 }, 1002],
    ["of closing with half a code", bytes(3), { opcode: 8 }, 1002],
    ["of closing with a code nobody may send", bytes(0x03, 0xed), { opcode: 8 }, 1002],
    ["of closing with a reason that is no UTF-8", bytes(0x03, 0xe8, 0xff), { opcode: 8 }, 1007],
  ];

  it.each(wrong)(
    "D15 %s ends the connection, and what is in flight is unknown",
    async (_what, payload, options, code) => {
      const { peer, connection, pending } = await asked();
      connection.send(payload, options);
      expect(await rejection(pending)).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
      const farewell = await connection.receiveOf(8);
      expect(farewell.payload.readUInt16BE(0)).toBe(code);
      await peer.close();
    },
  );

  it("D17 that is compressed is one: compression is never offered", async () => {
    const { peer, connection, pending } = await asked();
    expect(await connection.head).not.toMatch(/permessage-deflate/i);
    connection.send(bytes(0x00), { reserved: 4 });
    expect(await rejection(pending)).toMatchObject({ outcome: "unknown" });
    await peer.close();
  });
});

describe("a flood", () => {
  it("D16 of pings is answered or passed over, and requests go on", async () => {
    const { peer, connection, id, pending } = await asked();
    const pings = Buffer.alloc(2 * 20_000);
    for (let at = 0; at < pings.length; at += 2) pings[at] = 0x89;
    connection.write(pings);
    connection.send(answer(id));
    expect(await settled(pending)).toEqual(["whole"]);
    await peer.close();
  });

  it("D04 of frames for nobody is dropped, each reported, and requests go on", async () => {
    await using server = await FakeSurreal.start();
    const db = client(server.ws);
    await settled(db.connect());
    let count = 0;
    db.on("error", () => {
      count += 1;
    });
    const last = heard<[error: Error]>(
      (listener) => db.on("error", listener),
      () => count === 1_000,
    );
    for (let index = 0; index < 1_000; index += 1) server.peer.send({ id: index, result: index });
    await last;
    expect(await settled(ask(db))).toHaveLength(1);
    expect(server.peers).toHaveLength(1);
  });
});
