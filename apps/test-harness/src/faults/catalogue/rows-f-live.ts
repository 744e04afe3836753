import type { RowText } from "./rows.ts";

/** Faults of live queries. */
export const live: readonly RowText[] = [
  ["F01", "a burst of notifications"],
  ["F02", "a notification before the answer to LIVE, or before the first next()"],
  ["F03", "a consumer that is too slow"],
  ["F04", "a slow consumer beside requests"],
  ["F05", "the connection is lost: the stream reports a gap"],
  ["F06", "the server refuses to restart the query"],
  ["F07", "the server's id changes"],
  ["F08", "kill() while reconnecting, twice, or after the end"],
  ["F09", "the server ends the query"],
  ["F10", "break, return, throw or a signal in the consumer"],
  ["F11", "two consumers of one query"],
  ["F12", "notifications of an unknown query"],
  ["F13", "malformed notifications"],
  ["F14", "close() while the connection is lost"],
  ["F15", "fetching missed changes"],
  ["F16", "the consumer's own code throws"],
  ["F17", "thousands of live queries, all killed"],
  [
    "F18",
    "permissions are lost while a query runs",
    "A server that stops reporting because permissions are missing does not say so, so the client cannot detect it. Sign in and subscribe again.",
  ],
  ["F19", "patches after a gap"],
];
