import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Datetime } from "@surreal-sdk/values";
import type { FeedEntry, FeedPosition } from "./feed-entries.ts";
import type { LiveChange } from "./live-notification.ts";
import { RepeatedChanges } from "./repeated-changes.ts";

/** Milliseconds after the begin of a period in which changes may still come in that are older than it. */
const settling = 5_000;
/** So many of these are kept. */
const mostEarly = 1_000;

/** What was reported since a position in the feed. */
export class FeedPeriod {
  readonly position: FeedPosition;
  /** Milliseconds since 1970 by the server's clock: all changes before that have been told. */
  readonly begin: number;
  readonly #begun: number = platformTime.now();
  /** Reported around the begin: the feed may hold their entries before the position, or behind it. */
  readonly #early: LiveChange[];
  /** Reported later: how many by record. */
  readonly #sure: Map<string, number> = new Map();
  count = 0;

  /**
   * @param after - the stamp that was read last; omitted, the period begins with the time
   * @param recent - the last changes that were reported before
   */
  constructor(begin: number, after?: bigint, recent: readonly LiveChange[] = []) {
    this.begin = begin;
    this.#early = [...recent];
    // Entries know milliseconds: those of this one were reported before, or are early ones.
    const since = Datetime.fromDate(new Date(Math.floor(begin) + 1)).toString();
    this.position = { since: after === undefined ? since : String(after), after };
  }

  /** Milliseconds that it has lasted. */
  get age(): number {
    return platformTime.now() - this.#begun;
  }

  note(change: LiveChange): void {
    if (this.age < settling && this.#early.length < mostEarly) this.#early.push(change);
    else add(this.#sure, String(change.record), 1);
    this.count += 1;
  }

  /**
   * The entries that were not reported in any of these periods; `undefined` when something was reported that the feed
   * does not know.
   */
  static unreported(entries: readonly FeedEntry[], periods: readonly FeedPeriod[]): FeedEntry[] | undefined {
    const sure = new Map<string, number>();
    const early = new RepeatedChanges(Number.POSITIVE_INFINITY);
    early.expect(periods.flatMap((period) => period.#early));
    for (const period of periods) for (const [key, count] of period.#sure) add(sure, key, count);
    const unreported = entries.filter(({ key, change }) => !early.take(change) && !takeOne(sure, key));
    return [...sure.values()].every((left) => left === 0) ? unreported : undefined;
  }
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

function takeOne(counts: Map<string, number>, key: string): boolean {
  const left = counts.get(key) ?? 0;
  if (left > 0) counts.set(key, left - 1);
  return left > 0;
}
