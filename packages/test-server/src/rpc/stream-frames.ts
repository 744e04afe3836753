import { arrayItems } from "../cbor/walk.ts";
import { array, bool, integer, map, NONE, text } from "../cbor/write.ts";
import { errorOfEntry, type StatementEntry } from "../message/statement-entry.ts";

/** The rows of a statement's first frame; every further frame has twice as many as the one before. */
const FIRST_BATCH = 16;
/** The most rows of a frame. */
const LARGEST_BATCH = 256;

/** A frame of the answer to `query_stream`: the result of one response. */
export interface StreamFrame {
  readonly result: Uint8Array;
  /** The statement that the frame belongs to. */
  readonly index: number;
  /** How many rows it carries. */
  readonly rows: number;
  /** Whether it is the statement's last one. */
  readonly last: boolean;
}

/** The frame that opens an answer. */
export function beginFrame(statements: number): Uint8Array {
  return map({ statements: integer(statements), stream: text("begin"), version: integer(1) });
}

/** The frame that ends an answer, with the number of statements whose last frame was sent. */
export function endFrame(results: number, milliseconds: number, error?: Uint8Array): Uint8Array {
  return map({ error, results: integer(results), stream: text("end"), time: text(`${milliseconds.toFixed(3)}ms`) });
}

/** The last frame of a statement that failed: its rows are void. */
export function retractingFrame(index: number, error: Uint8Array): StreamFrame {
  return lastFrame(index, { error, time: text("0ns"), type: NONE });
}

/** The frames of a statement. */
export function* framesOf(entry: StatementEntry, index: number): Generator<StreamFrame> {
  const closing = { time: entry.fields.get("time"), type: entry.fields.get("type") };
  if (entry.failed) return yield lastFrame(index, { ...closing, error: errorOfEntry(entry) });
  const result = entry.fields.get("result") ?? NONE;
  const rows = arrayItems(result, 0);
  if (rows === undefined) {
    yield payload(index, 0, { stream: text("value"), value: result });
    return yield lastFrame(index, { ...closing, single: true });
  }
  let size = FIRST_BATCH;
  for (let at = 0; at < rows.length; size = Math.min(size * 2, LARGEST_BATCH)) {
    const batch = rows.slice(at, at + size).map((row) => result.subarray(row.start, row.end));
    yield payload(index, batch.length, { stream: text("rows"), values: array(batch) });
    at += size;
  }
  yield lastFrame(index, closing);
}

function payload(index: number, rows: number, facts: Record<string, Uint8Array>): StreamFrame {
  return { result: map({ index: integer(index), ...facts }), index, rows, last: false };
}

function lastFrame(
  index: number,
  facts: {
    error?: Uint8Array | undefined;
    single?: boolean;
    time: Uint8Array | undefined;
    type: Uint8Array | undefined;
  },
): StreamFrame {
  const { error, single = false, time, type } = facts;
  const result = map({ error, index: integer(index), single: bool(single), stream: text("finished"), time, type });
  return { result, index, rows: 0, last: true };
}
