import type { Uuid } from "@surreal-sdk/values";
import type { LiveNotification, SentNotification } from "./live-notification.ts";
import type { LiveQueueLimits } from "./live-queue.ts";
import { LiveSubscription, type PushFate } from "./live-subscription.ts";
import type { Scope } from "./scope.ts";

/** How many notifications are held whose live query is not known yet, and how long at least, in milliseconds. */
const heldNotifications = 1000;
const heldTime = 5000;
/** How many ended queries are remembered, so that who comes late is told that they are over. */
const rememberedEnds = 1000;

/** Asked to end a live query on the server. */
export type KillOnServer = (serverId: string, session: string | undefined) => void;

/** What a push into a subscription led to. */
export interface LiveEvents {
  /** A consumer was too slow and notifications were dropped. */
  dropped(subscription: LiveSubscription): void;
  /** It is over. */
  ended(subscription: LiveSubscription): void;
  /** The last consumer was too slow: nobody listens any more. */
  abandoned(subscription: LiveSubscription): void;
}

/** The live queries of one connection, and the notifications on their way to consumers. */
export class LiveRegistry {
  readonly #limits: LiveQueueLimits;
  readonly #events: LiveEvents;
  readonly #kill: KillOnServer;
  readonly #byId: Map<string, LiveSubscription> = new Map();
  readonly #byServerId: Map<string, LiveSubscription> = new Map();
  readonly #ended: Set<string> = new Set();
  /** Notifications can come before the answer that names their query. */
  readonly #held: Map<string, { since: number; asked: boolean; items: SentNotification[] }> = new Map();
  #heldCount = 0;

  constructor(limits: LiveQueueLimits, events: LiveEvents, kill: KillOnServer) {
    this.#limits = limits;
    this.#events = events;
    this.#kill = kill;
  }

  get(id: Uuid): LiveSubscription | undefined {
    return this.#byId.get(id.toJSON());
  }

  byLabel(label: string): LiveSubscription | undefined {
    return label.startsWith("live ") ? this.#byId.get(label.slice(5)) : undefined;
  }

  hasEnded(id: Uuid): boolean {
    return this.#ended.has(id.toJSON());
  }

  /** A live query was started by this connection, or a consumer asks for one that somebody else started. */
  add(id: Uuid, scope: Scope, owned: boolean): LiveSubscription {
    const serverId = id.toJSON();
    const subscription = new LiveSubscription({ id, scope, owned, serverId, limits: this.#limits });
    this.#byId.set(serverId, subscription);
    this.#byServerId.set(serverId, subscription);
    this.#release(subscription);
    return subscription;
  }

  /** The query goes on under another id of the server, after a hole that every consumer is told of. */
  resume(subscription: LiveSubscription, serverId: string): void {
    this.#byServerId.delete(subscription.serverId);
    subscription.serverId = serverId;
    this.#byServerId.set(serverId, subscription);
    subscription.push({ id: subscription.id, action: "GAP", reason: "reconnect" });
    this.#release(subscription);
  }

  /** The query is over: quietly, or with an error. */
  end(subscription: LiveSubscription, error?: Error): void {
    this.#byId.delete(subscription.id.toJSON());
    this.#byServerId.delete(subscription.serverId);
    this.#ended.add(subscription.id.toJSON());
    if (this.#ended.size > rememberedEnds) {
      for (const oldest of this.#ended) {
        this.#ended.delete(oldest);
        break;
      }
    }
    subscription.finish(error);
    this.#events.ended(subscription);
  }

  /** Ends every query that the condition holds for. */
  endAll(condition: (subscription: LiveSubscription) => boolean, error?: Error): void {
    for (const subscription of [...this.#byId.values()]) if (condition(subscription)) this.end(subscription, error);
  }

  /** The labels under which the queries of a session are remembered. */
  labelsOf(scope: Scope): string[] {
    return [...this.#byId.values()].filter((one) => one.scope === scope).map(({ label }) => label);
  }

  /** Nothing that was sent before belongs to anything any more: the connection is a new one. */
  forgetHeld(): void {
    this.#held.clear();
    this.#heldCount = 0;
  }

  /** A notification came in. */
  receive(sent: SentNotification): void {
    const subscription = this.#byServerId.get(sent.liveId);
    if (subscription === undefined) this.#hold(sent);
    else this.#deliver(subscription, sent);
  }

  /** Notifications were dropped before anybody could tell whose they were: every query may have lost some. */
  lose(count: number): void {
    for (const subscription of [...this.#byId.values()]) this.#report(subscription, subscription.lose(count));
  }

  #report(subscription: LiveSubscription, { dropped, overflowed }: PushFate): void {
    if (dropped) this.#events.dropped(subscription);
    if (overflowed && subscription.consumers === 0) this.#events.abandoned(subscription);
  }

  #deliver(subscription: LiveSubscription, sent: SentNotification): void {
    if (sent.action === "KILLED") {
      this.end(subscription);
      return;
    }
    const fate = subscription.push({
      id: subscription.id,
      action: sent.action,
      record: sent.record,
      result: sent.result,
    } as LiveNotification);
    this.#report(subscription, fate);
  }

  #release(subscription: LiveSubscription): void {
    const held = this.#held.get(subscription.serverId);
    if (held === undefined) return;
    this.#held.delete(subscription.serverId);
    this.#heldCount -= held.items.length;
    for (const sent of held.items) this.#deliver(subscription, sent);
  }

  #hold(sent: SentNotification): void {
    if (this.#ended.has(sent.liveId)) return;
    const now = performance.now();
    const held = this.#held.get(sent.liveId) ?? { since: now, asked: false, items: [] };
    this.#held.set(sent.liveId, held);
    held.items.push(sent);
    this.#heldCount += 1;
    if (sent.action !== "KILLED" && !held.asked && now - held.since > heldTime) {
      // Nobody here knows the query, and nobody is going to.
      held.asked = true;
      this.#kill(sent.liveId, sent.session);
    }
    while (this.#heldCount > heldNotifications) this.#dropOldest();
  }

  #dropOldest(): void {
    for (const [id, held] of this.#held) {
      held.items.shift();
      this.#heldCount -= 1;
      if (held.items.length === 0) this.#held.delete(id);
      return;
    }
  }
}
