import fc from "fast-check";
import { expect, it } from "vitest";
import { Deadlines, type Timed } from "./deadlines.ts";

it("gives items in the order in which they are due, whatever was taken out before", () => {
  const times = fc.array(fc.record({ at: fc.integer({ min: 0, max: 50 }), out: fc.boolean() }), { maxLength: 60 });
  fc.assert(
    fc.property(times, (wanted) => {
      const deadlines = new Deadlines<Timed>();
      const items = wanted.map(({ at }) => ({ dueAt: at, slot: -1 }));
      for (const item of items) deadlines.add(item);
      wanted.forEach(({ out }, index) => {
        if (out) deadlines.remove(items[index] as Timed);
      });
      const left = wanted.filter(({ out }) => !out).map(({ at }) => at);
      expect(deadlines.next).toBe(Math.min(Number.POSITIVE_INFINITY, ...left));
      const taken: number[] = [];
      for (let item = deadlines.take(50); item !== undefined; item = deadlines.take(50)) taken.push(item.dueAt);
      expect(taken).toEqual(left.sort((a, b) => a - b));
      expect(items.every(({ slot }) => slot === -1)).toBe(true);
    }),
  );
});

it("keeps what is not due, and what never will be", () => {
  const deadlines = new Deadlines<Timed>();
  deadlines.add({ dueAt: 10, slot: -1 });
  deadlines.add({ dueAt: Number.POSITIVE_INFINITY, slot: -1 });
  expect(deadlines.take(9)).toBeUndefined();
  expect(deadlines.take(10)?.dueAt).toBe(10);
  expect(deadlines.next).toBe(Number.POSITIVE_INFINITY);
});
