import type { RowText } from "./rows.ts";

/** Faults of live queries. */
export const live: readonly RowText[] = [
  ["F01", "a burst of notifications"],
  ["F02", "a notification before the answer to LIVE, or before the first next()"],
  ["F03", "a consumer that is too slow"],
  ["F04", "a slow consumer beside requests"],
  ["F05", "the connection is lost: the gap is marked"],
  ["F06", "starting again is refused"],
  ["F07", "the server's id changes"],
  ["F08", "kill() while reconnecting, twice, or after the end"],
  ["F09", "the server ends the query"],
  ["F10", "break, return, throw or a signal in the consumer"],
  ["F11", "two consumers of one query"],
  ["F12", "notifications of a query that nobody knows"],
  ["F13", "malformed notifications"],
  ["F14", "close() against the death of the connection"],
  ["F15", "finding out what was missed"],
  ["F16", "the consumer's own code throws"],
  ["F17", "thousands of live queries, all killed"],
  [
    "F18",
    "permissions are lost while a query runs",
    "A server that stops reporting for want of permission says nothing, so silence cannot be told apart. Sign in and subscribe again.",
  ],
  ["F19", "patches after a gap"],
];
