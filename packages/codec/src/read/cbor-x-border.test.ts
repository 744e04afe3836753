import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readByCborX } from "#cbor-x";
import { CborCodec } from "../cbor-codec.ts";
import { DecodeError } from "../format/codec-error.ts";
import { FOR_CBOR_X, textByCborX } from "./cbor-x-border.ts";

const codec = new CborCodec();
const dist = new URL("../../dist/", import.meta.url);
const encoder = new TextEncoder();

/** A text item around these bytes, its length in four bytes or in eight. */
function item(content: Uint8Array, wide = false): Uint8Array {
  const bytes = new Uint8Array(content.length + (wide ? 9 : 5));
  bytes[0] = wide ? 0x7b : 0x7a;
  new DataView(bytes.buffer).setUint32(bytes.length - content.length - 4, content.length);
  bytes.set(content, bytes.length - content.length);
  return bytes;
}

const byCborX = (bytes: Uint8Array) => textByCborX(bytes, 0, 5, bytes.length);
const filled = (piece: string) => piece.repeat(Math.ceil(FOR_CBOR_X / encoder.encode(piece).length));

describe("long texts, which cbor-x reads", () => {
  it.each(["a", "ü", "日", "😀", "grüße aus köln, 日本 "])("are read as they were written: %s…", (piece) => {
    const text = filled(piece);
    const bytes = encoder.encode(text);
    expect(byCborX(item(bytes))).toBe(text);
    for (const wide of [false, true]) expect(codec.decode(item(bytes, wide))).toBe(text);
    expect(codec.decode(codec.encode({ before: 1, text, after: [text] }))).toStrictEqual({
      before: 1,
      text,
      after: [text],
    });
  });

  it("are the same on both sides of the border", () => {
    for (const length of [FOR_CBOR_X - 1, FOR_CBOR_X, FOR_CBOR_X + 1]) {
      const text = "x".repeat(length);
      expect(codec.decode(codec.encode([text, length]))).toStrictEqual([text, length]);
    }
  });

  it("G01 are refused when they are cut off", () => {
    const whole = item(encoder.encode(filled("a")));
    expect(() => codec.decode(whole.subarray(0, -1))).toThrow(/cut off: it ends at byte 262148/);
    expect(() => codec.decode(Uint8Array.from([...whole, 0]))).toThrow(/item at byte 262149 follows the end/);
  });
});

describe("long texts, which cbor-x would get wrong", () => {
  it("keep a byte order mark, which cbor-x drops", () => {
    const text = `\ufeff${filled("a")}`;
    const bytes = item(encoder.encode(text));
    expect(readByCborX(bytes)).toBe(text.slice(1));
    expect(byCborX(bytes)).toBeUndefined();
    expect(codec.decode(bytes)).toBe(text);
  });

  it("keep the replacement character where it was written", () => {
    const text = `${filled("a")}\ufffd\ufeffb`;
    expect(byCborX(item(encoder.encode(text)))).toBeUndefined();
    expect(codec.decode(codec.encode(text))).toBe(text);
  });

  const invalid = [
    [0xff],
    [0xc3],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xef, 0xbf, 0xbd, 0xff],
  ];
  it.each(invalid)("G09 are refused where they hold %i %i %i", (...parts) => {
    const piece = parts.filter((byte) => byte !== undefined);
    for (const at of [0, 1, FOR_CBOR_X >> 1, FOR_CBOR_X - piece.length]) {
      const content = new Uint8Array(FOR_CBOR_X).fill(0x61);
      content.set(piece, at);
      // Inside of a list, whose head takes a byte.
      const frame = Uint8Array.from([0x81, ...item(content)]);
      expect(byCborX(item(content))).toBeUndefined();
      expect(() => codec.decode(frame)).toThrow(DecodeError);
      expect(() => codec.decode(frame)).toThrow("The text at byte 6 is not UTF-8.");
    }
    expect(codec.decode(item(encoder.encode(filled("b"))))).toBe(filled("b"));
  });

  it("come in pieces as well", () => {
    const half = item(encoder.encode(filled("ü")));
    expect(codec.decode(Uint8Array.from([0x7f, ...half, ...half, 0xff]))).toBe(filled("ü").repeat(2));
  });
});

