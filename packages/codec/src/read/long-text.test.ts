import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longText } from "./long-text.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const expected = (bytes: Uint8Array) => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};
const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

const samples = [
  ["", ""],
  ["c3bc", "ü"],
  ["efbfbd", "\ufffd"],
  ["efbbbf41", "\ufeffA"],
  ["f09f9880", "😀"],
  ["ff", undefined],
  ["efbfbdff", undefined],
  ["c3", undefined],
  ["c080", undefined],
  ["eda080", undefined],
  ["f4908080", undefined],
] as const;

describe("long text", () => {
  it.each(samples)("G09 of the bytes %s is %j", (hex, text) => {
    expect(longText(bytes(`ff${hex}ff`), 1, 1 + hex.length / 2)).toBe(text);
  });

  it("G09 is what a strict decoder reads, or nothing", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }).map((text) => new TextEncoder().encode(text)),
      fc.uint8Array({ maxLength: 3 }),
      fc.constantFrom(bytes("efbfbd"), bytes("efbbbf"), bytes("edbfbf")),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const whole = Uint8Array.from(pieces.flatMap((each) => [...each]));
        expect(longText(whole, 0, whole.length)).toBe(expected(whole));
      }),
      { numRuns: 3000 },
    );
  });

  it("G09 is the same where there is no Buffer", () => {
    const program = `
      delete globalThis.Buffer;
      const { longText } = await import(${JSON.stringify(new URL("../../dist/read/long-text.js", import.meta.url).href)});
      const read = (hex) => {
        const bytes = Uint8Array.from(hex.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));
        return longText(bytes, 1, bytes.length - 1);
      };
      console.log(JSON.stringify(${JSON.stringify(samples.map(([hex]) => `ff${hex}ff`))}.map((hex) => read(hex) ?? null)));`;
    const printed = execFileSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
    expect(JSON.parse(printed)).toStrictEqual(samples.map(([, text]) => text ?? null));
  });
});
