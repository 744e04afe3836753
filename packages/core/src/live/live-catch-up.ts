import { ConnectionLostError } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { established } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import { noSettings } from "../call/settings.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { type Operation, wait } from "../operation/operation.ts";
import type { Statement } from "../surrealql/statement.ts";
import type { LiveChange } from "./live-notification.ts";
import type { LiveOrigin } from "./live-origin.ts";
import type { LiveRegistry } from "./live-registry.ts";
import type { LiveSubscription } from "./live-subscription.ts";

/** Runs statements in the namespace and database of the live query. */
export type ReadThere = (statement: Statement) => Operation<unknown[]>;

/** The changes that a live query has missed. */
export interface Missed {
  /** In order. */
  readonly changes: readonly LiveChange[];
  /** They are being reported now. */
  accept(): void;
}

/** A way to find out what a live query has missed during a disconnect. */
export interface Resync {
  /** Records a change that is reported to consumers. */
  note(change: LiveChange): void;
  /**
   * Returns the missed changes; `undefined` when they cannot be determined. Called when the query runs again.
   *
   * @param outage - milliseconds since the loss of the connection was noticed
   */
  missed(read: ReadThere, outage: number): Operation<Missed | undefined>;
  /** Whether a change has been reported already as a missed one. */
  isRepeat(change: LiveChange): boolean;
  /** A `GAP` was reported: earlier changes are irrelevant now. */
  restart(): void;
  /** Periodic work, which {@link Resync.isDue} requests. */
  upkeep?(read: ReadThere): Operation<void>;
  readonly isDue?: boolean;
}

/**
 * Fills the gap of a reconnect: holds back what the new query reports until the missed changes have been reported. If
 * they cannot be determined, it reports a `GAP` instead.
 */
export class CatchUp {
  readonly #resync: Resync;
  /** The most changes that are held back. */
  readonly #limit: number;
  readonly #context: CallContext;
  readonly #origin: LiveOrigin;
  readonly #registry: LiveRegistry;
  readonly #read: ReadThere;
  #held: LiveChange[] | undefined;
  #heldBytes = 0;
  /** More changes arrived than it may hold back. */
  #hasOverflowed = false;
  /** When the loss of the connection was noticed. */
  #lostAt: number | undefined;
  /** Counts the runs; a run that a later reconnect has replaced reports nothing. */
  #run = 0;

  constructor(resync: Resync, context: CallContext, origin: LiveOrigin, registry: LiveRegistry) {
    this.#resync = resync;
    this.#context = { ...context, settings: noSettings };
    this.#origin = origin;
    this.#registry = registry;
    const { life } = context.state;
    const { number } = life;
    this.#read = (statement) => {
      // Closed meanwhile, or connected to another server, it must not be read there.
      life.assertIs(number);
      return origin.read(this.#context, statement);
    };
    this.#limit = context.state.options.live.queue;
  }

  /** Whether a change may be reported now. */
  accepts(change: LiveChange, size = 0): boolean {
    if (this.#held !== undefined) {
      this.#hold(change, size);
      return false;
    }
    if (this.#resync.isRepeat(change)) return false;
    this.#resync.note(change);
    const { isDue, upkeep } = this.#resync;
    if (isDue === true && upkeep !== undefined) {
      this.#context.state.background(ignoreErrors(upkeep.call(this.#resync, this.#read)));
    }
    return true;
  }

  /** The connection is lost. */
  lost(): void {
    this.#run += 1;
    this.#lostAt ??= platformTime.now();
  }

  /** From now on changes are held back. */
  begin(): void {
    this.#run += 1;
    this.#held = [];
    this.#heldBytes = 0;
    this.#hasOverflowed = false;
  }

  /** Reports the missed changes, then those that were held back. */
  *fill(subscription: LiveSubscription): Operation<void> {
    const run = this.#run;
    const outage = platformTime.now() - (this.#lostAt ?? Number.NEGATIVE_INFINITY);
    let missed: Missed | undefined;
    try {
      // Without a queue for them, requests are refused until the connection stands.
      if (this.#context.state.status !== "connected") yield* wait(established(this.#context));
      missed = yield* this.#resync.missed(this.#read, outage);
    } catch (error) {
      // The next connection starts again. Any other failed read leaves the changes unknown.
      if (error instanceof ConnectionLostError) return;
    }
    if (run !== this.#run || this.#registry.get(subscription.id) !== subscription) return;
    const held = this.#held ?? [];
    this.#held = undefined;
    this.#lostAt = undefined;
    if (missed === undefined || this.#hasOverflowed) {
      this.#origin.settleDoubt();
      this.#resync.restart();
      this.#registry.publishGap(subscription);
    } else {
      missed.accept();
      for (const change of missed.changes) this.#registry.publish(subscription, change);
    }
    for (const change of held) if (this.accepts(change)) this.#registry.publish(subscription, change);
  }

  /** Beyond the limit it holds nothing any more: a `GAP` will replace all changes. */
  #hold(change: LiveChange, size: number): void {
    if (this.#hasOverflowed || this.#held === undefined) return;
    this.#heldBytes += size;
    const { maxMessageBytes } = this.#context.state.options;
    if (this.#held.length < this.#limit && this.#heldBytes <= maxMessageBytes) {
      this.#held.push(change);
      return;
    }
    this.#held = [];
    this.#hasOverflowed = true;
  }
}
