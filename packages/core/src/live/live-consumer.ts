import type { Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { untilSignal } from "../call/settings.ts";
import { onAbort } from "../operation/abort-signals.ts";
import { type Operation, wait } from "../operation/operation.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import { endLive, toLiveId } from "./live.ts";
import type { LiveNotification } from "./live-notification.ts";
import { LiveQueries } from "./live-queries.ts";
import type { LiveQueue, LiveQueueLimits } from "./live-queue.ts";
import type { LiveSubscription } from "./live-subscription.ts";

/** How a consumer of a live query waits. */
export interface SubscribeOptions extends Partial<Pick<LiveQueueLimits, "queue" | "overflow">> {
  /**
   * Milliseconds without a notification after which `next()` reports `done`, and loops end. The query continues; you
   * can consume more with the same stream or another one, from where this one stopped.
   */
  readonly timeout?: number | undefined;
  /** Ends the stream when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** One consumer of a live query: the common part of the streams of both modes. */
export class LiveConsumer implements StreamSource<LiveNotification> {
  /** The live query's id. */
  readonly id: Uuid;
  readonly context: CallContext;
  readonly #timeout: number;
  readonly #subscription: LiveSubscription | undefined;
  readonly #queue: LiveQueue | undefined;
  #done = false;
  /** The timeout has passed; another consumer may have continued since. */
  #paused = false;
  readonly #signal: AbortSignal | undefined;
  /** Stops listening to the signal. */
  #unwatch: (() => void) | undefined;

  /** Registers at once: no notification from here on is missed. */
  constructor(context: CallContext, given: unknown, options: SubscribeOptions = {}) {
    const own = knownOptions(options, ["timeout", "signal", "queue", "overflow"], "subscribeLive");
    this.id = toLiveId(given, "subscribeLive");
    ({ context: this.context, signal: this.#signal } = untilSignal(context, checkedSignal(own.signal)));
    this.#timeout = checkedTimeout(own.timeout);
    const { registry: live } = context.state.part(LiveQueries);
    const limits = checkedLimits(own);
    if (live.hasEnded(this.id)) {
      this.#queue = live.takeBuffered(this.id);
    } else {
      this.#subscription = live.get(this.id) ?? live.add(this.id, context.scope, false);
      this.#queue = this.#subscription.claim(limits);
    }
    this.#done = this.#queue === undefined;
    if (!this.#done) this.#watch();
  }

  /** Whether the server has ended the query, and not this connection. */
  get isKilled(): boolean {
    return this.#subscription?.isKilled === true;
  }

  /** The next notification. */
  *next(): Operation<IteratorResult<LiveNotification, void>> {
    if (!this.#goOn() || this.#queue === undefined) return { done: true, value: undefined };
    try {
      const step = yield* wait(this.#queue.next(this.#timer()));
      if (step.kind === "item") return { done: false, value: step.item };
      if (step.kind === "timeout") {
        this.#pause(this.#queue);
        return { done: true, value: undefined };
      }
    } catch (error) {
      this.#finish();
      throw error;
    }
    this.#finish();
    return { done: true, value: undefined };
  }

  /** Stops consuming. The last consumer of a query that this connection started ends it on the server. */
  *return(): Operation<IteratorResult<LiveNotification, void>> {
    const subscription = this.#subscription;
    if (this.#goOn() && this.#queue !== undefined) {
      this.#finish();
      if (subscription === undefined) this.#queue.discard();
      else {
        subscription.remove(this.#queue);
        if (subscription.consumers === 0) yield* this.#leave(subscription);
      }
    }
    return { done: true, value: undefined };
  }

  #finish(): void {
    this.#done = true;
    this.#unwatch?.();
  }

  /** Leaves the queue to the next consumer: this one, or another one. */
  #pause(queue: LiveQueue): void {
    this.#paused = true;
    this.#unwatch?.();
    this.#subscription?.release(queue);
  }

  /** Takes the queue again after a pause; returns whether there is anything to consume. */
  #goOn(): boolean {
    if (!this.#paused || this.#done || this.#queue === undefined) return !this.#done;
    this.#paused = false;
    if (this.#subscription?.reclaim(this.#queue) === true) this.#watch();
    else this.#done = true;
    return !this.#done;
  }

  #watch(): void {
    const signal = this.#signal;
    if (signal === undefined) return;
    const stop = (): void => this.context.state.background(this.return());
    if (signal.aborted) {
      stop();
      return;
    }
    this.#unwatch = onAbort(signal, stop);
  }

  *#leave(subscription: LiveSubscription): Operation<void> {
    const { registry } = this.context.state.part(LiveQueries);
    if (subscription.owned) yield* endLive(this.context, subscription);
    else if (registry.get(subscription.id) === subscription) registry.end(subscription);
  }

  #timer(): ((expired: () => void) => () => void) | undefined {
    if (this.#timeout === Number.POSITIVE_INFINITY) return undefined;
    return (expired) => this.context.state.services.after(this.#timeout, expired);
  }
}

function checkedTimeout(timeout: unknown): number {
  if (timeout === undefined) return Number.POSITIVE_INFINITY;
  if (typeof timeout === "number" && timeout >= 0) return timeout;
  throw new RangeError("`timeout` is a number of milliseconds from 0 on.");
}

function checkedLimits({ queue, overflow }: SubscribeOptions): Partial<LiveQueueLimits> {
  if (queue !== undefined && !(typeof queue === "number" && queue >= 0)) {
    throw new RangeError("`queue` is a number of notifications from 0 on.");
  }
  if (overflow !== undefined && overflow !== "error" && overflow !== "drop-oldest") {
    throw new TypeError('`overflow` is "error" or "drop-oldest".');
  }
  return { ...(queue === undefined ? {} : { queue }), ...(overflow === undefined ? {} : { overflow }) };
}

function checkedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined || typeof signal?.addEventListener === "function") return signal;
  throw new TypeError("`signal` is an AbortSignal.");
}
