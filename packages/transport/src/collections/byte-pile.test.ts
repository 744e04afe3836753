import fc from "fast-check";
import { expect, it } from "vitest";
import { BytePile } from "./byte-pile.ts";

it("gives what was added, in order, whatever the sizes", () => {
  const sizes = fc.array(fc.oneof(fc.nat(5), fc.integer({ min: 16_000, max: 40_000 })), { maxLength: 12 });
  fc.assert(
    fc.property(sizes, (lengths) => {
      const pile = new BytePile();
      const all: number[] = [];
      for (const [index, length] of lengths.entries()) {
        const backing = new Uint8Array(length * (index % 3 === 0 ? 4 : 1) + 3).fill(index + 1);
        const bytes = backing.subarray(2, 2 + length);
        pile.add(bytes);
        for (const byte of bytes) all.push(byte);
      }
      expect(pile.length).toBe(all.length);
      expect(Buffer.from(pile.join()).equals(Buffer.from(all))).toBe(true);
      expect(Buffer.from(pile.join()).equals(Buffer.from(all))).toBe(true);
    }),
    { numRuns: 30 },
  );
});

it("holds a piece of memory for each 16 KiB, and not for each byte", () => {
  const pile = new BytePile();
  const read = new Uint8Array(65_536);
  for (let index = 0; index < 1_000_000; index++) pile.add(read.subarray(index % 65_536, (index % 65_536) + 1));
  expect(pile.held).toBe(Math.ceil(1_000_000 / 16_384));
  expect(pile.join()).toHaveLength(1_000_000);
});

it("keeps large pieces where they are, and a single one of any size", () => {
  const large = new Uint8Array(20_000).fill(7);
  const pile = new BytePile();
  pile.add(large);
  expect(pile.join()).toBe(large);
  const small = new BytePile();
  const only = Uint8Array.of(1, 2);
  small.add(only);
  expect(small.join()).toBe(only);
});

it("copies a large piece that would keep a buffer of more than twice its size alive", () => {
  const pile = new BytePile();
  pile.add(new Uint8Array(100));
  pile.add(new Uint8Array(1_000_000).subarray(0, 50_000));
  pile.add(new Uint8Array(50_000));
  expect(pile.join().buffer.byteLength).toBe(100_100);
});

it("gives nothing as an empty array of bytes", () => {
  expect(new BytePile().join()).toEqual(new Uint8Array());
});
