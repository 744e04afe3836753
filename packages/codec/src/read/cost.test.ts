import { execFileSync } from "node:child_process";
import { RecordId, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { DecodeError } from "../format/codec-error.ts";

const mebibyte = 1024 * 1024;

/** An array of so many items, each with these bytes. */
function arrayOf(count: number, item: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(5 + count * item.length);
  bytes[0] = 0x9a;
  new DataView(bytes.buffer).setUint32(1, count);
  for (let index = 5; index < bytes.length; index++) bytes[index] = item[(index - 5) % item.length] as number;
  return bytes;
}

/** An array of so many objects of one entry, each with another key of five letters. */
function differentKeys(count: number): Uint8Array {
  const bytes = arrayOf(count, [0xa1, 0x65, 0x61, 0x61, 0x61, 0x61, 0x61, 0x00]);
  for (let index = 0; index < count; index++) {
    let rest = index;
    for (let at = 5 + index * 8 + 2; at < 5 + index * 8 + 7; at++) {
      bytes[at] = 0x61 + (rest % 26);
      rest = Math.floor(rest / 26);
    }
  }
  return bytes;
}

function refusal(codec: CborCodec, message: Uint8Array): DecodeError {
  try {
    codec.decode(message);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error("It was decoded.");
}

describe("what one byte of a message can become", () => {
  const codec = new CborCodec({ maxValueBytes: mebibyte });
  it.each([
    ["empty objects", arrayOf(20_000, [0xa0]), 14_569],
    ["empty arrays", arrayOf(20_000, [0x80]), 18_720],
    ["empty byte strings", arrayOf(8_000, [0x40]), 5_134],
    ["empty sets", arrayOf(8_000, [0xd8, 0x38, 0x80]), 18_740],
    ["durations", arrayOf(20_000, [0xce, 0x80]), 27_772],
    ["numbers of one byte", arrayOf(200_000, [0x00]), 4],
    ["objects with another key each", differentKeys(4_000), 13_400],
    ["objects with an index that V8 makes room for", arrayOf(400, [0xa1, 0x63, 0x34, 0x30, 0x34, 0x00]), 1_300],
  ])("is counted: %s beyond the limit are refused before they are made", (_name, message, last) => {
    const error = refusal(codec, message);
    expect(error.message).toMatch(/take more than 1048576 bytes of memory \(maxValueBytes\)/);
    expect(error.offset).toBeLessThanOrEqual(last);
    expect(codec.decode(codec.encode({ next: 1 }))).toStrictEqual({ next: 1 });
  });

  it("is counted in containers of indefinite length as well", () => {
    const open = new Uint8Array(200_002).fill(0x00);
    open[0] = 0x9f;
    open[200_001] = 0xff;
    expect(refusal(codec, open).message).toContain("maxValueBytes");
  });

  it("is counted for each message anew", () => {
    const message = arrayOf(10_000, [0xa0]);
    for (let times = 0; times < 5; times++) expect(codec.decode(message)).toHaveLength(10_000);
  });
});

describe("the memory of values", () => {
  it("may be eight times maxBytes, and at least 64 MiB", () => {
    const small = new CborCodec({ maxBytes: 2 * mebibyte });
    expect(small.decode(arrayOf(900_000, [0xa0]))).toHaveLength(900_000);
    expect(refusal(small, arrayOf(1_000_000, [0xa0])).message).toContain(String(64 * mebibyte));
    const large = new CborCodec({ maxBytes: 10 * mebibyte });
    expect(refusal(large, arrayOf(9 * mebibyte, [0xa0])).message).toContain(String(80 * mebibyte));
  });

  it("suffices for rows as databases have them, at the full length of a message", () => {
    const row = {
      id: new RecordId("person", new Uuid(new Uint8Array(16))),
      name: "Ada",
      age: 36,
      at: [1.5, 2.5],
      on: true,
    };
    const one = new CborCodec().encode(row);
    const message = arrayOf(100_000, [...one]);
    const codec = new CborCodec({ maxBytes: message.length, maxValueBytes: 8 * message.length });
    expect(codec.decode(message)).toHaveLength(100_000);
  });

  it("does not count the same keys again, however long they are and whatever the letters", () => {
    const keys = Array.from({ length: 10 }, (_, index) => `größe des feldes mit der nummer ${index}0`);
    const row = Object.fromEntries([...keys, ...keys.map((_, index) => `field_${index}0`)].map((key) => [key, 1]));
    const codec = new CborCodec({ maxValueBytes: 2 * mebibyte });
    expect(codec.decode(arrayOf(2_000, [...codec.encode(row)]))).toHaveLength(2_000);
  });

  it("is refused unless the limit is a positive number", () => {
    expect(() => new CborCodec({ maxValueBytes: 0 })).toThrow(new RangeError("maxValueBytes is a positive number."));
  });
});

describe("strings in pieces", () => {
  it("take no memory for a piece: eight million empty ones are an empty string", () => {
    const program = `
      const { CborCodec } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
      const codec = new CborCodec();
      const lengths = [0x40, 0x60].map((piece) => {
        const message = new Uint8Array(8_000_002).fill(piece);
        message[0] = piece | 0x1f;
        message[8_000_001] = 0xff;
        return codec.decode(message).length;
      });
      console.log(JSON.stringify(lengths));`;
    const flags = ["--max-old-space-size=32", "--input-type=module", "-e", program];
    expect(execFileSync(process.execPath, flags, { encoding: "utf8" }).trim()).toBe("[0,0]");
  });
});
