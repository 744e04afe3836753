import { platformTime } from "@surreal-sdk/transport/toolkit";

/** A running timer of a {@link Clock}. */
export interface ClockTimer {
  /** Stops it; a timer that has fired or was cancelled is left alone. */
  cancel(): void;
  /** Whether the timer keeps the process alive, where the runtime supports that. */
  setRef?(ref: boolean): void;
}

/** The source of a link's time: the runtime's clock, or a simulated one. */
export interface Clock {
  /** Milliseconds from any fixed point; monotonic. */
  now(): number;
  /** Calls `callback` once, `milliseconds` from now (at most 2^31 - 1). */
  startTimer(milliseconds: number, callback: () => void): ClockTimer;
}

/**
 * The runtime's clock.
 *
 * @example
 * ```ts
 * const timer = systemClock.startTimer(1_000, () => console.log("one second later"));
 * timer.cancel();
 * ```
 */
export const systemClock: Clock = Object.freeze({
  now: () => platformTime.now(),
  startTimer(milliseconds: number, callback: () => void): ClockTimer {
    const timer = platformTime.setTimeout(callback, milliseconds);
    return {
      cancel: () => platformTime.clearTimeout(timer),
      setRef: (ref) => void (ref ? timer.ref?.() : timer.unref?.()),
    };
  },
});
