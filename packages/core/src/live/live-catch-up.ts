import type { CallContext } from "../call/call-context.ts";
import { noSettings } from "../call/settings.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import type { Operation } from "../operation/operation.ts";
import type { LiveChange } from "./live-notification.ts";
import type { LiveRegistry } from "./live-registry.ts";
import type { LiveSubscription } from "./live-subscription.ts";

/** A way to find out what a live query has missed while there was no connection. */
export interface Resync {
  /** Takes note of a change that consumers are told of. */
  note(change: LiveChange): void;
  /** What has been missed, in order; `undefined` when that cannot be told. Called when the query runs again. */
  missed(context: CallContext): Operation<LiveChange[] | undefined>;
  /** Whether a change has been told already as one that was missed. */
  isRepeat(change: LiveChange): boolean;
  /** Work to be done now and then, which {@link Resync.isDue} asks for. */
  upkeep?(context: CallContext): Operation<void>;
  readonly isDue?: boolean;
}

/**
 * Fills the hole of a reconnect: holds back what the new query reports until what was missed has been told. When
 * that cannot be found out, a `GAP` takes its place.
 */
export class CatchUp {
  readonly #resync: Resync;
  /** The most that is held back. */
  readonly #limit: number;
  readonly #context: CallContext;
  readonly #registry: LiveRegistry;
  #held: LiveChange[] | undefined;
  #heldBytes = 0;
  /** More came than is held back. */
  #overflowed = false;
  /** Counts the runs; a run that was overtaken by another reconnect has nothing to say. */
  #run = 0;

  constructor(resync: Resync, context: CallContext, registry: LiveRegistry) {
    this.#resync = resync;
    this.#registry = registry;
    this.#context = { ...context, settings: noSettings };
    this.#limit = context.state.options.live.queue;
  }

  /** Whether a change is to be told now. */
  accepts(change: LiveChange, size = 0): boolean {
    if (this.#held !== undefined) {
      this.#hold(change, size);
      return false;
    }
    if (this.#resync.isRepeat(change)) return false;
    this.#resync.note(change);
    const { isDue, upkeep } = this.#resync;
    if (isDue === true && upkeep !== undefined) {
      this.#context.state.background(ignoreErrors(upkeep.call(this.#resync, this.#context)));
    }
    return true;
  }

  /** What is beyond the limit is not kept: a gap will tell of it. */
  #hold(change: LiveChange, size: number): void {
    this.#heldBytes += size;
    this.#overflowed ||=
      this.#held?.length === this.#limit || this.#heldBytes > this.#context.state.options.maxMessageBytes;
    if (!this.#overflowed) this.#held?.push(change);
  }

  /** From now on changes are held back. */
  begin(): void {
    this.#run += 1;
    this.#held = [];
    this.#heldBytes = 0;
    this.#overflowed = false;
  }

  /** Tells what was missed, then what was held back. */
  *fill(subscription: LiveSubscription): Operation<void> {
    const registry = this.#registry;
    const run = this.#run;
    // A question that failed has no answer.
    const missed = yield* ignoreErrors(this.#resync.missed(this.#context));
    if (run !== this.#run || registry.get(subscription.id) !== subscription) return;
    const held = this.#held ?? [];
    this.#held = undefined;
    if (missed === undefined || this.#overflowed) {
      registry.publishGap(subscription);
    } else {
      for (const change of missed) {
        this.#resync.note(change);
        registry.publish(subscription, change);
      }
    }
    for (const change of held) if (this.accepts(change)) registry.publish(subscription, change);
  }
}