describe("the copy of cbor-x", () => {
  it("G13b is whole in one file, under its own license, and makes no code from strings", () => {
    const text = readFileSync(new URL("read/cbor-x.js", dist), "utf8");
    expect(text).not.toMatch(/\bFunction\s*\(|\beval\s*\(|^import\b|\bimport\(|\brequire\(|\bglobalThis\b/m);
    expect(text).toMatch(/^\/\*! cbor-x 1\.6\.8, .* MIT License: .*dist\/read\/cbor-x\.notice\.txt \*\//);
    expect(readFileSync(new URL("read/cbor-x.notice.txt", dist), "utf8")).toMatch(
      /MIT License\s+Copyright \(c\) 2020 Kris Zyp/,
    );
  });

  const program = `
    import { CborCodec } from ${JSON.stringify(new URL("index.js", dist).href)};
    const codec = new CborCodec();
    const text = "grün ".repeat(100_000);
    const frames = [codec.encode([new Uint8Array(1_000_000), text])];
    const [frame] = frames.map((each) => new WeakRef(codec.decode(each)[1] === text && each.buffer));
    frames.length = 0;
    await new Promise((done) => setTimeout(done));
    globalThis.gc();
    console.log(codec.decode(codec.encode(text)) === text, frame.deref() === undefined);`;
  /** Tells which file reads, and what becomes of long texts at each side of the border, right ones and wrong ones. */
  const comparison = `
    import { createHash } from "node:crypto";
    import { createRequire } from "node:module";
    import { basename } from "node:path";
    import { CborCodec } from ${JSON.stringify(new URL("index.js", dist).href)};
    const codec = new CborCodec();
    const file = createRequire(${JSON.stringify(new URL("index.js", dist).href)}).resolve("#cbor-x");
    const pieces = ["a", "ü", "日", "😀", "\\ufffd", "\\ufeff", "\\0", "grüße aus köln, 日本 "];
    const wrong = [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbf, 0xbd, 0xff]];
    const found = [];
    for (const length of [${FOR_CBOR_X - 1}, ${FOR_CBOR_X}, ${2 * FOR_CBOR_X}]) {
      for (const piece of pieces) {
        const times = Math.ceil(length / new TextEncoder().encode(piece).length);
        found.push(codec.decode(codec.encode(piece.repeat(times))));
      }
      for (const bytes of wrong)
        for (const at of [0, length >> 1, length - bytes.length]) {
          const frame = codec.encode("a".repeat(length)).slice();
          frame.set(bytes, at + 5);
          try { found.push(codec.decode(frame)); } catch (error) { found.push(error.name, error.message); }
        }
    }
    const whole = createHash("sha256").update(JSON.stringify(found)).digest("hex");
    console.log(basename(file), whole, found.length, found.at(-1));`;
  const run = (...flags: string[]) =>
    execFileSync(process.execPath, ["--expose-gc", "--input-type=module", ...flags], { encoding: "utf8" }).trim();

  it("works where code from strings is forbidden, and holds on to no message", () => {
    expect(run("--disallow-code-generation-from-strings", "-e", program)).toBe("true true");
  });

  it.each(["browser", "workerd"])(
    "is left out of what runs in a %s, where the codec reads and refuses the same",
    (name) => {
      for (const platform of ["", "delete globalThis.Buffer;"]) {
        const here = run("-e", platform + comparison);
        expect(here).toMatch(/^cbor-x\.js \w{64} 132 /);
        expect(run(`--conditions=${name}`, "-e", platform + comparison)).toBe(here.replace("cbor-x", "cbor-x-absent"));
      }
    },
  );

  it("works where there is no Buffer", () => {
    expect(run("-e", `delete globalThis.Buffer;${program}`)).toBe("true true");
  });
});
