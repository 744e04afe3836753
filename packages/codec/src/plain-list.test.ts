import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setSizeLimits, decode as stockDecode } from "cbor-x";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborCodec } from "./cbor-codec.ts";
import { DecodeError } from "./codec-error.ts";
import { plainListEnd } from "./plain-list.ts";

const codec = new CborCodec();
const dist = new URL("../dist/", import.meta.url);
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
/** A list of so many items, each in these bytes. */
const list = (item: string, count: number) => bytes(`99${count.toString(16).padStart(4, "0")}${item.repeat(count)}`);
const goesToCborX = (frame: Uint8Array, count: number) => plainListEnd(frame, 3, count) === frame.length;

describe("which lists go to cbor-x", () => {
  const wide = ["20", "37", "38ff", "39ffff", "3affffffff"];
  it.each([...wide, "f4", "f5", "f6"])("those of %s from 64 values on", (item) => {
    expect([63, 64, 65].map((count) => goesToCborX(list(item, count), count))).toStrictEqual([false, true, true]);
  });

  it.each(["00", "17", "18ff", "19ffff", "1affffffff"])("those with %s among the values, but not in front", (item) => {
    const mixed = bytes(`990041f4${item.repeat(64)}`);
    expect(goesToCborX(mixed, 65)).toBe(true);
    expect(goesToCborX(list(item, 65), 65)).toBe(false);
  });

  it("none with another first byte, wherever it stands", () => {
    const plain = (initial: number) => (initial & 0xdf) < 27 || (initial > 0xf3 && initial < 0xf7);
    for (let initial = 0; initial < 256; initial++) {
      if (plain(initial)) continue;
      for (const at of [0, 32, 63]) {
        // Enough follows for whatever the first byte asks for.
        const frame = list("f6", 100);
        frame[3 + at] = initial;
        expect(plainListEnd(frame, 3, 64), `${initial}`).toBe(-1);
      }
    }
  });

  it("none that is cut off: it is refused as a short one is", () => {
    const whole = list("39ffff", 100);
    for (let length = 3; length < whole.length; length++) {
      expect(plainListEnd(whole.subarray(0, length), 3, 100)).toBe(-1);
      expect(() => codec.decode(whole.subarray(0, length))).toThrow(DecodeError);
    }
    expect(() => codec.decode(whole.subarray(0, 200))).toThrow(/cut off: it ends at byte 200/);
  });
});

describe("what is read on both sides of the border", () => {
  const value = fc.oneof(fc.boolean(), fc.constant(null), fc.integer({ min: -(2 ** 32), max: 2 ** 32 - 1 }));
  /** Of an open list the own reader reads each value by itself. */
  const opened = (values: unknown[]) =>
    Uint8Array.from([0x9f, ...values.flatMap((each) => [...codec.encode(each)]), 0xff]);

  it("is the same, in every mixture and at every length", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 60, maxLength: 300 }), (values) => {
        const plain = values.map((each) => (Object.is(each, -0) ? 0 : each));
        expect(codec.decode(codec.encode(plain))).toStrictEqual(plain);
        expect(codec.decode(opened(plain))).toStrictEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it("is the same for integers that are written longer than needed", () => {
    for (const [item, expected] of [
      ["3800", -1],
      ["390001", -2],
      ["3a00000002", -3],
      ["3a80000000", -(2 ** 31) - 1],
    ] as const) {
      expect(codec.decode(list(item, 64))).toStrictEqual(new Array(64).fill(expected));
      expect(codec.decode(list(item, 63))).toStrictEqual(new Array(63).fill(expected));
    }
  });

  it("stands in its place among other values", () => {
    const flags = Array.from({ length: 100 }, (_, index) => index % 3 === 0);
    const value = { before: "x", rows: [{ flags, after: 1 }, { flags: [...flags].reverse() }], last: undefined };
    expect(codec.decode(codec.encode(value))).toStrictEqual(value);
  });

  it("G04 counts as one level", () => {
    const shallow = new CborCodec({ maxDepth: 2 });
    const frame = (depth: number) => bytes(`${"81".repeat(depth)}9840${"f6".repeat(64)}`);
    expect(shallow.decode(frame(1))).toStrictEqual([new Array(64).fill(null)]);
    expect(() => shallow.decode(frame(2))).toThrow(/lies deeper than 2 levels/);
  });
});

describe("the copy of cbor-x", () => {
  it("G13b is no other's: what limits theirs does not limit ours", () => {
    const frame = list("f5", 100);
    try {
      setSizeLimits({ maxArraySize: 10 });
      expect(() => stockDecode(frame)).toThrow(/exceeds 10/);
      expect(codec.decode(frame)).toStrictEqual(new Array(100).fill(true));
    } finally {
      setSizeLimits({ maxArraySize: 112_810_000 });
    }
  });

  it("is whole in one file, under its own license, and makes no code from strings", () => {
    const text = readFileSync(new URL("cbor-x.js", dist), "utf8");
    expect(text).not.toMatch(/\bFunction\s*\(|\beval\s*\(|^import\b|\bimport\(|\brequire\(/m);
    expect(text).toContain("MIT License");
    expect(text).toContain("Kris Zyp");
  });

  const program = `
    import { CborCodec } from ${JSON.stringify(new URL("index.js", dist).href)};
    const codec = new CborCodec();
    const flags = new Array(100).fill(true);
    const read = codec.decode(codec.encode({ flags }));
    const frames = [codec.encode([new Uint8Array(1_000_000), flags])];
    const [frame] = frames.map((each) => new WeakRef(codec.decode(each) && each.buffer));
    frames.length = 0;
    await new Promise((done) => setTimeout(done));
    globalThis.gc();
    console.log(read.flags.length, frame.deref() === undefined);`;

  it("works where code from strings is forbidden, and holds on to no message", () => {
    const flags = ["--disallow-code-generation-from-strings", "--expose-gc", "--input-type=module", "-e", program];
    expect(execFileSync(process.execPath, flags, { encoding: "utf8" }).trim()).toBe("100 true");
  });

  it("works where there is no Buffer", () => {
    const flags = [
      "--input-type=module",
      "-e",
      `delete globalThis.Buffer;${program.replace(/globalThis.gc\(\);/, "")}`,
    ];
    expect(execFileSync(process.execPath, flags, { encoding: "utf8" })).toMatch(/^100 /);
  });
});
