import type { RowText } from "./rows.ts";

/** Misuse and attacks. */
export const misuse: readonly RowText[] = [
  ["I01", "names with quotes, brackets, NUL and other special characters"],
  ["I02", "a statement hidden in a target"],
  ["I03", "nested query templates"],
  ["I04", "paths in patches"],
  ["I05", "unusual keys, unusual classes"],
  ["I06", "secrets in anything that can be printed"],
  ["I07", "query text and variables in errors"],
  [
    "I08",
    "no encryption",
    "The SDK prints no warning for ws:// and http://; `requireTls` refuses them before any I/O.",
  ],
  ["I09", "the server points to another address"],
  ["I10", "hostile error messages"],
  ["I11", "prototypes in options"],
  [
    "I12",
    "a polluted Object.prototype",
    "Properties that Node's own modules read from it (signal, timeout, error) break Node itself.",
  ],
  ["I13", "long inputs for parsers"],
  ["I14", "tokens are read, not trusted"],
  [
    "I15",
    "timing and enumeration",
    "The client does not compare secrets and does not answer requests, so there is nothing to time or to count.",
  ],
  ["I16", "a fetch or WebSocket from the user that misbehaves"],
  ["I17", "frozen and exotic objects of the caller"],
  ["I18", "builders that are awaited twice, or never"],
  ["I19", "rows with a property named then"],
  ["I20", "a million elements, a hundred thousand variables"],
];
