import { platformTime } from "@surreal-sdk/transport/toolkit";
import type { Uuid } from "@surreal-sdk/values";
import type { SessionState } from "../call/session-state.ts";
import type { CatchUp } from "./live-catch-up.ts";
import type { LiveChange, SentNotification } from "./live-notification.ts";
import type { LiveQueue, LiveQueueLimits } from "./live-queue.ts";
import { LiveSubscription, type PushResult } from "./live-subscription.ts";

/** How many notifications of unknown live queries are held, and how long at least, in milliseconds. */
const heldNotifications = 1000;
const heldTime = 5000;
/** Bytes of their messages. */
const heldBytes = 16 * 1024 * 1024;
/** How many ended queries are remembered, so that a late consumer learns that they are over. */
const rememberedEnds = 1000;

/** Notifications of a query that is not known yet. */
interface Held {
  readonly since: number;
  /** Whether the server has been asked to end it. */
  asked: boolean;
  readonly items: SentNotification[];
  dropped: number;
}

/** Ends a live query on the server. */
export type KillOnServer = (serverId: string, session: string | undefined) => void;

/** The callbacks of the registry. */
export interface LiveEvents {
  /** A consumer was too slow and notifications were dropped. */
  dropped(subscription: LiveSubscription): void;
  /** Changes may be missing after a reconnect. */
  gap(subscription: LiveSubscription): void;
  /** The server reported an error of a live query, which ends it. */
  failed(subscription: LiveSubscription, reported: unknown): void;
  /** The live query has ended. */
  ended(subscription: LiveSubscription): void;
  /** The last consumer was too slow: the query has no consumer any more. */
  abandoned(subscription: LiveSubscription): void;
}

/** The live queries of one connection, and the notifications in transit to consumers. */
export class LiveRegistry {
  readonly #limits: LiveQueueLimits;
  readonly #events: LiveEvents;
  readonly #kill: KillOnServer;
  readonly #byId: Map<string, LiveSubscription> = new Map();
  readonly #byServerId: Map<string, LiveSubscription> = new Map();
  /** The ended queries, with the items that were not consumed. */
  readonly #ended: Map<string, LiveQueue | undefined> = new Map();
  /** The server's ids of ended queries: their notifications are late. */
  readonly #over: Set<string> = new Set();
  /** Notifications can arrive before the answer that names their query. */
  readonly #held: Map<string, Held> = new Map();
  #heldCount = 0;
  #heldBytes = 0;

  constructor(limits: LiveQueueLimits, events: LiveEvents, kill: KillOnServer) {
    this.#limits = limits;
    this.#events = events;
    this.#kill = kill;
  }

  /** All running live queries. Any of them may end meanwhile. */
  all(): Iterable<LiveSubscription> {
    return this.#byId.values();
  }

  get(id: Uuid): LiveSubscription | undefined {
    return this.#byId.get(id.toJSON());
  }

  /** Whether a live query runs here under that id of the server. */
  runs(serverId: string): boolean {
    return this.#byServerId.has(serverId);
  }

  byLabel(label: string): LiveSubscription | undefined {
    return label.startsWith("live ") ? this.#byId.get(label.slice(5)) : undefined;
  }

