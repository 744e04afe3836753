import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Datetime, Duration, equals, RecordId, type Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "../query/run-query.ts";
import { tableName } from "../surrealql/bound-query.ts";
import type { Resync } from "./live-catch-up.ts";
import type { LiveChange } from "./live-notification.ts";

/** How many entries of a feed are read at a time. */
const pageSize = 1_000;
/** After so many changes the feed is read from a later time on. */
const changesPerPeriod = 1_000;
/** Milliseconds in which the new query may report what the feed has told already. */
const overlap = 5_000;
/** Milliseconds by which the clocks of entries and of the answer may differ. */
const tolerance = 2_000;

/** What was reported since a time of the server's clock. */
interface Period {
  readonly since: Datetime;
  /** Reported changes by record. */
  readonly seen: Map<string, number>;
  count: number;
}

interface FeedEntry {
  readonly key: string;
  readonly change: LiveChange;
  /** Milliseconds since 1970 by the server's clock. */
  readonly time: number;
}

/**
 * Reads what was missed from the change feed of the table (`SHOW CHANGES`). What has been reported is counted by
 * record, and so many of the record's entries are left out. When the feed does not hold what was reported, it is not
 * believed.
 *
 * A feed without `INCLUDE ORIGINAL` does not tell the creation of a record from its change: both come as `UPDATE`.
 */
export class ChangeFeedResync implements Resync {
  readonly #table: string;
  readonly #id: () => Uuid;
  readonly #original: boolean;
  readonly #expiry: Duration;
  /** The last two: changes of the later one can still be on their way when it begins. */
  #periods: readonly Period[];
  #renewing = false;
  #repeats: FeedEntry[] = [];
  #repeatsUntil = 0;

  private constructor(table: string, id: () => Uuid, feed: { original: boolean; expiry: Duration; since: Datetime }) {
    this.#table = table;
    this.#id = id;
    this.#original = feed.original;
    this.#expiry = feed.expiry;
    this.#periods = [{ since: feed.since, seen: new Map(), count: 0 }];
  }

  /** Looks for the feed of a table; `undefined` when it has none. */
  static *find(context: CallContext, table: string, id: () => Uuid): Operation<ChangeFeedResync | undefined> {
    const statement = { text: "RETURN time::now(); INFO FOR DB STRUCTURE", bindings: {} };
    const [since, info] = yield* fetchResults(context, statement);
    const tables = field(info, "tables");
    const found = Array.isArray(tables) ? tables.find((one) => field(one, "name") === table) : undefined;
    const feed = field(found, "changefeed");
    const expiry = field(feed, "expiry");
    if (!(since instanceof Datetime) || !(expiry instanceof Duration)) return undefined;
    return new ChangeFeedResync(table, id, { original: field(feed, "original") === true, expiry, since });
  }

  note(change: LiveChange): void {
    const period = this.#periods.at(-1) as Period;
    const key = String(change.record);
    period.seen.set(key, (period.seen.get(key) ?? 0) + 1);
    period.count += 1;
  }

  get isDue(): boolean {
    return !this.#renewing && (this.#periods.at(-1) as Period).count >= changesPerPeriod;
  }

  /** Begins another period. */
  *upkeep(context: CallContext): Operation<void> {
    const last = this.#periods.at(-1) as Period;
    this.#renewing = true;
    try {
      const [now] = yield* fetchResults(context, { text: "RETURN time::now()", bindings: {} });
      if (now instanceof Datetime) this.#periods = [last, { since: now, seen: new Map(), count: 0 }];
    } finally {
      this.#renewing = false;
    }
  }

  *missed(context: CallContext): Operation<LiveChange[] | undefined> {
    const started = platformTime.now();
    const [now] = yield* fetchResults(context, { text: "RETURN time::now()", bindings: {} });
    if (!(now instanceof Datetime)) return undefined;
    const { since } = this.#periods[0] as Period;
    if (millisecondsOf(now) - millisecondsOf(since) > this.#expiry.toMilliseconds()) return undefined;
    const entries = yield* this.#read(context, since);
    const unseen = this.#withoutSeen(entries);
    if (unseen === undefined) return undefined;
    const restarted = millisecondsOf(now) - (platformTime.now() - started) - tolerance;
    this.#repeats = unseen.filter(({ time }) => time >= restarted);
    this.#repeatsUntil = platformTime.now() + overlap;
    this.#periods = [{ since: now, seen: new Map(), count: 0 }];
    return unseen.map(({ change }) => change);
  }

  isRepeat(change: LiveChange): boolean {
    if (this.#repeats.length === 0) return false;
    if (platformTime.now() > this.#repeatsUntil) {
      this.#repeats = [];
      return false;
    }
    const key = String(change.record);
    const context = this.#repeats.findIndex((entry) => entry.key === key);
    if (context < 0) return false;
    const [entry] = this.#repeats.splice(context, 1) as [FeedEntry];
    return change.action === "DELETE" ? entry.change.action === "DELETE" : equals(entry.change.result, change.result);
  }

  *#read(context: CallContext, since: Datetime): Operation<FeedEntry[]> {
    const entries: FeedEntry[] = [];
    let from: string = since.toString();
    let last: bigint | undefined;
    for (;;) {
      const text = `SHOW CHANGES FOR TABLE ${tableName(this.#table)} SINCE ${from} LIMIT ${pageSize}`;
      const sets = (yield* fetchResults(context, { text, bindings: {} }))[0] as unknown[];
      // A page begins with the set that the one before ended with.
      const fresh = sets.filter((set) => stampOf(set) !== last);
      for (const set of fresh) entries.push(...this.#entriesOf(set));
      if (fresh.length === 0 || sets.length < pageSize) return entries;
      last = stampOf(sets.at(-1));
      from = String(last);
    }
  }

  #entriesOf(set: unknown): FeedEntry[] {
    const changes = field(set, "changes");
    // The upper bits of a stamp are the time, the lower sixteen a counter.
    const time = Number((stampOf(set) ?? 0n) >> 16n);
    return (Array.isArray(changes) ? changes : []).flatMap((change) => {
      const entry = this.#toChange(change);
      return entry === undefined ? [] : [{ key: String(entry.record), change: entry, time }];
    });
  }

  #toChange(sent: unknown): LiveChange | undefined {
    const deleted = field(sent, "delete");
    const current = field(sent, "current");
    const value = deleted ?? current ?? field(sent, "update") ?? field(sent, "create");
    const record = field(value, "id");
    if (!(record instanceof RecordId)) return undefined;
    const created = current === undefined && (this.#original || field(sent, "create") !== undefined);
    const action = deleted !== undefined ? "DELETE" : created ? "CREATE" : "UPDATE";
    return { id: this.#id(), action, record, result: value };
  }

  /** The entries that nobody was told of; `undefined` when something was told that the feed does not know. */
  #withoutSeen(entries: readonly FeedEntry[]): FeedEntry[] | undefined {
    const seen = new Map<string, number>();
    for (const period of this.#periods) {
      for (const [key, count] of period.seen) seen.set(key, (seen.get(key) ?? 0) + count);
    }
    const unseen = entries.filter(({ key }) => {
      const left = seen.get(key) ?? 0;
      if (left > 0) seen.set(key, left - 1);
      return left === 0;
    });
    return [...seen.values()].every((left) => left === 0) ? unseen : undefined;
  }
}

function stampOf(set: unknown): bigint | undefined {
  const stamp = field(set, "versionstamp");
  return typeof stamp === "bigint" || typeof stamp === "number" ? BigInt(stamp) : undefined;
}

function millisecondsOf(time: Datetime): number {
  return time.toDate().getTime();
}
