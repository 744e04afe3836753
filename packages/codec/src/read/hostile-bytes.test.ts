import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { BoundIncluded, Datetime, Duration, GeometryPoint, Range, RecordId, Table, Uuid } from "@surreal-sdk/values";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { DecodeError } from "../format/codec-error.ts";

const codec = new CborCodec();
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));
const refusal = (hex: string | Uint8Array): DecodeError => {
  try {
    codec.decode(typeof hex === "string" ? bytes(hex) : hex);
  } catch (error) {
    if (error instanceof DecodeError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
};

const everything = {
  ids: [new RecordId("user", "a"), new RecordId("user", new Range(new BoundIncluded(1)))],
  time: new Datetime(1_700_000_000, 1),
  span: new Duration(90, 5),
  uuid: new Uuid("0189d6e3-8eac-703a-9a48-d9faa78b44b9"),
  table: new Table("grüße"),
  place: new GeometryPoint(1, 2),
  set: new Set([1, "two"]),
  numbers: [1, -1, 300, 70_000, 2 ** 40, 2n ** 60n, 1.5, Number.NaN],
  rest: [true, false, null, undefined, new Uint8Array(40), "x".repeat(300), { "": {} }],
};

describe("cut-off and overlong messages", () => {
  it("G01 are refused at every length", () => {
    const whole = codec.encode(everything);
    for (let length = 0; length < whole.length; length++) {
      expect(refusal(whole.subarray(0, length)).message).toMatch(/cut off|more than there are bytes|entries/);
    }
    expect(codec.decode(whole)).toStrictEqual(everything);
  });

  it("G01 may not have bytes behind them", () => {
    const error = refusal("0000");
    expect(error.message).toBe("The item at byte 1 follows the end of the message.");
    expect(error.offset).toBe(1);
  });

  it("may not be longer than maxBytes", () => {
    const small = new CborCodec({ maxBytes: 3 });
    expect(small.decode(bytes("820102"))).toStrictEqual([1, 2]);
    expect(() => small.decode(bytes("83010203"))).toThrow(DecodeError);
  });

  it.each([0, -1, Number.NaN, "8"])("a limit of %j is refused", (value) => {
    expect(() => new CborCodec({ maxBytes: value as number })).toThrow(RangeError);
    expect(() => new CborCodec({ maxDepth: value as number })).toThrow(RangeError);
  });

  it.each([[null], ["a0"], [[0]], [new ArrayBuffer(1)]])("only bytes are decoded, not %j", (value) => {
    expect(() => codec.decode(value as unknown as Uint8Array)).toThrow(TypeError);
  });
});

describe("announced lengths", () => {
  const lies: string[] = [];
  for (const major of [0x40, 0x60, 0x80, 0xa0]) {
    for (const length of [
      "1a7fffffff",
      "1a80000000",
      "1affffffff",
      "1b0000000100000000",
      "1b7fffffffffffffff",
      "1bffffffffffffffff",
    ]) {
      const head = (major | Number.parseInt(length.slice(0, 2), 16)).toString(16);
      lies.push(head + length.slice(2), `${head}${length.slice(2)}00000000`);
    }
  }
  it.each(lies)("G02 %s is refused", (hex) => {
    expect(refusal(hex)).toBeInstanceOf(DecodeError);
  });

  it("G02 G03 take no memory, nested neither", () => {
    // In a process of 48 MB: an array made for each of these promises would be gigabytes.
    const program = `
      import { CborCodec, DecodeError } from ${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)};
      const codec = new CborCodec({ maxDepth: 100000 });
      const nested = new Uint8Array(160_000);
      for (let at = 0; at < nested.length; at += 5) nested.set([0x9a, 0, 2, 0x70 - (at >> 12), 0], at);
      const flat = new Uint8Array(200_000).fill(0x9a);
      const shallow = new Uint8Array(160_000);
      for (let at = 0; at < 120 * 5; at += 5) shallow.set([0x9a, 0, 2, 0x68, 0], at);
      let refused = 0;
      for (const bytes of [nested, flat, shallow]) {
        for (let round = 0; round < 20; round++) {
          try { codec.decode(bytes); } catch (error) { if (error instanceof DecodeError) refused++; else throw error; }
        }
      }
      console.log(refused);`;
    const flags = ["--max-old-space-size=48", "--input-type=module", "-e", program];
    expect(execFileSync(process.execPath, flags, { encoding: "utf8" }).trim()).toBe("60");
  });
});

describe("depth", () => {
  it.each([
    ["arrays", "81"],
    ["maps", "a16161"],
    ["open arrays", "9f"],
    ["open maps", "bf6161"],
    ["tags", "c6"],
    ["sets", "d83881"],
    ["record ids", "c8826161"],
    ["ranges", "d83182f6d832"],
    ["collections", "d85e81"],
  ])("G04 a hundred thousand %s are refused by their depth", (_case, opener) => {
    const error = refusal(opener.repeat(100_000));
    expect(error.message).toMatch(/is nested deeper than 128 levels; raise maxDepth/);
  });

  it("beyond what the stack holds is refused as well, where the limit would allow it", () => {
    const unlimited = new CborCodec({ maxDepth: Number.POSITIVE_INFINITY });
    const depth = 1_000_000;
    const message = expect.stringMatching(/too large or too deep/);
    const overflow = expect.objectContaining({ name: "DecodeError", message, cause: expect.any(RangeError) });
    expect(() => unlimited.decode(new Uint8Array(depth).fill(0x81))).toThrow(overflow);
    expect(unlimited.decode(unlimited.encode([1]))).toStrictEqual([1]);
    let nested: unknown[] = [];
    for (let level = 0; level < depth; level++) nested = [nested];
    expect(() => unlimited.encode(nested)).toThrow(
      expect.objectContaining({ name: "EncodeError", cause: expect.any(RangeError) }),
    );
    expect(unlimited.decode(unlimited.encode([1]))).toStrictEqual([1]);
  });

  const nest = (levels: number): unknown => (levels === 0 ? 1 : [nest(levels - 1)]);

  it("is limited to what every server reads where nothing is set, and to more when reading", () => {
    expect(codec.decode(codec.encode(nest(90)))).toStrictEqual(nest(90));
    const message = "is nested deeper than 90 levels; raise maxDepth to send it to a server that reads more.";
    expect(() => codec.encode(nest(91))).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message) }),
    );
    const deep = new CborCodec({ maxDepth: 200 });
    expect(codec.decode(deep.encode(nest(128)))).toStrictEqual(nest(128));
    expect(() => codec.decode(deep.encode(nest(129)))).toThrow(/deeper than 128 levels/);
  });

  it("has one limit for both directions where it is set", () => {
    const deep = new CborCodec({ maxDepth: 10 });
    expect(deep.decode(deep.encode(nest(10)))).toStrictEqual(nest(10));
    expect(() => deep.encode(nest(11))).toThrow(/deeper than 10 levels/);
    expect(() => deep.decode(codec.encode(nest(11)))).toThrow(/deeper than 10 levels/);
  });
});

