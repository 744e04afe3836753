import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { cborFraming } from "./cbor-framing.ts";

const codec = new CborCodec();
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const bytes = (text: string) => new Uint8Array(Buffer.from(text, "hex"));
const id = "00000000002a";

describe("request", () => {
  it("makes the same bytes as the codec, id first", () => {
    const expected = codec.encode({ id: "000000000000", method: "ping", params: [] });
    expect(hex(cborFraming.request("ping"))).toBe(hex(expected));
    expect(hex(expected)).toBe(
      `a362${hex(Buffer.from("id"))}6c${"30".repeat(12)}66${hex(Buffer.from("method"))}6470696e6766${hex(Buffer.from("params"))}80`,
    );
  });

  it("takes one text as a parameter", () => {
    const expected = codec.encode({ id: "000000000000", method: "query_cancel", params: [id] });
    expect(hex(cborFraming.request("query_cancel", id))).toBe(hex(expected));
  });

  it("refuses a name that is no method", () => {
    expect(() => cborFraming.request("x".repeat(24))).toThrow(TypeError);
  });
});

describe("isLast", () => {
  const answer = (rest: object): Uint8Array => codec.encode({ id, ...rest });

  it.each(["begin", "rows", "value", "finished", "ending", "", "something new"])("is false for %j", (stream) => {
    expect(cborFraming.isLast(answer({ result: { index: 0, stream, values: [{ stream: "end" }] } }))).toBe(false);
  });

  it.each([
    ["the end of a stream", { result: { error: { message: "no" }, results: 1, stream: "end" } }],
    ["an error", { error: { code: -32601, message: "Method not found" } }],
    ["an answer that is no part of a stream", { result: [{ status: "OK" }] }],
    ["a map without the key", { result: { streams: "rows" } }],
    ["an answer without a result", {}],
  ])("is true for %s", (_case, rest) => {
    expect(cborFraming.isLast(answer(rest))).toBe(true);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.uint8Array(), (frame) => typeof cborFraming.isLast(frame) === "boolean"));
    const whole = answer({ result: { stream: "rows" } });
    for (let end = 0; end < whole.length; end++)
      expect(typeof cborFraming.isLast(whole.subarray(0, end))).toBe("boolean");
  });
});

describe("stamp", () => {
  it.each([1, 4, 23])("writes the id at bytes 5 to 16 of a frame with %i entries", (entries) => {
    const rest = Object.fromEntries(Array.from({ length: entries - 1 }, (_, index) => [`key${index}`, index]));
    const frame = codec.encode({ id: "000000000000", ...rest });
    const before = hex(frame);
    cborFraming.stamp(frame, id);
    expect(hex(frame)).toBe(before.slice(0, 10) + hex(Buffer.from(id)) + before.slice(34));
    expect(codec.decode(frame)).toStrictEqual({ id, ...rest });
  });

  it.each([
    ["no map", codec.encode([1])],
    ["no entry", codec.encode({})],
    ["an id that is not first", codec.encode({ method: "ping", id: "000000000000" })],
    ["a key that only begins as an id", codec.encode({ ix: "000000000000" })],
    ["a key that only ends as an id", codec.encode({ xd: "000000000000" })],
    ["a shorter id", codec.encode({ id: "00000000000", method: "ping" })],
    ["an id that is a number", codec.encode({ id: 12, method: "pingpingping" })],
    [
      "a map whose head has two bytes",
      codec.encode({
        id: "000000000000",
        ...Object.fromEntries([..."abcdefghijklmnopqrstuvwxyz"].map((key) => [key, 0])),
      }),
    ],
    ["a cut-off frame", codec.encode({ id: "000000000000" }).subarray(0, 16)],
    ["no bytes", new Uint8Array()],
  ])("refuses a frame with %s and leaves it as it is", (_case, frame) => {
    const before = hex(frame);
    expect(() => cborFraming.stamp(frame, id)).toThrow(TypeError);
    expect(hex(frame)).toBe(before);
  });

  it.each(["", "1", "0000000000000", "00000000000é"])("refuses %j as an id", (text) => {
    const frame = cborFraming.request("ping");
    const before = hex(frame);
    expect(() => cborFraming.stamp(frame, text)).toThrow(TypeError);
    expect(hex(frame)).toBe(before);
  });
});

