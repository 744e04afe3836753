import type { Uuid } from "@surreal-sdk/values";
import type { SessionState } from "../call/session-state.ts";
import type { CatchUp } from "./live-catch-up.ts";
import type { LiveNotification } from "./live-notification.ts";
import { LiveQueue, type LiveQueueLimits } from "./live-queue.ts";
import type { LiveStart } from "./live-start.ts";

/** What became of a notification at the consumers it was handed to. */
export interface PushResult {
  readonly dropped: boolean;
  readonly overflowed: boolean;
}

/** One live query, and those who consume it. */
export class LiveSubscription {
  /** The id that users know; it stays the same over reconnects. */
  readonly id: Uuid;
  readonly scope: SessionState;
  /** Whether this connection started the query, and so restores and kills it. */
  readonly owned: boolean;
  /** Whether it is started again on a new connection. */
  restorable = false;
  /** Finds out what was missed by a reconnect; without it, a `GAP` says that something may be. */
  catchUp: CatchUp | undefined;
  /** How it was started, where it can be started again. */
  start: LiveStart | undefined;
  /** What the server calls it now. */
  serverId: string;
  readonly #limits: LiveQueueLimits;
  readonly #queues: Set<LiveQueue> = new Set();
  /** What no caller waits for: the queue that is there before the first consumer, and those of whoever stopped for now. */
  readonly #unclaimed: Set<LiveQueue> = new Set();

  constructor(facts: { id: Uuid; scope: SessionState; owned: boolean; serverId: string; limits: LiveQueueLimits }) {
    this.id = facts.id;
    this.scope = facts.scope;
    this.owned = facts.owned;
    this.serverId = facts.serverId;
    this.#limits = facts.limits;
    this.#unclaimed.add(this.#add(facts.limits));
  }

  get label(): string {
    return `live ${this.id.toJSON()}`;
  }

  get consumers(): number {
    return this.#queues.size;
  }

  /** A queue for a new consumer: the first gets everything since the query was started. */
  claim(limits: Partial<LiveQueueLimits> = {}): LiveQueue {
    const [waiting] = this.#unclaimed;
    const queue = waiting ?? this.#add(this.#limits);
    this.#unclaimed.delete(queue);
    queue.limit({ ...this.#limits, ...limits });
    return queue;
  }

  /** A consumer stops for now; itself or the next one goes on where it stopped. */
  release(queue: LiveQueue): void {
    if (this.#queues.has(queue)) this.#unclaimed.add(queue);
  }

  /** A consumer that has stopped goes on; reports whether nobody else did in its place. */
  reclaim(queue: LiveQueue): boolean {
    return this.#unclaimed.delete(queue);
  }

  /** A consumer is gone. */
  remove(queue: LiveQueue): void {
    this.#queues.delete(queue);
    this.#unclaimed.delete(queue);
    queue.discard();
  }

  /** Hands a notification to every consumer; reports whether one of them was full. */
  push(item: LiveNotification, size = 0): PushResult {
    return this.#each((queue) => queue.push(item, size));
  }

  /** Every consumer may have missed so many notifications. */
  lose(count: number): PushResult {
    return this.#each((queue) => queue.lose(count));
  }

  #each(push: (queue: LiveQueue) => "kept" | "dropped" | "overflowed"): PushResult {
    let dropped = false;
    let overflowed = false;
    for (const queue of this.#queues) {
      const fate = push(queue);
      if (fate === "dropped") dropped = true;
      if (fate !== "overflowed") continue;
      overflowed = true;
      this.#queues.delete(queue);
    }
    return { dropped, overflowed };
  }

  /** Ends it; gives the queue that nobody has claimed, when it holds something. */
  finish(error?: Error): LiveQueue | undefined {
    for (const queue of this.#queues) queue.finish(error);
    this.#queues.clear();
    return [...this.#unclaimed].find((queue) => queue.isWorthReading);
  }

  #add(limits: LiveQueueLimits): LiveQueue {
    const queue = new LiveQueue(this.id, limits);
    this.#queues.add(queue);
    return queue;
  }
}
