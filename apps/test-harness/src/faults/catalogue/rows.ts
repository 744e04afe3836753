import { connecting } from "./rows-a-connecting.ts";
import { requests } from "./rows-b-requests.ts";
import { sessions } from "./rows-c-sessions.ts";
import { frames } from "./rows-d-frames.ts";
import { http } from "./rows-e-http.ts";
import { live } from "./rows-f-live.ts";
import { values } from "./rows-g-values.ts";
import { processes } from "./rows-h-processes.ts";
import { misuse } from "./rows-i-misuse.ts";

/** One fault of the catalogue. */
export interface Row {
  readonly id: string;
  /** What goes wrong. */
  readonly fault: string;
  /** What the SDK does not guarantee; for a row without a test, the reason. */
  readonly note?: string;
}

/** A row as it is written: an id, the fault, and a note if needed. */
export type RowText = readonly [id: string, fault: string, note?: string];

/** A chapter of the catalogue. */
export interface Chapter {
  readonly title: string;
  readonly rows: readonly Row[];
}

function chapter(title: string, rows: readonly RowText[]): Chapter {
  return {
    title,
    rows: rows.map(([id, fault, note]) => ({ id, fault, ...(note === undefined ? {} : { note }) })),
  };
}

/** Every fault that the SDK handles, by chapter. */
export const chapters: readonly Chapter[] = [
  chapter("A. Establishing a connection", connecting),
  chapter("B. Connection loss and requests in flight", requests),
  chapter("C. The state of a session, and transactions", sessions),
  chapter("D. WebSocket frames and answers", frames),
  chapter("E. HTTP", http),
  chapter("F. Live queries", live),
  chapter("G. CBOR and values", values),
  chapter("H. Blocking, embedded, process", processes),
  chapter("I. Misuse and security", misuse),
];

/** All rows. */
export const rows: readonly Row[] = chapters.flatMap((each) => each.rows);
