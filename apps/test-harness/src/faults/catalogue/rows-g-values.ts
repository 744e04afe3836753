import type { RowText } from "./rows.ts";

/** Faults of bytes and values. */
export const values: readonly RowText[] = [
  ["G01", "an item cut at any byte"],
  ["G02", "announced lengths up to 2^64"],
  ["G03", "nested announcements of large lists"],
  ["G04", "nesting without end"],
  ["G05", "keys such as __proto__"],
  ["G06", "keys that are no text"],
  ["G07", "keys that come twice"],
  ["G08", "text that is no UTF-8, lone surrogates"],
  ["G09", "byte order marks, NUL, emoji, composed letters"],
  ["G10", "integers beyond 64 bits"],
  ["G11", "NaN, infinities, -0, short floats"],
  ["G12", "a tag around the wrong thing"],
  ["G13", "unknown tags, tags that run code, shared references"],
  ["G13b", "another CBOR library in the same process"],
  ["G14", "dates out of range, nanoseconds"],
  ["G15", "cycles, getters that throw, proxies"],
  ["G16", "undefined, null and missing"],
  ["G17", "bytes that share memory with a frame"],
  ["G18", "random and mutated bytes"],
  ["G19", "encode and decode are each other's inverse"],
];
