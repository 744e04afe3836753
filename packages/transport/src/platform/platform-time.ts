const start = setTimeout;
const stop = clearTimeout;
const defer = queueMicrotask;
const monotonic = performance.now.bind(performance);
const wallClock = Date.now;

/**
 * The runtime's timers, clocks and microtasks, as they were when this module was loaded.
 *
 * Test runners replace the global functions (`vi.useFakeTimers()`, `jest.useFakeTimers()`), and a connection that
 * waits for a replaced timer never settles. Engines use these instead, so that a test with fake timers can still talk
 * to its database.
 *
 * @example
 * ```ts
 * const timer = platformTime.setTimeout(() => giveUp(), 1_000);
 * platformTime.clearTimeout(timer);
 * ```
 */
export const platformTime = {
  /** Milliseconds from a fixed point; monotonic. */
  now: (): number => monotonic(),
  /** Milliseconds since 1970. */
  dateNow: (): number => wallClock(),
  /** Calls back once, after that many milliseconds; at most 2^31 - 1. */
  setTimeout: (callback: () => void, milliseconds: number): PlatformTimer => start(callback, milliseconds),
  /** Stops a timer; one that has fired, or `undefined`, is ignored. */
  clearTimeout: (timer: PlatformTimer | undefined): void => stop(timer as ReturnType<typeof start>),
  /** Calls back as soon as the running code has returned. */
  queueMicrotask: (callback: () => void): void => defer(callback),
};

/** A running timer of {@link platformTime}. */
export interface PlatformTimer {
  /** Lets the timer keep the process alive, where the runtime supports that. */
  ref?(): unknown;
  /** Lets the process end before the timer has fired. */
  unref?(): unknown;
}
