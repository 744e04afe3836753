import type { RowText } from "./rows.ts";

/** Faults of bytes and values. */
export const values: readonly RowText[] = [
  ["G01", "an item truncated at any byte"],
  ["G02", "announced lengths up to 2^64"],
  ["G03", "nested large announced lengths"],
  ["G04", "endless nesting"],
  ["G05", "keys such as __proto__"],
  ["G06", "keys that are not text"],
  ["G07", "duplicate keys"],
  ["G08", "invalid UTF-8, lone surrogates"],
  ["G09", "byte order marks, NUL, emoji, combining characters"],
  ["G10", "integers beyond 64 bits"],
  ["G11", "NaN, infinities, -0, short floats"],
  ["G12", "a tag around a wrong type"],
  ["G13", "unknown tags, tags that run code, shared references"],
  ["G13b", "another CBOR library in the same process"],
  ["G14", "dates out of range, nanoseconds"],
  ["G15", "cycles, getters that throw, proxies"],
  ["G16", "undefined, null and missing"],
  ["G17", "bytes that share memory with a frame"],
  ["G18", "random and mutated bytes"],
  ["G19", "encode and decode are inverse"],
];
