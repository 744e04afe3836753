import { expect, it } from "vitest";
import { MALFORMED } from "./cbor-head.ts";
import { skipItem } from "./skip-item.ts";

/** The end of the item that the hexadecimal digits begin with. */
const endOf = (digits: string): number => skipItem(Uint8Array.from(Buffer.from(digits, "hex")), 0);

it.each([
  ["a number", "01", 1],
  ["a long number", "1b0000000000000001", 9],
  ["true", "f5", 1],
  ["a double", "fb3ff0000000000000", 9],
  ["text", "626162", 3],
  ["text in chunks", "7f61616162ff", 6],
  ["bytes in chunks", "5f4101420203ff", 7],
  ["no chunks at all", "5fff", 2],
  ["an array", "830102820304", 6],
  ["an array of odd length without a length", "9f01ff", 3],
  ["an array of even length without a length", "9f0102ff", 4],
  ["arrays without a length inside of each other", "9f9fff9f01ffff", 7],
  ["a map", "a16161820102", 6],
  ["a map without a length", "bf61610161629f01ffff", 10],
  ["a tag", "c882616101", 5],
])("finds the end of %s, whatever follows", (_, digits, end) => {
  expect([endOf(digits), endOf(`${digits}ff`), endOf(`${digits}01`)]).toStrictEqual([end, end, end]);
});

it.each([
  ["nothing", ""],
  ["a break alone", "ff"],
  ["text that is cut off", "6261"],
  ["bytes longer than everything", "5affffffff01"],
  ["an array that is cut off", "8201"],
  ["an array that announces more than there is", "9affffffff01"],
  ["an array without a length and without an end", "9f01"],
  ["an array without a length inside of one that is cut off", "829fff"],
  ["a map whose last key has no value", "bf6161ff"],
  ["a map that is cut off", "a16161"],
  ["a chunk that is cut off", "5f4501"],
  ["chunks without an end", "5f4101"],
  ["a chunk of another kind", "5f6161ff"],
  ["chunks within chunks", "5f5f4101ffff"],
  ["a tag of nothing", "c8"],
])("says that %s is malformed", (_, digits) => {
  expect(endOf(digits)).toBe(MALFORMED);
});
