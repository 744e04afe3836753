import { platformTime } from "@surreal-sdk/transport/toolkit";
import { type FeedEntry, type FeedPosition, stampAt } from "./feed-entries.ts";
import type { LiveChange } from "./live-notification.ts";
import { RepeatedChanges } from "./repeated-changes.ts";

/** Milliseconds after the beginning of a period in which older changes may still arrive. */
const settling = 5_000;
/** How many of these are kept. */
const mostEarly = 1_000;

/** The changes that were reported since a position in the feed. */
export class FeedPeriod {
  readonly position: FeedPosition;
  /** Milliseconds since 1970 by the server's clock: all earlier changes have been reported. */
  readonly begin: number;
  readonly #begun: number = platformTime.now();
  /** Reported shortly before the beginning: their entries may be before the position or after it. */
  readonly #recent: readonly LiveChange[];
  /** Reported shortly after it, as those are. */
  readonly #early: LiveChange[] = [];
  /** The number of later reports, by record. */
  readonly #sure: Map<string, number> = new Map();
  count = 0;

  /**
   * @param after - the stamp that was read last; omitted, the period begins with the time
   * @param recent - the last changes that were reported before
   */
  constructor(begin: number, after?: bigint, recent: readonly LiveChange[] = []) {
    this.begin = begin;
    this.#recent = recent;
    // Entries have millisecond precision: those of this one were reported before, or are early ones.
    const from = Math.floor(begin) + 1;
    this.position = after === undefined ? { since: stampAt(from), from } : { since: after, after };
  }

  /** The milliseconds since its beginning. */
  get age(): number {
    return platformTime.now() - this.#begun;
  }

  note(change: LiveChange): void {
    if (this.age < settling && this.#early.length < mostEarly) this.#early.push(change);
    else add(this.#sure, String(change.record), 1);
    this.count += 1;
  }

  /**
   * The entries that were not reported in any of these periods, which follow each other; `undefined` when a change was
   * reported that the feed does not contain.
   */
  static unreported(entries: readonly FeedEntry[], periods: readonly FeedPeriod[]): FeedEntry[] | undefined {
    const sure = new Map<string, number>();
    const early = new RepeatedChanges(Number.POSITIVE_INFINITY);
    // What was reported shortly before a later period has been counted in the earlier one.
    early.expect([...periods.slice(0, 1).flatMap((first) => first.#recent), ...periods.flatMap((one) => one.#early)]);
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
