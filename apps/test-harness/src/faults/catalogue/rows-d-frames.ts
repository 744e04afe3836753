import type { RowText } from "./rows.ts";

/** Faults of frames and of the answers in them. */
export const frames: readonly RowText[] = [
  ["D01", "answers in another order"],
  ["D02", "an answer that comes twice"],
  ["D03", "an answer to nobody, or to somebody who gave up"],
  ["D04", "an id that is no text"],
  ["D05", "an error without an id, one request in flight"],
  ["D06", "an error without an id, several in flight"],
  ["D07", "both a result and an error, or neither"],
  ["D08", "an error that is text, a list, a number, or badly nested"],
  ["D09", "a message that is no map"],
  ["D10", "a text frame"],
  ["D11", "a message that is cut or changed, at any byte"],
  ["D12", "two items in one message"],
  ["D13", "a message in pieces of one byte, pings between them"],
  ["D14", "a million pieces, or a message that is too large"],
  ["D15", "masked frames, reserved bits, unknown opcodes, bad closing"],
  ["D16", "a flood of pings"],
  ["D17", "compression that nobody asked for"],
  [
    "D18",
    "the answer to a query is not a list of statement results",
    "How many statements a text has only the server knows, so a list that is too short is not noticed.",
  ],
  ["D19", "one statement of several fails"],
  ["D20", "a request that is larger than the server takes"],
  ["D21", "ids over connections and years"],
];
