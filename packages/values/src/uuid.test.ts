import { afterEach, describe, expect, it, vi } from "vitest";
import { InvalidUuidError, Uuid } from "./index.ts";

const text = "0189d6e3-8eac-703a-9a48-d9faa78b44b9";
const bytes = Uint8Array.from(Buffer.from(text.replaceAll("-", ""), "hex"));

afterEach(() => {
  vi.useRealTimers();
});

describe("a Uuid", () => {
  it.each([
    ["its text", new Uuid(text)],
    ["text in capitals", new Uuid(text.toUpperCase())],
    ["its bytes", new Uuid(bytes)],
    ["parse", Uuid.parse(text)],
    ["parse of SurrealQL", Uuid.parse(`u"${text}"`)],
    ["parse of SurrealQL with the other quotes", Uuid.parse(`u'${text}'`)],
    ["fromBytes", Uuid.fromBytes(bytes)],
  ])("is the same made of %s", (_, uuid) => {
    expect(uuid.text).toBe(text);
    expect(uuid.toBytes()).toStrictEqual(bytes);
  });

  it("keeps no bytes that somebody else could change", () => {
    const own = bytes.slice();
    const uuid = new Uuid(own);
    own.fill(0);
    uuid.toBytes().fill(0);
    expect(uuid.toBytes()).toStrictEqual(bytes);
  });

  it.each([
    "",
    "0189d6e3",
    text.replaceAll("-", ""),
    `{${text}}`,
    ` ${text}`,
    `${text}\n`,
    text.replace("e", "g"),
    `u"${text}'`,
  ])("refuses the text %j", (wrong) => {
    expect(() => Uuid.parse(wrong)).toThrow(InvalidUuidError);
    expect(() => Uuid.parse(wrong)).toThrow("pass 32 hexadecimal digits as 8-4-4-4-12");
  });

  it.each([0, 15, 17])("refuses %d bytes", (length) => {
    expect(() => Uuid.fromBytes(new Uint8Array(length))).toThrow(
      new InvalidUuidError(`A UUID has 16 bytes, not ${length}.`),
    );
  });

  it.each([null, 5, [1]])("refuses to be made of %o", (source) => {
    expect(() => new Uuid(source as never)).toThrow(TypeError);
    expect(() => Uuid.fromBytes(source as never)).toThrow(TypeError);
    expect(() => Uuid.parse(source as never)).toThrow(TypeError);
  });

  it("of version 4 is random, with version and variant in their places", () => {
    const made = Array.from({ length: 200 }, () => Uuid.v4().text);
    for (const each of made)
      expect(each).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(made).size).toBe(200);
  });

  it("of version 7 begins with the millisecond it was made in", () => {
    vi.useFakeTimers({ now: 0x0123456789ab });
    expect(Uuid.v7().text).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const earlier = Uuid.v7().text;
    vi.setSystemTime(0x0123456789ac);
    expect(Uuid.v7().text > earlier).toBe(true);
  });

  it("creates version 7 in the order of the calls, also within a millisecond and while the clock goes back", () => {
    vi.useFakeTimers({ now: 0x0123456789ab });
    const made = Array.from({ length: 10_000 }, () => Uuid.v7().text);
    vi.setSystemTime(0x0123456789ab - 5_000);
    made.push(Uuid.v7().text);
    expect(made.join() === [...new Set(made)].sort().join()).toBe(true);
    // A clock that is set back further was wrong before.
    vi.setSystemTime(0x0123456789ab - 60_000);
    expect(Uuid.v7().text < (made[0] as string)).toBe(true);
    vi.useRealTimers();
  });
});
