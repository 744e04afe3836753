import { platformTime } from "@surreal-sdk/transport/toolkit";
import { equals } from "@surreal-sdk/values";
import type { LiveChange } from "./live-notification.ts";

/** Milliseconds in which a restarted live query may repeat changes that were reported as missed. */
const overlap = 5_000;

/** Changes that were reported as missed, and that the new query may report as well. */
export class RepeatedChanges {
  /** By record, in order. */
  #expected: Map<string, LiveChange[]> = new Map();
  readonly #duration: number;
  #until = 0;

  /** @param duration - milliseconds for which they are expected */
  constructor(duration: number = overlap) {
    this.#duration = duration;
  }

  /** Expects these from now on, for a while, and no others. */
  expect(changes: readonly LiveChange[]): void {
    this.#expected = new Map();
    this.#until = platformTime.now() + this.#duration;
    for (const change of changes) {
      const key = String(change.record);
      const known = this.#expected.get(key);
      if (known === undefined) this.#expected.set(key, [change]);
      else known.push(change);
    }
  }

  /** Whether a change is one of these. Each is expected once; another change of a record ends its expectations. */
  take(change: LiveChange): boolean {
    if (this.#expected.size === 0) return false;
    if (platformTime.now() > this.#until) {
      this.#expected.clear();
      return false;
    }
    const key = String(change.record);
    const expected = this.#expected.get(key);
    const at = expected?.findIndex((told) => isSame(told, change)) ?? -1;
    if (at < 0) this.#expected.delete(key);
    else expected?.splice(at, 1);
    return at >= 0;
  }
}

/** Whether two reports are of one change, as far as can be determined. @internal */
export function isSame(told: LiveChange, change: LiveChange): boolean {
  if (change.action === "DELETE" || told.action === "DELETE") return change.action === told.action;
  return equals(told.result, change.result);
}
