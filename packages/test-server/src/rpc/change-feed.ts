import { CborCodec } from "@surreal-sdk/codec";
import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { arrayItems } from "../cbor/walk.ts";
import { array, map, text } from "../cbor/write.ts";
import { statementEntries } from "../message/statement-entry.ts";
import type { Profile } from "../profile/profile.ts";
import { textParameter } from "./parameters.ts";

const codec = new CborCodec();
const shows = /^SHOW\s+CHANGES\b/i;
const since = /\bSINCE\s+(\d{19,})\b/gi;

type Change = Record<string, unknown>;
interface ChangeSet {
  readonly versionstamp: number | bigint;
  readonly changes: readonly Change[];
}

/** Rewrites the change feeds in an answer of the database in this process as the version writes them. */
export function withChanges(profile: Profile, answer: Uint8Array, query: string): Uint8Array {
  if (!/\bSHOW\s+CHANGES\b/i.test(query)) return answer;
  if (!profile.stampsInNanoseconds && !profile.deletionsHaveOriginal) return answer;
  const statements = statementsOf(query);
  const entries = statementEntries(answer);
  if (entries.length !== statements.length) return answer;
  const rows = entries.map(({ failed, fields, bytes }, index) => {
    const feed = fields.get("result");
    if (failed || feed === undefined || !shows.test(statements[index] ?? "")) return bytes;
    const sets = codec.decode(feed) as ChangeSet[];
    const written = codec.encode(rewritten(sets, profile));
    return map({ ...Object.fromEntries(fields), result: written });
  });
  return array(rows);
}

/** Translates the stamps of a query to those of the database in this process. */
export function withEngineStamps(params: Uint8Array): Uint8Array {
  const query = textParameter(params, 0);
  if (query === undefined || !shows.test(query.trim())) return params;
  const translated = query.replace(since, (_, digits: string) => `SINCE ${toCounter(BigInt(digits))}`);
  const [, ...others] = (arrayItems(params, 0) ?? []).map(({ start, end }) => params.subarray(start, end));
  return array([text(translated), ...others]);
}

function rewritten(sets: readonly ChangeSet[], profile: Profile): ChangeSet[] {
  const known = new Map<string, unknown>();
  return sets.map(({ versionstamp, changes }) => ({
    changes: changes.map((change) => (profile.deletionsHaveOriginal ? withOriginal(change, known) : change)),
    versionstamp: profile.stampsInNanoseconds ? toNanoseconds(BigInt(versionstamp)) : versionstamp,
  }));
}

/** The original of a deletion is known if an earlier change of the same feed has it. */
function withOriginal(change: Change, known: Map<string, unknown>): Change {
  const record = (change.current ?? change.update ?? change.create) as { id?: unknown } | undefined;
  if (record?.id !== undefined) known.set(String(record.id), record);
  const deleted = change.delete as { id?: unknown } | undefined;
  const original = deleted === undefined ? undefined : known.get(String(deleted.id));
  return original === undefined ? change : { ...change, delete: { ...deleted, original } };
}

/** Milliseconds and a counter of 16 bits become nanoseconds; the counter counts them. */
function toNanoseconds(stamp: bigint): bigint {
  return (stamp >> 16n) * 1_000_000n + (stamp & 0xffffn);
}

function toCounter(nanoseconds: bigint): bigint {
  return ((nanoseconds / 1_000_000n) << 16n) + (nanoseconds % 1_000_000n);
}
