import { fieldsOf } from "../cbor/fields.ts";
import { readUuid } from "../cbor/read.ts";
import { array, map, text } from "../cbor/write.ts";
import { liveQueryNotSupported } from "../message/rpc-error.ts";
import { type StatementEntry, statementEntries } from "../message/statement-entry.ts";

/**
 * Reports whether a query may start live queries or change its namespace; with false positives, without false
 * negatives.
 */
export function touchesSession(text: string): boolean {
  return /\b(live|use|kill)\b/i.test(text);
}

/** Lists the live queries that the statements of a query have started. */
export function startedLives(result: Uint8Array): string[] {
  return statementEntries(result).flatMap((entry) => startedLive(entry) ?? []);
}

/** The live query that a statement has started. */
export function startedLive(entry: StatementEntry): string | undefined {
  const result = entry.type === "live" && !entry.failed ? entry.fields.get("result") : undefined;
  return result === undefined ? undefined : readUuid(result, 0);
}

/** Replaces every entry of LIVE and KILL by the refusal of a transport without notifications. */
export function refuseRealtimeEntries(result: Uint8Array): Uint8Array {
  const items = statementEntries(result).map((entry) => {
    const realtime = entry.type === "live" || entry.type === "kill";
    return realtime ? refusedEntry(entry) : entry.bytes;
  });
  return array(items);
}

function refusedEntry({ fields }: StatementEntry): Uint8Array {
  const facts = fieldsOf(liveQueryNotSupported().value);
  return map({
    details: facts.get("details"),
    kind: facts.get("kind"),
    result: facts.get("message"),
    status: text("ERR"),
    time: fields.get("time"),
    type: fields.get("type"),
  });
}
