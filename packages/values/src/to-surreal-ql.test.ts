import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyValue } from "../test/any-value.ts";
import { RealParser } from "../test/real-parser.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
import { Table } from "./table.ts";
import { toSurrealQL } from "./to-surreal-ql.ts";

let parser: RealParser;
beforeAll(async () => {
  parser = await RealParser.open();
});
afterAll(() => parser.close());

describe("toSurrealQL", () => {
  it("writes 3,000 nested values of every type so that the real database reads the same value", async () => {
    for (const value of fc.sample(anyValue, { numRuns: 3000, seed: 20_251_121 })) {
      const text = toSurrealQL(value);
      const found = await parser.evaluate(text).then(canonical, String);
      const same = found === canonical(wireOf(value));
      if (!same) expect.fail(`${text.slice(0, 500)} was read as ${found.slice(0, 500)}`);
    }
  }, 120_000);

  it.each<[unknown, string]>([
    [undefined, "NONE"],
    [null, "NULL"],
    [[true, 5, 1.5, 2n ** 62n, -0], "[true, 5, 1.5f, 4611686018427387904, -0f]"],
    [2 ** 60, "1152921504606847000f"],
    [{ "a b": 'it"s\\' }, '{ "a b": "it\\"s\\\\" }'],
    [{}, "{}"],
    [new Uint8Array([0, 255]), 'b"00FF"'],
    [new Date(1500), 'd"1970-01-01T00:00:01.500Z"'],
    [new Set(["a"]), '<set>["a"]'],
    [new Table("a b"), 'type::table("a b")'],
    [{ type: "Point", coordinates: [1, 2] }, 'object::from_entries([["type", "Point"], ["coordinates", [1, 2]]])'],
    [{ type: "Point", coordinates: [1, 2], name: "x" }, '{ "type": "Point", "coordinates": [1, 2], "name": "x" }'],
    [JSON.parse('{ "__proto__": 1 }'), '{ "__proto__": 1 }'],
  ])("writes %o as %s", (value, text) => {
    expect(toSurrealQL(value)).toBe(text);
  });

  it("fills the holes of an array with NONE", () => {
    expect(toSurrealQL(new Array(2))).toBe("[NONE, NONE]");
  });

  it.each<[unknown, string]>([
    [() => 1, "a function"],
    [Symbol("a"), "a symbol"],
    [new Map(), "an instance of Map"],
    [new (class Custom {})(), "an instance of Custom"],
    [new ArrayBuffer(1), "an instance of ArrayBuffer"],
    [Promise.resolve(1), "an instance of Promise"],
  ])("refuses %o, also within other values", (value, what) => {
    const message = `SurrealQL has no form for ${what}: pass a plain object, an array, a Set, a Uint8Array, a Date or one of the SDK's value classes.`;
    expect(() => toSurrealQL(value)).toThrow(new TypeError(message));
    expect(() => toSurrealQL({ a: [value] })).toThrow(new TypeError(message));
  });

  it.each<[unknown, string]>([
    [2n ** 63n, "An integer must fit into 64 bits: pass a Decimal or a Float for larger numbers."],
    [new Date(Number.NaN), "An invalid Date cannot be written: pass a valid one."],
    ["\uD800", "A text holds half a surrogate pair, which UTF-8 cannot carry: pass well-formed Unicode text."],
  ])("refuses %o as a RangeError", (value, message) => {
    expect(() => toSurrealQL([value])).toThrow(new RangeError(message));
  });

  it("refuses a value that contains itself", () => {
    const value: Record<string, unknown> = {};
    value.self = [value];
    expect(() => toSurrealQL(value)).toThrow(
      new RangeError("A value nested deeper than 250 levels cannot be written; does it contain itself?"),
    );
  });

  it("takes objects of another realm for plain ones", () => {
    expect(toSurrealQL(runInNewContext("({ a: { b: 1 } })"))).toBe('{ "a": { "b": 1 } }');
    expect(() => toSurrealQL(runInNewContext("new (class Custom {})()"))).toThrow(TypeError);
  });
});
