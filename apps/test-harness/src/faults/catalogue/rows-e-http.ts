import type { RowText } from "./rows.ts";

/** Faults of HTTP. */
export const http: readonly RowText[] = [
  ["E01", "refused, or reset before the answer"],
  ["E02", "reset in the middle of the answer, at any byte"],
  ["E03", "the head never arrives, the body arrives slowly"],
  ["E04", "4xx and 5xx with any body"],
  ["E05", "429 and 503 with Retry-After"],
  ["E06", "200 with a body that is not an answer"],
  ["E07", "200 with the id of another request"],
  ["E08", "redirects"],
  ["E09", "redirects to local addresses and cloud metadata addresses"],
  ["E10", "an endless body, or one that decompresses to an endless body"],
  ["E11", "the server closes an idle connection at the wrong moment"],
  ["E12", "five thousand requests at once"],
  ["E13", "live queries, sessions and transactions over HTTP"],
  ["E14", "a captive portal"],
  ["E15", "line breaks and non-ASCII characters in names and tokens"],
  ["E16", "a truncated export"],
  ["E17", "an import that breaks off"],
];
