import type { RowText } from "./rows.ts";

/** Misuse and attacks. */
export const misuse: readonly RowText[] = [
  ["I01", "names with quotes, brackets, NUL and worse"],
  ["I02", "a statement hidden in a target"],
  ["I03", "nested query templates"],
  ["I04", "paths of patches"],
  ["I05", "odd keys, odd classes"],
  ["I06", "secrets in anything that can be printed"],
  ["I07", "query text and variables in errors"],
  ["I08", "no encryption", "Nothing is printed for ws:// and http://; `requireTls` refuses them before any I/O."],
  ["I09", "the server points elsewhere"],
  ["I10", "hostile error messages"],
  ["I11", "prototypes in options"],
  [
    "I12",
    "a polluted Object.prototype",
    "Names that Node's own modules read through it (signal, timeout, error) break Node itself.",
  ],
  ["I13", "long inputs for parsers"],
  ["I14", "tokens are read, not trusted"],
  [
    "I15",
    "timing and enumeration",
    "The client compares no secrets and answers nobody: there is nothing to time or to count.",
  ],
  ["I16", "a fetch or WebSocket of the user's that misbehaves"],
  ["I17", "frozen and exotic objects of the caller"],
  ["I18", "builders that are awaited twice or never"],
  ["I19", "rows with a property then"],
  ["I20", "a million elements, a hundred thousand variables"],
];
