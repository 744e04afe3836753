import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { arrayItems } from "../cbor/walk.ts";
import { array, map, text } from "../cbor/write.ts";
import { serverCodec } from "../message/server-codec.ts";
import { statementEntries } from "../message/statement-entry.ts";
import { textParameter } from "./parameters.ts";

/** A text without these words shows no changes. */
const mayShow = /\bSHOW\s+CHANGES\b/i;
const shows = /^SHOW\s+CHANGES\b/i;
const sinceDate = /\bSINCE\s+d(["'])([^"']*)\1/i;

type Change = Record<string, unknown>;
interface ChangeSet {
  readonly versionstamp: number | bigint;
  readonly changes: readonly Change[];
}

/** Adds the originals of deletions to the change feeds in an answer, which the database in this process leaves out. */
export function withOriginals(answer: Uint8Array, query: string): Uint8Array {
  if (!mayShow.test(query)) return answer;
  const statements = statementsOf(query);
  const entries = statementEntries(answer);
  if (entries.length !== statements.length) return answer;
  const rows = entries.map(({ failed, fields, bytes }, index) => {
    const feed = fields.get("result");
    if (failed || feed === undefined || !shows.test(statements[index] ?? "")) return bytes;
    const sets = serverCodec.decode(feed) as ChangeSet[];
    const written = serverCodec.encode(rewritten(sets));
    return map({ ...Object.fromEntries(fields), result: written });
  });
  return array(rows);
}

/** Takes a date for nanoseconds, of which there are more than of the stamps that it is compared with. */
export function withFeedDates(params: Uint8Array): Uint8Array {
  const query = textParameter(params, 0);
  if (query === undefined || !mayShow.test(query)) return params;
  const statements = statementsOf(query);
  const dated = statements.map((one) => (shows.test(one) ? one.replace(sinceDate, sinceNanoseconds) : one));
  if (dated.every((one, index) => one === statements[index])) return params;
  const [, ...others] = (arrayItems(params, 0) ?? []).map(({ start, end }) => params.subarray(start, end));
  return array([text(dated.join(";\n")), ...others]);
}

/** A date that is none is left to the parser. */
function sinceNanoseconds(clause: string, _quote: string, date: string): string {
  const time = Date.parse(date);
  return Number.isNaN(time) ? clause : `SINCE ${BigInt(time) * 1_000_000n}`;
}

function rewritten(sets: readonly ChangeSet[]): ChangeSet[] {
  const known = new Map<string, unknown>();
  return sets.map(({ changes, ...set }) => ({ ...set, changes: changes.map((change) => withOriginal(change, known)) }));
}

/** The original of a deletion is known if an earlier change of the same feed has it. */
function withOriginal(change: Change, known: Map<string, unknown>): Change {
  const record = (change.current ?? change.update ?? change.create) as { id?: unknown } | undefined;
  if (record?.id !== undefined) known.set(String(record.id), record);
  const deleted = change.delete as { id?: unknown } | undefined;
  const original = deleted === undefined ? undefined : known.get(String(deleted.id));
  return original === undefined ? change : { ...change, delete: { ...deleted, original } };
}