describe("peek", () => {
  const notification = { id: "live", action: "CREATE", record: null, result: { a: 1 } };
  it.each([
    ["an answer", { id, result: [1] }, { kind: "reply", id, failed: false }],
    ["an answer of null", { id, result: null }, { kind: "reply", id, failed: false }],
    ["an answer of NONE", { id, result: undefined }, { kind: "reply", id, failed: false }],
    ["an answer with a session", { id, result: 1, session: "s" }, { kind: "reply", id, failed: false }],
    ["a failure", { error: { code: -32000, message: "no" }, id }, { kind: "reply", id, failed: true }],
    ["a failure behind its id", { id, error: { code: -32000, message: "no" } }, { kind: "reply", id, failed: true }],
    ["an id alone with something of six letters", { id, resumt: 1 }, { kind: "reply", id, failed: false }],
    [
      "a failure behind something that begins as a result",
      { id, resulx: 1, error: "no" },
      { kind: "reply", id, failed: true },
    ],
    ["keys in another order", { result: { id: "inner", error: 1 }, id }, { kind: "reply", id, failed: false }],
    ["an answer without result", { id }, { kind: "reply", id, failed: false }],
    ["a notification", { result: notification }, { kind: "notification" }],
    ["a notification of a session", { result: notification, session: "s" }, { kind: "notification" }],
    ["an orphan error", { error: { code: -32700, message: "Parse error" } }, { kind: "orphan-error" }],
    ["an error whose id is null", { error: { code: -32700 }, id: null }, { kind: "orphan-error" }],
  ])("recognises %s", (_case, value, expected) => {
    expect(cborFraming.peek(codec.encode(value))).toStrictEqual(expected);
  });

  it.each([
    ["no bytes", ""],
    ["an array", "80"],
    ["text that is not CBOR", hex(Buffer.from("Bad Gateway"))],
    ["a key that is no text", "a10102"],
    ["a key that is not UTF-8", "a161ff01"],
    ["a map without end", "bf"],
    ["a map of 2^53 entries", "bb0020000000000000"],
    ["text that is longer than the frame", "a1626964"],
  ])("calls %s malformed", (_case, text) => {
    expect(cborFraming.peek(bytes(text))).toMatchObject({ kind: "malformed", reason: expect.any(String) });
  });

  it.each([
    ["an empty map", {}],
    ["a result that is no notification", { result: 1 }],
    ["a result without action", { result: { id: "live" } }],
    ["an answer whose id is a number", { id: 7, result: 1 }],
    ["an answer whose id is longer than any of ours", { id: "x".repeat(65), result: 1 }],
  ])("calls %s stray", (_case, value) => {
    expect(cborFraming.peek(codec.encode(value))).toMatchObject({ kind: "stray", reason: expect.any(String) });
  });

  it("stops in front of the result, however large or broken it is", () => {
    const head = codec.encode({ id, result: 0 }).slice(0, -1);
    expect(cborFraming.peek(new Uint8Array([...head, 0x9b, 0xff]))).toStrictEqual({ kind: "reply", id, failed: false });
  });

  it("tells notifications from each other's parts however they are nested and cut", () => {
    const frame = codec.encode({ error: [[{ deep: new Uint8Array(300), x: [1.5, -7, "text", 2 ** 40] }]], id });
    expect(cborFraming.peek(frame)).toStrictEqual({ kind: "reply", id, failed: true });
    for (let length = 0; length < frame.length; length++) {
      expect(cborFraming.peek(frame.subarray(0, length)).kind).toBe("malformed");
    }
  });

  it("never throws and never lingers over random bytes", () => {
    const maps = fc.tuple(fc.integer({ min: 0xa0, max: 0xbf }), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 60 }),
          maps.map(([head, rest]) => new Uint8Array([head, ...rest])),
        ),
        (frame) => {
          expect(["reply", "notification", "orphan-error", "stray", "malformed"]).toContain(
            cborFraming.peek(frame).kind,
          );
          expect(typeof cborFraming.failed(frame)).toBe("boolean");
        },
      ),
      { numRuns: 8_000 },
    );
  });

  it("survives a hundred thousand open arrays and maps", () => {
    for (const opener of [0x81, 0x9f, 0xbf, 0xc6, 0xa1]) {
      const frame = new Uint8Array(100_000).fill(opener);
      frame.set(codec.encode({ error: 0 }).slice(0, -1));
      expect(cborFraming.peek(frame).kind).toBe("malformed");
    }
  });
});

describe("failed", () => {
  it.each([
    [{ result: [{ error: 1 }] }, false],
    [{ result: null }, false],
    [{ error: { message: "no" } }, true],
    [{ error: null }, true],
    [{ session: "s", result: 1 }, false],
    [[1], false],
  ])("of %j is %s", (value, expected) => {
    expect(cborFraming.failed(codec.encode(value))).toBe(expected);
  });

  it("of something malformed is false", () => {
    expect(cborFraming.failed(bytes("a1"))).toBe(false);
  });
});
