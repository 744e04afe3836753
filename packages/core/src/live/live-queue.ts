import type { Uuid } from "@surreal-sdk/values";
import { LiveOverflowError } from "../errors/core-errors.ts";
import type { Suspension } from "../operation/operation.ts";
import type { LiveGap, LiveNotification } from "./live-notification.ts";

/** The outcome of a consumer's wait. */
export type LiveStep =
  | { readonly kind: "item"; readonly item: LiveNotification }
  | { readonly kind: "ended" }
  | { readonly kind: "timeout" };

/** What a consumer waits for: an outcome, or an error to throw. */
type Wakeup = LiveStep | { readonly kind: "failed"; readonly error: Error };

/** The limits of a queue, and what happens beyond them. */
export interface LiveQueueLimits {
  readonly queue: number;
  readonly overflow: "error" | "drop-oldest";
  /** Bytes of the notifications' messages. One notification always has room. */
  readonly bytes: number;
}

/** The notifications that one consumer has not read yet. Bounded; drops are reported. */
export class LiveQueue {
  readonly #id: Uuid;
  #limits: LiveQueueLimits;
  #items: LiveNotification[] = [];
  /** Bytes of each item. */
  #sizes: number[] = [];
  #bytes = 0;
  #head = 0;
  /** Items that are changes; gaps do not count. */
  #changes = 0;
  /** Dropped since the last report to the consumer. */
  #dropped = 0;
  /** Consumers that wait for an item, in order. There are waiters only while there are no items. */
  readonly #waiters: ((wakeup: Wakeup) => void)[] = [];
  #end: { readonly error: Error | undefined } | undefined;

  constructor(id: Uuid, limits: LiveQueueLimits) {
    this.#id = id;
    this.#limits = limits;
  }

  get hasEnded(): boolean {
    return this.#end !== undefined;
  }

  /** Sets other limits than the query's own. */
  limit(limits: LiveQueueLimits): void {
    this.#limits = limits;
  }

  /** Whether there is something left to return: items, or the reason of the end. */
  get isWorthReading(): boolean {
    return this.#head < this.#items.length || this.#dropped > 0 || this.#end?.error !== undefined;
  }

  /** Adds an item; returns whether the queue is full and has ended because of that. */
  push(item: LiveNotification, size = 0): "kept" | "dropped" | "overflowed" {
    if (this.#end !== undefined) return "kept";
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      waiter({ kind: "item", item });
      return "kept";
    }
    if (item.action === "GAP" || this.#hasRoom(size)) {
      this.#keep(item, size);
      return "kept";
    }
    if (this.#limits.overflow === "error") return this.#overflow();
    this.#dropOldest();
    while (this.#changes > 0 && !this.#hasRoom(size)) this.#dropOldest();
    this.#keep(item, size);
    return "dropped";
  }

  /** Items may be missing at this point: the queue is full by definition. */
  lose(count: number): "kept" | "dropped" | "overflowed" {
    if (this.#end !== undefined) return "kept";
    if (this.#limits.overflow === "error") return this.#overflow();
    this.push({ id: this.#id, action: "GAP", reason: "overflow", dropped: count });
    return "dropped";
  }

  /** No more items follow. What is queued is still returned first. */
  finish(error?: Error): void {
    if (this.#end !== undefined) return;
    const waiters = this.#waiters.splice(0);
    // An error is thrown once: to the first waiting consumer, or else to the next one.
    this.#end = { error: waiters.length > 0 ? undefined : error };
    waiters.forEach((waiter, index) => {
      waiter(index === 0 && error !== undefined ? { kind: "failed", error } : { kind: "ended" });
    });
  }

  /** Drops what is queued, and ends. */
  discard(): void {
    this.#items = [];
    this.#sizes = [];
    this.#bytes = 0;
    this.#head = 0;
    this.#changes = 0;
    this.finish();
  }

  /** The next item, if there is one already. */
  poll(): LiveStep | undefined {
    if (this.#dropped > 0) {
      const dropped = this.#dropped;
      this.#dropped = 0;
      return { kind: "item", item: { id: this.#id, action: "GAP", reason: "overflow", dropped } };
    }
    const item = this.#take();
    if (item !== undefined) return { kind: "item", item };
    if (this.#end === undefined) return undefined;
    const { error } = this.#end;
    if (error === undefined) return { kind: "ended" };
    this.#end = { error: undefined };
    throw error;
  }

  /**
   * Waits for the next item. `after` sets a timer and returns a function that clears it; omitted, the wait has no
   * limit.
   */
  next(after?: (expired: () => void) => () => void): Suspension<LiveStep> {
    return (continuation) => {
      const ready = this.poll();
      if (ready !== undefined) return continuation.resolve(ready);
      const waiter = (wakeup: Wakeup): void => {
        clear?.();
        if (wakeup.kind === "failed") continuation.reject(wakeup.error);
        else continuation.resolve(wakeup);
      };
      const clear = after?.(() => {
        const place = this.#waiters.indexOf(waiter);
        if (place >= 0) this.#waiters.splice(place, 1);
        continuation.resolve({ kind: "timeout" });
      });
      this.#waiters.push(waiter);
    };
  }

  #overflow(): "overflowed" {
    const queued = this.#changes;
    this.finish(
      new LiveOverflowError(
        `The consumer of a live query has fallen behind by ${queued} notifications, and the query was ended. Consume faster, or raise \`live.queue\` or, for large records, \`maxMessageBytes\`, or set \`live.overflow\` to "drop-oldest".`,
        { queued },
      ),
    );
    return "overflowed";
  }

  #hasRoom(size: number): boolean {
    const { queue, bytes } = this.#limits;
    return this.#changes < queue && (this.#changes === 0 || this.#bytes + size <= bytes);
  }

  #keep(item: LiveNotification, size: number): void {
    if (item.action === "GAP" && this.#join(item)) return;
    if (item.action !== "GAP") this.#changes += 1;
    this.#items.push(item);
    this.#sizes.push(size);
    this.#bytes += size;
  }

  /** A gap after another one of its kind extends it: between two changes there is one of each kind. */
  #join(gap: LiveGap): boolean {
    for (let at = this.#items.length - 1; at >= this.#head; at -= 1) {
      const item = this.#items[at] as LiveNotification;
      if (item.action !== "GAP") return false;
      if (item.reason !== gap.reason) continue;
      const dropped = (item.dropped ?? 0) + (gap.dropped ?? 0);
      this.#items[at] = dropped === 0 ? item : { ...item, dropped };
      return true;
    }
    return false;
  }

  /** Drops the oldest change, and the gaps before it: the report of the drop covers them as well. */
  #dropOldest(): void {
    let oldest = this.#take();
    while (oldest?.action === "GAP") oldest = this.#take();
    this.#dropped += 1;
  }

  #take(): LiveNotification | undefined {
    if (this.#head === this.#items.length) return undefined;
    const item = this.#items[this.#head] as LiveNotification;
    this.#bytes -= this.#sizes[this.#head] as number;
    this.#head += 1;
    if (item.action !== "GAP") this.#changes -= 1;
    if (this.#head === this.#items.length) {
      this.#items = [];
      this.#sizes = [];
      this.#head = 0;
    } else if (this.#head >= 1024) {
      this.#items = this.#items.slice(this.#head);
      this.#sizes = this.#sizes.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
