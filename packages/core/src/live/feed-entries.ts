import { RecordId, type Uuid } from "@surreal-sdk/values";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { tableName } from "../surrealql/bound-query.ts";
import type { ReadThere } from "./live-catch-up.ts";
import type { LiveChange } from "./live-notification.ts";

/** How many entries of a feed are read at a time. */
const pageSize = 1_000;

/** One change in a change feed. */
export interface FeedEntry {
  readonly key: string;
  readonly change: LiveChange;
  readonly stamp: bigint;
  /** Milliseconds since 1970 by the server's clock. */
  readonly time: number;
}

/** The position in a feed from which to read. */
export interface FeedPosition {
  /** A stamp. A date would do as well, but in memory and with SurrealKV, servers of 3.3 find nothing since a date. */
  readonly since: bigint;
  /** Milliseconds since 1970: earlier entries are left out. */
  readonly from?: number;
  /** The stamp that was read last; its entry is known. */
  readonly after?: bigint | undefined;
}

/** The change feed of one table. */
export interface Feed {
  readonly table: string;
  /** Whether the feed distinguishes the creation of a record from its change. */
  readonly original: boolean;
  /** The id under which its changes are reported. */
  readonly id: () => Uuid;
}

/** Reads a feed page by page, from a position to its end. @internal */
export function* readFeed(read: ReadThere, feed: Feed, position: FeedPosition): Operation<FeedEntry[]> {
  const entries: FeedEntry[] = [];
  const { from = 0 } = position;
  let { since, after } = position;
  for (;;) {
    const text = `SHOW CHANGES FOR TABLE ${tableName(feed.table)} SINCE ${since} LIMIT ${pageSize}`;
    const sets = (yield* read({ text, bindings: {} }))[0] as unknown[];
    // A page begins with the entry that ended the one before.
    const fresh = sets.filter((set) => stampOf(set) !== after);
    for (const set of fresh) entries.push(...entriesOf(set, feed).filter(({ time }) => time >= from));
    if (fresh.length === 0 || sets.length < pageSize) return entries;
    after = stampOf(sets.at(-1));
    since = after ?? since;
  }
}

/** The first stamp of a millisecond. */
export function stampAt(milliseconds: number): bigint {
  return BigInt(milliseconds) << 16n;
}

function entriesOf(set: unknown, feed: Feed): FeedEntry[] {
  const changes = field(set, "changes");
  const stamp = stampOf(set) ?? 0n;
  // The upper bits of a stamp are milliseconds, the lower sixteen a counter.
  const time = Number(stamp >> 16n);
  return (Array.isArray(changes) ? changes : []).flatMap((sent) => {
    const change = toChange(sent, feed);
    return change === undefined ? [] : [{ key: String(change.record), change, stamp, time }];
  });
}

function toChange(sent: unknown, { id, original }: Feed): LiveChange | undefined {
  const deleted = field(sent, "delete");
  const current = field(sent, "current");
  const value = deleted ?? current ?? field(sent, "update") ?? field(sent, "create");
  const record = field(value, "id");
  if (!(record instanceof RecordId)) return undefined;
  const created = current === undefined && (original || field(sent, "create") !== undefined);
  const action = deleted !== undefined ? "DELETE" : created ? "CREATE" : "UPDATE";
  return { id: id(), action, record, result: deleted === undefined ? value : asDeleted(deleted, record) };
}

/** A deleted record as it was, where the feed tells it, as notifications do. */
function asDeleted(deleted: unknown, id: RecordId): unknown {
  return field(deleted, "original") ?? { id };
}

function stampOf(set: unknown): bigint | undefined {
  const stamp = field(set, "versionstamp");
  return typeof stamp === "bigint" || typeof stamp === "number" ? BigInt(stamp) : undefined;
}
