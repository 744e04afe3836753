import type { RowText } from "./rows.ts";

/** Faults of HTTP. */
export const http: readonly RowText[] = [
  ["E01", "refused, or reset before the answer"],
  ["E02", "reset in the middle of the answer, at any byte"],
  ["E03", "the head never comes, the body drips"],
  ["E04", "4xx and 5xx with any body"],
  ["E05", "429 and 503 with Retry-After"],
  ["E06", "200 with a body that is no answer"],
  ["E07", "200 with the id of another request"],
  ["E08", "redirects"],
  ["E09", "redirects to addresses of this machine and of clouds"],
  ["E10", "a body without end, or that unpacks to one"],
  ["E11", "the server closes an idle connection at the wrong moment"],
  ["E12", "five thousand requests at once"],
  ["E13", "live queries, sessions and transactions over HTTP"],
  ["E14", "a captive portal"],
  ["E15", "line breaks and other letters in names and tokens"],
  ["E16", "an export that is cut off"],
  ["E17", "an import that breaks off"],
];
