import type { Uuid } from "@surreal-sdk/values";
import type { SessionState } from "../call/session-state.ts";
import type { Tokens } from "../call/tokens.ts";
import type { CatchUp } from "./live-catch-up.ts";
import type { LiveNotification } from "./live-notification.ts";
import { LiveQueue, type LiveQueueLimits } from "./live-queue.ts";
import type { LiveStart } from "./live-start.ts";

/** The outcome of passing a notification to the consumers. */
export interface PushResult {
  readonly dropped: boolean;
  readonly overflowed: boolean;
}

/** One live query, and its consumers. */
export class LiveSubscription {
  /** The id that users know; it stays the same across reconnects. */
  readonly id: Uuid;
  readonly scope: SessionState;
  /** The identity of the session when the query was started, or first consumed. Servers end it with that identity. */
  readonly identity: string;
  /** Whether this connection started the query, and so restores and kills it. */
  readonly owned: boolean;
  /** What proved that identity when the query was started or started again. Its session may end, and it with it. */
  proof: Tokens | undefined;
  /** Whether the server has ended it, and not this connection. */
  isKilled = false;
  /** Whether it is started again on a new connection. */
  restorable = false;
  /** Determines what was missed during a reconnect; without it, a `GAP` reports that something may be missing. */
  catchUp: CatchUp | undefined;
  /** How it was started, if it can be started again. */
  start: LiveStart | undefined;
  /** The server's current id. */
  serverId: string;
  readonly #limits: LiveQueueLimits;
  readonly #queues: Set<LiveQueue> = new Set();
  /** Queues without a consumer: the one before the first consumer, and those of consumers that stopped for now. */
  readonly #unclaimed: Set<LiveQueue> = new Set();

  constructor(facts: { id: Uuid; scope: SessionState; owned: boolean; serverId: string; limits: LiveQueueLimits }) {
    this.id = facts.id;
    this.scope = facts.scope;
    this.identity = facts.scope.identity;
    this.proof = facts.scope.tokens;
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

  /** Returns a queue for a new consumer: the first one gets everything since the query was started. */
  claim(limits: Partial<LiveQueueLimits> = {}): LiveQueue {
    const [waiting] = this.#unclaimed;
    const queue = waiting ?? this.#add(this.#limits);
    this.#unclaimed.delete(queue);
    queue.limit({ ...this.#limits, ...limits });
    return queue;
  }

  /** A consumer stops for now; it or the next one continues where it stopped. */
  release(queue: LiveQueue): void {
    if (this.#queues.has(queue)) this.#unclaimed.add(queue);
  }

  /** A consumer that has stopped continues; returns whether no other one has taken its queue. */
  reclaim(queue: LiveQueue): boolean {
    return this.#unclaimed.delete(queue);
  }

  /** Removes a consumer. */
  remove(queue: LiveQueue): void {
    this.#queues.delete(queue);
    this.#unclaimed.delete(queue);
    queue.discard();
  }

  /** Passes a notification to every consumer; returns whether one of them was full. */
  push(item: LiveNotification, size = 0): PushResult {
    return this.#each((queue) => queue.push(item, size));
  }

  /** Every consumer may have missed this many notifications. */
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

  /** Ends it; returns the unclaimed queue, if it contains something. */
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
