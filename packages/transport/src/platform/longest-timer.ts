/**
 * The longest delay of JavaScript's timers, in milliseconds, about 24 days: a longer one fires at once.
 *
 * @example
 * ```ts
 * setTimeout(wake, Math.min(delay, LONGEST_TIMER));
 * ```
 */
export const LONGEST_TIMER: number = 2 ** 31 - 1;
