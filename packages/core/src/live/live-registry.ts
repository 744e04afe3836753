import { platformTime } from "@surreal-sdk/transport/toolkit";
import type { Uuid } from "@surreal-sdk/values";
import type { SessionState } from "../call/session-state.ts";
import type { CatchUp } from "./live-catch-up.ts";
import type { LiveChange, SentNotification } from "./live-notification.ts";
import type { LiveQueue, LiveQueueLimits } from "./live-queue.ts";
import { LiveSubscription, type PushResult } from "./live-subscription.ts";

/** How many notifications are held whose live query is not known yet, and how long at least, in milliseconds. */
const heldNotifications = 1000;
const heldTime = 5000;
/** Bytes of the messages that they came in. */
const heldBytes = 16 * 1024 * 1024;
/** How many ended queries are remembered, so that who comes late is told that they are over. */
const rememberedEnds = 1000;

/** Notifications of a query that nobody knows yet. */
interface Held {
  readonly since: number;
  /** Whether the server has been asked to end it. */
  asked: boolean;
  readonly items: SentNotification[];
  dropped: number;
}

/** Asked to end a live query on the server. */
export type KillOnServer = (serverId: string, session: string | undefined) => void;

/** What a push into a subscription led to. */
export interface LiveEvents {
  /** A consumer was too slow and notifications were dropped. */
  dropped(subscription: LiveSubscription): void;
  /** Changes may be missing after a reconnect. */
  gap(subscription: LiveSubscription): void;
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
  /** What has ended, with what nobody has taken of it yet. */
  readonly #ended: Map<string, LiveQueue | undefined> = new Map();
  /** The server's ids of queries that are over: what still comes of them is late. */
  readonly #over: Set<string> = new Set();
  /** Notifications can come before the answer that names their query. */
  readonly #held: Map<string, Held> = new Map();
  #heldCount = 0;
  #heldBytes = 0;

  constructor(limits: LiveQueueLimits, events: LiveEvents, kill: KillOnServer) {
    this.#limits = limits;
    this.#events = events;
    this.#kill = kill;
  }

  /** All that are running. */
  all(): readonly LiveSubscription[] {
    return [...this.#byId.values()];
  }

  get(id: Uuid): LiveSubscription | undefined {
    return this.#byId.get(id.toJSON());
  }

  byLabel(label: string): LiveSubscription | undefined {
    return label.startsWith("live ") ? this.#byId.get(label.slice(5)) : undefined;
  }

  hasEnded(id: Uuid): boolean {
    return this.#ended.has(id.toJSON()) || this.#over.has(id.toJSON());
  }

  /** What is left of a query that has ended before anybody consumed it, for the first who asks. */
  takeBuffered(id: Uuid): LiveQueue | undefined {
    const left = this.#ended.get(id.toJSON());
    this.#ended.set(id.toJSON(), undefined);
    return left;
  }

  /** A live query was started by this connection, or a consumer asks for one that somebody else started. */
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

  /** The query goes on under another id of the server, after a hole that every consumer is told of. */
  resume(subscription: LiveSubscription, serverId: string): void {
    this.#byServerId.delete(subscription.serverId);
    subscription.serverId = serverId;
    this.#byServerId.set(serverId, subscription);
    if (subscription.catchUp === undefined) this.publishGap(subscription);
    else subscription.catchUp.begin();
    this.#release(subscription);
  }

  /** Tells consumers, and whoever listens to the connection, that changes may be missing. */
  publishGap(subscription: LiveSubscription): void {
    subscription.push({ id: subscription.id, action: "GAP", reason: "reconnect" });
    this.#events.gap(subscription);
  }

  /** Hands a change to the consumers. */
  publish(subscription: LiveSubscription, change: LiveChange, size = 0): void {
    this.#report(subscription, subscription.push(change, size));
  }

  /** The query is over: quietly, or with an error. */
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

  /** What comes of this query from now on is late: it is over, or was never wanted. */
  ignore(serverId: string): void {
    this.#over.add(serverId);
    const held = this.#held.get(serverId);
    this.#held.delete(serverId);
    this.#heldCount -= held?.items.length ?? 0;
    if (this.#over.size <= rememberedEnds) return;
    const [oldest] = this.#over;
    this.#over.delete(oldest as string);
  }

  /** Ends every query that the condition holds for. */
  endAll(condition: (subscription: LiveSubscription) => boolean, error?: Error): void {
    for (const subscription of [...this.#byId.values()]) if (condition(subscription)) this.end(subscription, error);
  }

  /** Nothing that was sent before belongs to anything any more: the connection is a new one. */
  forgetHeld(): void {
    this.#held.clear();
    this.#heldCount = 0;
    this.#heldBytes = 0;
  }

  /** Nobody is to read what is left of queries that have ended. */
  forgetBuffered(): void {
    for (const id of this.#ended.keys()) this.#ended.set(id, undefined);
  }

  /** A notification of a query came in that could not be read. */
  malformed(serverId: string): void {
    const subscription = this.#byServerId.get(serverId);
    if (subscription !== undefined) this.#publishOverflow(subscription, 1);
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
      this.end(subscription);
      return;
    }
    const { id, catchUp } = subscription;
    const change = { id, action: sent.action, record: sent.record, result: sent.result } as LiveChange;
    if (catchUp?.accepts(change, sent.size) !== false) this.publish(subscription, change, sent.size);
  }

  #release(subscription: LiveSubscription): void {
    const held = this.#held.get(subscription.serverId);
    if (held === undefined) return;
    this.#held.delete(subscription.serverId);
    this.#heldCount -= held.items.length;
    for (const { size } of held.items) this.#heldBytes -= size;
    if (held.dropped > 0) this.#publishOverflow(subscription, held.dropped);
    for (const sent of held.items) this.#deliver(subscription, sent);
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
      // Nobody here knows the query, and nobody is going to.
      held.asked = true;
      this.#kill(sent.liveId, sent.session);
    }
    while (this.#heldCount > heldNotifications || this.#heldBytes > heldBytes) this.#dropOldest();
    for (const oldest of this.#held.keys()) if (this.#held.size > heldNotifications) this.#held.delete(oldest);
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
