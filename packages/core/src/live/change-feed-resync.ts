import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Datetime, Duration, type Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "../query/run-query.ts";
import { type Feed, type FeedEntry, readFeed } from "./feed-entries.ts";
import { FeedPeriod } from "./feed-period.ts";
import type { Missed, ReadThere, Resync } from "./live-catch-up.ts";
import type { LiveChange } from "./live-notification.ts";
import { RepeatedChanges } from "./repeated-changes.ts";

/** After this many changes the feed is read from a later time on. */
const changesPerPeriod = 1_000;
/** How many periods fit into the time that a feed covers. */
const periodsPerExpiry = 4;
/** Milliseconds by which the clocks of entries and of the answer may differ. */
const tolerance = 2_000;
/** Milliseconds for which a reported change may still appear in the feed after a later position. */
const settling = 5_000;
/** How many reported changes are kept for that. */
const mostRecent = 500;

/** A feed, how far back it goes, and how long a lost connection may seem alive; all in milliseconds. */
interface FeedFacts extends Feed {
  readonly expiry: number;
  readonly unnoticed: number;
}

/**
 * Reads the missed changes from the change feed of the table (`SHOW CHANGES`). It counts the reported changes by
 * record, and skips as many entries of that record. When the feed does not contain what was reported, it is not
 * trusted.
 *
 * A feed without `INCLUDE ORIGINAL` does not distinguish the creation of a record from its change: both are `UPDATE`.
 */
export class ChangeFeedResync implements Resync {
  readonly #feed: FeedFacts;
  readonly #repeats: RepeatedChanges = new RepeatedChanges();
  /** The last two: changes of the later one may still be in transit when it begins. Empty where that is unknown. */
  #periods: readonly FeedPeriod[];
  #isRenewing = false;
  /** The last reported changes, and their times. */
  #recent: { readonly at: number; readonly change: LiveChange }[] = [];
  /** When the last of those that are no longer kept was reported. */
  #forgotten = Number.NEGATIVE_INFINITY;
  /** Since when every change has been reported that the connection did not lose. */
  #complete: number = platformTime.now();
  /** The server's time at the last read of missed changes. */
  #asked: Datetime | undefined;

  private constructor(feed: FeedFacts, since: Datetime) {
    this.#feed = feed;
    this.#periods = [new FeedPeriod(millisecondsOf(since))];
  }

  /** Finds the feed of a table; `undefined` when it has none. */
  static *find(context: CallContext, table: string, id: () => Uuid): Operation<ChangeFeedResync | undefined> {
    const statement = { text: "RETURN time::now(); INFO FOR DB STRUCTURE", bindings: {} };
    const [since, info] = yield* fetchResults(context, statement);
    const tables = field(info, "tables");
    const found = Array.isArray(tables) ? tables.find((one) => field(one, "name") === table) : undefined;
    const feed = field(found, "changefeed");
    const expiry = field(feed, "expiry");
    if (!(since instanceof Datetime) || !(expiry instanceof Duration)) return undefined;
    const original = field(feed, "original") === true;
    const facts = { table, id, original, expiry: expiry.toMilliseconds(), unnoticed: unnoticedLoss(context) };
    return new ChangeFeedResync(facts, since);
  }

  note(change: LiveChange): void {
    this.#recent.push({ at: platformTime.now(), change });
    if (this.#recent.length > 2 * mostRecent) {
      this.#forgotten = this.#recent[mostRecent - 1]?.at ?? this.#forgotten;
      this.#recent = this.#recent.slice(mostRecent);
    }
    this.#periods.at(-1)?.note(change);
  }

  get isDue(): boolean {
    const last = this.#periods.at(-1);
    if (this.#isRenewing) return false;
    return last === undefined || last.count >= changesPerPeriod || last.age * periodsPerExpiry >= this.#feed.expiry;
  }

  /** Begins another period. */
  *upkeep(read: ReadThere): Operation<void> {
    const last = this.#periods.at(-1);
    this.#isRenewing = true;
    try {
      const now = yield* serverTime(read);
      if (now !== undefined && last === this.#periods.at(-1)) {
        this.#periods = [...(last === undefined ? [] : [last]), this.#beginAt(now)];
      }
    } finally {
      this.#isRenewing = false;
    }
  }

  *missed(read: ReadThere, outage: number): Operation<Missed | undefined> {
    this.#asked = undefined;
    const started = platformTime.now();
    const now = yield* serverTime(read);
    if (now === undefined) return undefined;
    this.#asked = now;
    const time = millisecondsOf(now);
    const periods = this.#within(time, outage);
    const [first] = periods;
    if (first === undefined) return undefined;
    const entries = yield* readFeed(read, this.#feed, first.position);
    const unreported = FeedPeriod.unreported(entries, periods);
    if (unreported === undefined) return undefined;
    const restarted = time - (platformTime.now() - started) - tolerance;
    return {
      changes: unreported.map(({ change }) => change),
      accept: () =>
        this.#accept(
          now,
          entries.at(-1)?.stamp,
          unreported.filter((entry) => entry.time >= restarted),
        ),
    };
  }

  isRepeat(change: LiveChange): boolean {
    return this.#repeats.take(change);
  }

  restart(): void {
    this.#complete = platformTime.now();
    this.#repeats.expect([]);
    this.#periods = this.#asked === undefined ? [] : [this.#beginAt(this.#asked)];
  }

  /** A period that begins at a time, not at an entry: the clocks may differ. */
  #beginAt(time: Datetime): FeedPeriod {
    return new FeedPeriod(millisecondsOf(time), undefined, this.#reportedSince(platformTime.now() - settling));
  }

  /** All entries that were read count as reported, and are not read again. */
  #accept(now: Datetime, last: bigint | undefined, repeats: readonly FeedEntry[]): void {
    this.#repeats.expect(repeats.map(({ change }) => change));
    this.#periods = [new FeedPeriod(millisecondsOf(now), last)];
  }

  /**
   * The periods that the feed still covers. Where it does not go back that far because the table was quiet, one begins
   * when the connection may have been lost: nothing was missed before.
   */
  #within(now: number, outage: number): readonly FeedPeriod[] {
    const reach = now - this.#feed.expiry + tolerance;
    if ((this.#periods[0]?.begin ?? Number.NEGATIVE_INFINITY) >= reach) return this.#periods;
    const passed = now - platformTime.now();
    const begin = Math.max(now - outage - this.#feed.unnoticed, passed + this.#complete);
    const reported = begin - settling - passed;
    if (begin < reach || this.#forgotten >= reported) return [];
    return [new FeedPeriod(begin, undefined, this.#reportedSince(reported))];
  }

  /** The changes that were reported from a time of this machine on. */
  #reportedSince(time: number): LiveChange[] {
    return this.#recent.filter(({ at }) => at >= time).map(({ change }) => change);
  }
}

/** Milliseconds for which the loss of a connection may go unnoticed. */
function unnoticedLoss({ state }: CallContext): number {
  const { heartbeat } = state.options;
  // Unbounded where events wait until they are polled, or without a heartbeat.
  if (heartbeat === false || state.channel.poll !== undefined) return Number.POSITIVE_INFINITY;
  return heartbeat.idle + heartbeat.wait + tolerance;
}

function* serverTime(read: ReadThere): Operation<Datetime | undefined> {
  const [now] = yield* read({ text: "RETURN time::now()", bindings: {} });
  return now instanceof Datetime ? now : undefined;
}

function millisecondsOf(time: Datetime): number {
  return time.toDate().getTime();
}
