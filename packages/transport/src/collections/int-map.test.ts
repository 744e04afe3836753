import fc from "fast-check";
import { expect, it } from "vitest";
import { IntMap } from "./int-map.ts";

it("is what a Map is, whatever is put in and taken out", () => {
  // Keys that follow each other, that share a slot in a table of 64, and that need more than 32 bits.
  const key = fc.oneof(
    fc.nat(40),
    fc.nat(9).map((n) => n * 64),
    fc.nat(9).map((n) => 2 ** 40 + n),
  );
  const step = fc.tuple(fc.constantFrom("set", "set", "take", "get"), key);
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const map = new IntMap<number>();
      const model = new Map<number, number>();
      steps.forEach(([act, number], value) => {
        expect(map.get(number)).toBe(model.get(number));
        if (act === "set") {
          map.set(number, value);
          model.set(number, value);
        } else if (act === "take") {
          expect(map.take(number)).toBe(model.get(number));
          model.delete(number);
        }
        expect(map.size).toBe(model.size);
      });
      const inOrder = [...model].sort(([a], [b]) => a - b).map(([, value]) => value);
      expect(map.values()).toEqual(inOrder);
    }),
  );
});

it("holds a hundred thousand, and finds each of them while they go", () => {
  const map = new IntMap<string>();
  for (let number = 0; number < 100_000; number += 1) map.set(number * 3, `${number}`);
  expect(map.size).toBe(100_000);
  for (let number = 0; number < 100_000; number += 1) expect(map.take(number * 3)).toBe(`${number}`);
  expect([map.size, map.values(), map.take(0)]).toEqual([0, [], undefined]);
});

it("is empty once it is cleared", () => {
  const map = new IntMap<string>();
  map.set(1, "one");
  map.clear();
  expect([map.size, map.get(1)]).toEqual([0, undefined]);
});
