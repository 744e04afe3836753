import { readUuid } from "../cbor/read.ts";
import type { Span } from "../cbor/walk.ts";
import { arrayItems, mapEntries, readText } from "../cbor/walk.ts";
import { array, map, text } from "../cbor/write.ts";
import { liveQueryNotSupported } from "../message/rpc-error.ts";

/**
 * Reports whether a query may start live queries or change its namespace; with false positives, without false
 * negatives.
 */
export function touchesSession(text: string): boolean {
  return /\b(live|use|kill)\b/i.test(text);
}

/** Lists the live queries that the statements of a query have started. */
export function startedLives(result: Uint8Array): string[] {
  const lives: string[] = [];
  for (const item of arrayItems(result, 0) ?? []) {
    const entry = readEntry(result, item);
    const live = entry.type === "live" && entry.result !== undefined ? readUuid(result, entry.result.start) : undefined;
    if (live !== undefined) lives.push(live);
  }
  return lives;
}

/** Replaces every entry of LIVE and KILL by the refusal of a transport without notifications. */
export function refuseRealtimeEntries(result: Uint8Array): Uint8Array {
  const items = (arrayItems(result, 0) ?? []).map((item) => {
    const entry = readEntry(result, item);
    const realtime = entry.type === "live" || entry.type === "kill";
    return realtime ? refusedEntry(result, entry) : result.subarray(item.start, item.end);
  });
  return array(items);
}

interface StatementEntry {
  readonly type: string | undefined;
  readonly result: Span | undefined;
  readonly time: Span | undefined;
  readonly typeSpan: Span | undefined;
}

function readEntry(bytes: Uint8Array, item: Span): StatementEntry {
  const fields = new Map(mapEntries(bytes, item.start)?.map((entry) => [entry.key, entry.value]));
  const typeSpan = fields.get("type");
  return {
    type: typeSpan === undefined ? undefined : readText(bytes, typeSpan.start),
    result: fields.get("result"),
    time: fields.get("time"),
    typeSpan,
  };
}

function refusedEntry(bytes: Uint8Array, entry: StatementEntry): Uint8Array {
  const refusal = liveQueryNotSupported().value;
  const facts = new Map(
    mapEntries(refusal, 0)?.map(({ key, value }) => [key, refusal.subarray(value.start, value.end)]),
  );
  const part = (span: Span | undefined) => (span === undefined ? undefined : bytes.subarray(span.start, span.end));
  return map({
    details: facts.get("details"),
    kind: facts.get("kind"),
    result: facts.get("message"),
    status: text("ERR"),
    time: part(entry.time),
    type: part(entry.typeSpan),
  });
}
