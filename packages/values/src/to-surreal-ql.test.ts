import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyValue } from "../test/any-value.ts";
import { RealParser } from "../test/real-parser.ts";
import { canonical, wireOf } from "../test/wire-of.ts";
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
      const expected = canonical(wireOf(value));
      if (found !== expected)
        expect({ text: text.slice(0, 600), found: found.slice(0, 600) }).toEqual({
          text: text.slice(0, 600),
          found: expected.slice(0, 600),
        });
    }
  }, 120_000);
});