  /** One that was started again goes on under its first id, which is over on the server. */
  hasEnded(id: Uuid): boolean {
    if (this.#byId.has(id.toJSON())) return false;
    return this.#ended.has(id.toJSON()) || this.#over.has(id.toJSON());
  }

  /** Removes and returns the remaining items of a query that ended before it was consumed, for the first consumer. */
  takeBuffered(id: Uuid): LiveQueue | undefined {
    const left = this.#ended.get(id.toJSON());
    this.#ended.set(id.toJSON(), undefined);
    return left;
  }

  /** This connection started a live query, or a consumer subscribes to one that another client started. */
  add(id: Uuid, scope: SessionState, owned: boolean, catchUp?: CatchUp): LiveSubscription {
    const serverId = id.toJSON();
    const subscription = new LiveSubscription({ id, scope, owned, serverId, limits: this.#limits });
    subscription.catchUp = catchUp;
    this.#byId.set(serverId, subscription);
    this.#byServerId.set(serverId, subscription);
    this.#over.delete(serverId);
    this.#release(subscription);
    return subscription;
  }

  /** The query continues under another id of the server, after a gap that is reported to every consumer. */
  resume(subscription: LiveSubscription, serverId: string): void {
    this.#byServerId.delete(subscription.serverId);
    subscription.serverId = serverId;
    this.#byServerId.set(serverId, subscription);
    if (subscription.catchUp === undefined) this.publishGap(subscription);
    else subscription.catchUp.begin();
    this.#release(subscription);
  }

  /** Reports to consumers, and to the connection's listeners, that changes may be missing. */
  publishGap(subscription: LiveSubscription): void {
    subscription.push({ id: subscription.id, action: "GAP", reason: "reconnect" });
    this.#events.gap(subscription);
  }

  /** Passes a change to the consumers. */
  publish(subscription: LiveSubscription, change: LiveChange, size = 0): void {
    this.#report(subscription, subscription.push(change, size));
  }

  /** The query is over: without an error, or with one. */
  end(subscription: LiveSubscription, error?: Error): void {
    this.#byId.delete(subscription.id.toJSON());
    this.#byServerId.delete(subscription.serverId);
    this.#ended.set(subscription.id.toJSON(), subscription.finish(error));
    this.ignore(subscription.serverId);
    if (this.#ended.size > rememberedEnds) {
      for (const oldest of this.#ended.keys()) {
        this.#ended.delete(oldest);
        break;
      }
    }
    this.#events.ended(subscription);
  }

  /**
   * Ignores further notifications of this query: it is over, or was never wanted.
   *
   * @returns whether the server has been asked to end it because nobody knew it
   */
  ignore(serverId: string): boolean {
    this.#over.add(serverId);
    const held = this.#takeHeld(serverId);
    const [oldest] = this.#over;
    if (this.#over.size > rememberedEnds) this.#over.delete(oldest as string);
    return held?.asked === true;
  }

  /** Ends every query that matches the condition. */
  endAll(condition: (subscription: LiveSubscription) => boolean, error?: Error): void {
    for (const subscription of [...this.#byId.values()]) if (condition(subscription)) this.end(subscription, error);
  }

  /** Drops the notifications of the previous connection. */
  forgetHeld(): void {
    this.#held.clear();
    this.#heldCount = 0;
    this.#heldBytes = 0;
  }

  /** Drops the remaining items of ended queries. */
  forgetBuffered(): void {
    for (const id of this.#ended.keys()) this.#ended.set(id, undefined);
  }

  /** A malformed notification of a query arrived. */
  malformed(serverId: string): void {
    const subscription = this.#byServerId.get(serverId);
    if (subscription !== undefined) this.#publishOverflow(subscription, 1);
  }

  /** A notification arrived. */
  receive(sent: SentNotification): void {
    const subscription = this.#byServerId.get(sent.liveId);
    if (subscription === undefined) this.#hold(sent);
    else this.#deliver(subscription, sent);
  }

  /** Notifications were dropped before they could be assigned: every query may have lost some. */
  lose(count: number): void {
    for (const subscription of [...this.#byId.values()]) this.#report(subscription, subscription.lose(count));
  }

  #publishOverflow(subscription: LiveSubscription, dropped: number): void {
    subscription.push({ id: subscription.id, action: "GAP", reason: "overflow", dropped });
    this.#events.dropped(subscription);
  }

  #report(subscription: LiveSubscription, { dropped, overflowed }: PushResult): void {
    if (dropped) this.#events.dropped(subscription);
    if (overflowed && subscription.consumers === 0) this.#events.abandoned(subscription);
  }

  #deliver(subscription: LiveSubscription, sent: SentNotification): void {
    if (sent.action === "KILLED") {
      subscription.isKilled = true;
      this.end(subscription);
      return;
    }
    if (sent.action === "ERROR") {
      this.#events.failed(subscription, sent.result);
      return;
    }
    const { id, catchUp } = subscription;
    const change = { id, action: sent.action, record: sent.record, result: sent.result } as LiveChange;
    if (catchUp?.accepts(change, sent.size) !== false) this.publish(subscription, change, sent.size);
  }

  #release(subscription: LiveSubscription): void {
    const held = this.#takeHeld(subscription.serverId);
    if (held === undefined) return;
    if (held.dropped > 0) this.#publishOverflow(subscription, held.dropped);
    for (const sent of held.items) this.#deliver(subscription, sent);
  }

  /** Removes and returns what is held of a query. */
  #takeHeld(serverId: string): Held | undefined {
    const held = this.#held.get(serverId);
    this.#held.delete(serverId);
    this.#heldCount -= held?.items.length ?? 0;
    for (const { size } of held?.items ?? []) this.#heldBytes -= size;
    return held;
  }

  #hold(sent: SentNotification): void {
    if (this.#over.has(sent.liveId)) return;
    const now = platformTime.now();
    const held = this.#held.get(sent.liveId) ?? { since: now, asked: false, items: [], dropped: 0 };
    this.#held.set(sent.liveId, held);
    held.items.push(sent);
    this.#heldCount += 1;
    this.#heldBytes += sent.size;
    if (sent.action !== "KILLED" && !held.asked && now - held.since > heldTime) {
      // The query is unknown here, and stays unknown.
      held.asked = true;
      this.#kill(sent.liveId, sent.session);
    }
    while (this.#heldCount > heldNotifications || this.#heldBytes > heldBytes) this.#dropOldest();
    for (const oldest of this.#held.keys()) if (this.#held.size > heldNotifications) this.#takeHeld(oldest);
  }

  #dropOldest(): void {
    for (const held of this.#held.values()) {
      const oldest = held.items.shift();
      if (oldest === undefined) continue;
      this.#heldBytes -= oldest.size;
      held.dropped += 1;
      this.#heldCount -= 1;
      return;
    }
  }
}
