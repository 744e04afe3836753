import type { RowText } from "./rows.ts";

/** Faults of frames and of the answers in them. */
export const frames: readonly RowText[] = [
  ["D01", "answers in a different order"],
  ["D02", "a duplicate answer"],
  ["D03", "an answer to an unknown request, or to one that was given up"],
  ["D04", "an id that is not text"],
  ["D05", "an error without an id, one request in flight"],
  ["D06", "an error without an id, several in flight"],
  ["D07", "both a result and an error, or neither"],
  ["D08", "an error that is text, a list, a number, or badly nested"],
  ["D09", "a message that is not a map"],
  ["D10", "a text frame"],
  ["D11", "a message that is truncated or changed, at any byte"],
  ["D12", "two items in one message"],
  ["D13", "a message in fragments of one byte, with pings between them"],
  ["D14", "a million fragments, or a message that is too large"],
  ["D15", "masked frames, reserved bits, unknown opcodes, invalid close frames"],
  ["D16", "a flood of pings"],
  ["D17", "compression that the client did not request"],
  [
    "D18",
    "the answer to a query is not a list of statement results",
    "Only the server knows how many statements a text has, so the client cannot detect a list that is too short.",
  ],
  ["D19", "one statement of several fails"],
  ["D20", "a request that is larger than the server accepts"],
  ["D21", "ids across connections and years"],
];
