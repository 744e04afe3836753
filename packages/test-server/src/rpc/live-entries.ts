import { readUuid } from "../cbor/read.ts";
import { array } from "../cbor/write.ts";
import type { RpcRequest } from "../message/request.ts";
import { liveQueryNotSupported } from "../message/rpc-error.ts";
import { failedEntry, type StatementEntry, statementEntries } from "../message/statement-entry.ts";
import { textParameter } from "./parameters.ts";

/**
 * Reports whether a query may start live queries or change its namespace; with false positives, without false
 * negatives.
 */
export function touchesSession(text: string): boolean {
  return /\b(live|use|kill)\b/i.test(text);
}

/** Reports whether a request is one LIVE and nothing else. */
export function isLoneLive({ method, params }: RpcRequest): boolean {
  return method === "live" || (method === "query" && /^\s*LIVE\s[^;]*;?\s*$/i.test(textParameter(params, 0) ?? ""));
}

/** Reports whether a query works in the selected place; not if it may select another place, or create this one. */
export function needsPlace(text: string): boolean {
  if (/\b(USE|DEFINE\s+(NAMESPACE|NS|DATABASE|DB))\b/i.test(text)) return false;
  return /\b(SELECT|CREATE|INSERT|UPSERT|UPDATE|RELATE|DELETE|DEFINE|ALTER|REMOVE|REBUILD|LIVE|SHOW|INFO\s+FOR\s+(DB|DATABASE|TB|TABLE|USER|INDEX))\b/i.test(
    text,
  );
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
    if (!realtime) return entry.bytes;
    const { time, type } = Object.fromEntries(entry.fields);
    return failedEntry(liveQueryNotSupported(), { time, type });
  });
  return array(items);
}
