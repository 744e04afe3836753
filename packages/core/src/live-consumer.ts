import type { Uuid } from "@surreal-sdk/values";
import { assertKnownKeys } from "./known-keys.ts";
import { endLive, toLiveId } from "./live.ts";
import type { LiveNotification } from "./live-notification.ts";
import type { LiveQueue, LiveQueueLimits } from "./live-queue.ts";
import type { LiveSubscription } from "./live-subscription.ts";
import { type Operation, wait } from "./operation.ts";
import type { Place } from "./request.ts";
import type { StreamSource } from "./stream-source.ts";

/** How a consumer of a live query waits. */
export interface SubscribeOptions extends Partial<LiveQueueLimits> {
  /** Milliseconds without a notification after which the stream ends; the query goes on, and so can you. */
  readonly timeout?: number;
  /** Ends the stream when it is aborted. */
  readonly signal?: AbortSignal;
}

/** One consumer of a live query: what the streams of both modes do. */
export class LiveConsumer implements StreamSource<LiveNotification> {
  /** The live query's id. */
  readonly id: Uuid;
  readonly context: Place;
  readonly #timeout: number;
  readonly #subscription: LiveSubscription | undefined;
  readonly #queue: LiveQueue | undefined;
  #done = false;

  /** Registers at once: nothing that comes from here on is missed. */
  constructor(context: Place, given: unknown, options: SubscribeOptions = {}) {
    assertKnownKeys(options, ["timeout", "signal", "queue", "overflow"], "subscribeLive");
    this.id = toLiveId(given, "subscribeLive");
    this.context = context;
    this.#timeout = checkedTimeout(options.timeout);
    const { live } = context.state;
    this.#done = live.hasEnded(this.id);
    if (this.#done) return;
    this.#subscription = live.get(this.id) ?? live.add(this.id, context.scope, false);
    const { queue, overflow } = options;
    this.#queue = this.#subscription.claim({
      ...(queue === undefined ? {} : { queue }),
      ...(overflow === undefined ? {} : { overflow }),
    });
    const { signal } = options;
    signal?.addEventListener("abort", () => context.state.background(this.return()), { once: true });
  }

  /** The next notification. */
  *next(): Operation<IteratorResult<LiveNotification, void>> {
    if (this.#done || this.#queue === undefined) return { done: true, value: undefined };
    const step = yield* wait(this.#queue.next(this.#timer()));
    if (step.kind === "item") return { done: false, value: step.item };
    if (step.kind === "timeout") this.#subscription?.release(this.#queue);
    this.#done = true;
    return { done: true, value: undefined };
  }

  /** Stops consuming. The last consumer of a query that this connection started ends it on the server. */
  *return(): Operation<IteratorResult<LiveNotification, void>> {
    const subscription = this.#subscription;
    if (!this.#done && subscription !== undefined && this.#queue !== undefined) {
      this.#done = true;
      subscription.remove(this.#queue);
      if (subscription.consumers === 0) yield* this.#leave(subscription);
    }
    return { done: true, value: undefined };
  }

  *#leave(subscription: LiveSubscription): Operation<void> {
    const { state } = this.context;
    if (state.live.get(subscription.id) !== subscription) return;
    if (subscription.owned) yield* endLive(this.context, subscription);
    else state.live.end(subscription);
  }

  #timer(): ((expired: () => void) => () => void) | undefined {
    if (this.#timeout === Number.POSITIVE_INFINITY) return undefined;
    return (expired) => this.context.state.waits.after(this.#timeout, expired);
  }
}

function checkedTimeout(timeout: unknown): number {
  if (timeout === undefined) return Number.POSITIVE_INFINITY;
  if (typeof timeout === "number" && timeout >= 0) return timeout;
  throw new RangeError("`timeout` is a number of milliseconds from 0 on.");
}