describe("map keys", () => {
  it.each(["__proto__", "constructor", "prototype", "toString", "hasOwnProperty", "__defineGetter__"])(
    "G05 %s is an own property like any other, both ways",
    (key) => {
      const value = Object.defineProperty({}, key, {
        value: { polluted: 1 },
        enumerable: true,
        configurable: true,
        writable: true,
      });
      const read = codec.decode(codec.encode(value)) as Record<string, unknown>;
      expect(Object.getOwnPropertyDescriptor(read, key)).toStrictEqual({
        value: { polluted: 1 },
        enumerable: true,
        configurable: true,
        writable: true,
      });
      expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
      expect(read.polluted).toBeUndefined();
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  it.each(["01", "20", "4161", "f6", "f5", "a0", "80", "c66161", "f93c00"])("G06 %s is refused as a key", (key) => {
    expect(refusal(`a1${key}01`).message).toMatch(/is a map key that is not text/);
    expect(refusal(`bf${key}01ff`).message).toMatch(/is a map key that is not text/);
  });

  it.each([
    ["a2616101616102"],
    ["bf616101616102ff"],
    ["a3616101616202616103"],
    ["a2695f5f70726f746f5f5f01695f5f70726f746f5f5f02"],
    ["a2613101613102"],
  ])("G07 the same key twice is refused in %s", (hex) => {
    expect(refusal(`81${hex}`)).toMatchObject({ offset: 1, message: expect.stringMatching(/the same key twice/) });
  });
});

describe("text", () => {
  const wrong = [
    "ff",
    "80",
    "c0af",
    "c2",
    "e28fe2",
    "eda080",
    "edbfbf",
    "f4908080",
    "f0808080",
    "f880808080",
    "e080af",
    "61c3",
  ];
  it.each(wrong)("G08 %s is not UTF-8, in short text, long text, keys and pieces", (hex) => {
    const text = (content: string) => `78${(content.length / 2).toString(16).padStart(2, "0")}${content}`;
    expect(refusal(text(hex)).message).toMatch(/is not UTF-8/);
    expect(refusal(text(hex + "61".repeat(60))).message).toMatch(/is not UTF-8/);
    expect(refusal(text("61".repeat(60) + hex)).message).toMatch(/is not UTF-8/);
    expect(refusal(`a1${text(hex)}01`).message).toMatch(/is not UTF-8/);
    expect(refusal(`7f${text(hex)}ff`).message).toMatch(/is not UTF-8/);
  });

  it("may hold the replacement character itself", () => {
    for (const text of ["\ufffd", `${"x".repeat(50)}\ufffd`]) expect(codec.decode(codec.encode(text))).toBe(text);
  });

  it("is not put together of halves of a character", () => {
    expect(refusal("7f61c361bcff").message).toMatch(/is not UTF-8/);
    expect(codec.decode(bytes("7f62c3bc6161ff"))).toBe("üa");
  });

  it.each(["7f4161ff", "7f7f6161ffff", "5f6161ff", "7f01ff"])("consists of pieces of text, unlike %s", (hex) => {
    expect(refusal(hex).message).toMatch(/not a chunk of the string/);
  });
});

describe("heads that CBOR does not have", () => {
  it.each([
    "1c",
    "3d",
    "5e",
    "7c",
    "9d",
    "be",
    "dc",
    "fc",
    "1f",
    "3f",
    "df",
    "ff",
    "82ff01",
    "a161ffff",
    "f818",
    "f8ff",
    "e0",
  ])("%s is refused", (hex) => {
    expect(refusal(hex)).toBeInstanceOf(DecodeError);
  });
});

describe("tags", () => {
  const shapes = ["00", "20", "40", "6161", "80", "83010203", "a0", "f6", "f5", "f93e00", "c6f6", "820161ff", "62c3bc"];
  const accepts: Record<number, RegExp> = {
    0: /^$/,
    6: /^f6$/,
    7: /^6/,
    8: /^$/,
    9: /^$/,
    10: /^$/,
    12: /^80$/,
    13: /^$/,
    14: /^80$/,
    15: /^6/,
    37: /^$/,
    49: /^$/,
    50: /^$/,
    51: /^$/,
    55: /^$/,
    56: /^8[03]/,
    88: /^$/,
    89: /^80$/,
    90: /^80$/,
    91: /^80$/,
    92: /^80$/,
    93: /^80$/,
    94: /^80$/,
  };
  const head = (tag: number) => (tag < 24 ? (0xc0 | tag).toString(16) : `d8${tag.toString(16)}`);
  const wrong = Object.keys(accepts).flatMap((tag) =>
    shapes.filter((shape) => !accepts[Number(tag)]?.test(shape)).map((shape) => [Number(tag), shape] as const),
  );

  it.each(wrong)("G12 tag %i around %s is refused by its number", (tag, shape) => {
    const error = refusal(`81${head(tag)}${shape}`);
    // What is broken in itself is refused where it is broken.
    if (shape !== "820161ff") expect([error.tag, error.offset]).toStrictEqual([tag, 1]);
  });

  it.each([
    ["c883616101 02".replace(" ", ""), 8],
    ["c8820101", 8],
    ["c8814161", 8],
    ["cc82 20fb3ff0000000000000".replace(" ", ""), 12],
    ["cc8200 1a3b9aca00".replace(" ", ""), 12],
    ["cc820020", 12],
    ["cc821b7fffffffffffffff00", 12],
    ["ce822000", 14],
    ["ce820020", 14],
    ["ce82001a3b9aca00", 14],
    ["ce83000000", 14],
    ["ca6361 6263".replace(" ", ""), 10],
    ["d8254f000000000000000000000000000000", 37],
    ["d83182d83201f5", 49],
    ["d83182c6f6f6", 49],
    ["d83181f6", 49],
    ["d8378161 62".replace(" ", ""), 55],
    ["d88881", 136],
    ["d8588161 61".replace(" ", ""), 88],
    ["d85882f6f6", 88],
    ["d85981d85980", 89],
    ["d85a81d85882 0102".replace(" ", ""), 90],
    ["d85e8101", 94],
  ])("G12 %s is refused as tag %i", (hex, tag) => {
    const error = refusal(hex);
    expect(error.tag).toBe(tag);
    expect(error.offset).toBe(0);
  });

  const foreign = [
    1, 2, 3, 4, 5, 11, 25, 27, 28, 29, 64, 69, 85, 105, 216, 225, 256, 258, 259, 27_647, 28_704, 55_799, 57_337, 57_342,
    57_343,
  ];
  it.each(foreign)("G13 tag %i, which others give a meaning, is refused before its content is looked at", (tag) => {
    const wide = `d9${tag.toString(16).padStart(4, "0")}`;
    const error = refusal(`${wide}826652656745787063285b`);
    expect([error.tag, error.offset]).toStrictEqual([tag, 0]);
    expect(error.message).toBe(`Tag ${tag} at byte 0 is not a tag of SurrealDB.`);
  });

  it("G13 tags of 32 and 64 bits are refused", () => {
    expect(refusal("da5368726400").tag).toBe(0x53687264);
    expect(refusal("dbffffffffffffffff00").message).toMatch(/is not a tag of SurrealDB/);
  });
});

describe("random bytes", () => {
  const onlyRefused = (frame: Uint8Array) => {
    try {
      codec.decode(frame);
    } catch (error) {
      if (!(error instanceof DecodeError)) throw error;
    }
  };

  it("G18 give a value or a DecodeError", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), onlyRefused), { numRuns: 30_000 });
  });

  it("G18 within a real message give a value or a DecodeError, and leave the codec usable", () => {
    const whole = codec.encode(everything);
    const changes = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(changes, (list) => {
        const frame = whole.slice();
        for (const [at, byte] of list) frame[at] = byte;
        onlyRefused(frame);
      }),
      { numRuns: 30_000 },
    );
    expect(codec.decode(whole)).toStrictEqual(everything);
  });
});

describe("code from strings", () => {
  it("is not needed, nor anything that only Node has", () => {
    const program = `
      delete globalThis.Buffer; delete globalThis.process;
      const { CborCodec } = await import(${JSON.stringify(new URL("../../dist/index.js", import.meta.url).href)});
      const codec = new CborCodec();
      const value = { text: "x".repeat(100), "é": [1.5, 2 ** 40, new Uint8Array([1])] };
      console.log(JSON.stringify(codec.decode(codec.encode(value))));`;
    const flags = ["--disallow-code-generation-from-strings", "--input-type=module", "-e", program];
    const printed = execFileSync(process.execPath, flags, {
      encoding: "utf8",
      cwd: fileURLToPath(new URL(".", import.meta.url)),
    });
    expect(JSON.parse(printed)).toStrictEqual({ text: "x".repeat(100), é: [1.5, 2 ** 40, { 0: 1 }] });
  });
});
