import { LONGEST_TIMER, type PlatformTimer, platformTime } from "@surreal-sdk/transport/toolkit";

/**
 * Calls back after that many milliseconds, without an upper limit, unless the returned function is called before.
 *
 * @param idle - whether the process may end before
 */
export function after(milliseconds: number, callback: () => void, idle = false): () => void {
  if (milliseconds === Number.POSITIVE_INFINITY) return () => undefined;
  let timer: PlatformTimer;
  const wait = (left: number): void => {
    const now = Math.min(left, LONGEST_TIMER);
    timer = platformTime.setTimeout(() => (left > now ? wait(left - now) : callback()), now);
    if (idle) timer.unref?.();
  };
  wait(milliseconds);
  return () => platformTime.clearTimeout(timer);
}
