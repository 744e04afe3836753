const start = setTimeout;
const stop = clearTimeout;
/** Calls back behind the input that has arrived, where the runtime has a name for that moment. */
const { setImmediate: afterInput, clearImmediate: stopWaiting } = globalThis as {
  setImmediate?: (callback: () => void) => unknown;
  clearImmediate?: (waiting: unknown) => void;
};
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
  /**
   * Calls back once, after that many milliseconds; at most 2^31 - 1. Input that has arrived is read first: a program that
   * has blocked its thread for long misses no answer because of a deadline.
   */
  setTimeout: (callback: () => void, milliseconds: number): PlatformTimer => new Timer(callback, milliseconds),
  /** Stops a timer; one that has fired, or `undefined`, is ignored. */
  clearTimeout: (timer: PlatformTimer | undefined): void => (timer as Timer | undefined)?.stop(),
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

/** Runtimes run timers that are due before they read what has arrived. */
class Timer implements PlatformTimer {
  readonly #timer: ReturnType<typeof start> & PlatformTimer;
  #waiting: unknown;

  constructor(callback: () => void, milliseconds: number) {
    const fire = (): void => {
      if (afterInput === undefined) callback();
      else this.#waiting = afterInput(callback);
    };
    this.#timer = start(fire, milliseconds) as ReturnType<typeof start> & PlatformTimer;
  }

  ref(): void {
    this.#timer.ref?.();
  }

  unref(): void {
    this.#timer.unref?.();
  }

  stop(): void {
    stop(this.#timer);
    if (this.#waiting !== undefined) stopWaiting?.(this.#waiting);
  }
}
