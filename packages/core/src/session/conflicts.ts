import { platformTime } from "@surreal-sdk/transport/toolkit";
import { bounded } from "../call/bounded.ts";
import type { CallContext } from "../call/call-context.ts";
import { timeoutOf } from "../call/request.ts";
import { isTransactionConflict } from "../errors/server-error.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";

/** Milliseconds: the bound of the first pause, and the bound that no pause exceeds. */
const firstPause = 10;
const longestPause = 1_000;

/**
 * The bound of the pause after an attempt that met a conflict, in milliseconds. The pause itself is a random part of it:
 * those who collided do not come back at the same moment.
 *
 * @param attempt - counted from 0
 * @internal
 */
export function pauseBound(attempt: number): number {
  return Math.min(longestPause, firstPause * 2 ** attempt);
}

/**
 * Pauses after an attempt that met a conflict, until then or until the caller's signal.
 *
 * @internal
 */
export function pauseAfterConflict(context: CallContext, attempt: number): Suspension<void> {
  const { services } = context.state;
  let stop: (() => void) | undefined;
  const pause: Suspension<void> = (continuation) => {
    stop = services.after(services.random() * pauseBound(attempt), () => continuation.resolve(undefined));
  };
  return bounded(context, pause, undefined, () => stop?.());
}

/**
 * Makes a request that may be repeated, and repeats it while the server refuses it because of a conflict with another
 * transaction, as long as the time of the call lasts. Nothing was applied by then.
 *
 * @internal
 */
export function* despiteConflicts<P extends CallContext, T>(
  context: P,
  request: (context: P) => Operation<T>,
): Operation<T> {
  const end = platformTime.now() + timeoutOf(context);
  let current = context;
  for (let attempt = 0; ; attempt += 1) {
    try {
      return yield* request(current);
    } catch (error) {
      const left = end - platformTime.now() - pauseBound(attempt);
      if (!isTransactionConflict(error) || context.transaction !== undefined || left <= 0) throw error;
      yield* wait(pauseAfterConflict(context, attempt));
      current = { ...context, settings: { ...context.settings, timeout: left } };
    }
  }
}
