import { onAbort } from "../operation/abort-signals.ts";
import type { Suspension } from "../operation/operation.ts";
import type { CallContext } from "./call-context.ts";

/** The end of a wait that has not brought anything. */
export interface TimeLimit {
  /** Milliseconds; `Infinity` waits without an end. */
  readonly timeout: number;
  /** Creates the error for a caller that has waited so long. */
  readonly late: (timeout: number) => Error;
}

/**
 * Waits no longer than the call may take: until its signal is aborted, or until the time limit. The rest of what was
 * started goes on for other callers.
 *
 * @param ended - called when this caller no longer waits, whatever the reason
 * @internal
 */
export function bounded<T>(
  { state, settings: { signal } }: CallContext,
  start: Suspension<T>,
  limit?: TimeLimit,
  ended?: () => void,
): Suspension<T> {
  return (continuation) => {
    if (signal?.aborted === true) return continuation.reject(signal.reason);
    let stopTimer: (() => void) | undefined;
    const settle = (outcome: () => void): void => {
      stopTimer?.();
      ignoreSignal();
      ended?.();
      outcome();
    };
    const fail = (error: unknown): void => settle(() => continuation.reject(error));
    const ignoreSignal = onAbort(signal, () => fail(signal?.reason));
    if (limit !== undefined && limit.timeout !== Number.POSITIVE_INFINITY) {
      stopTimer = state.services.after(limit.timeout, () => fail(limit.late(limit.timeout)));
    }
    start({ resolve: (value) => settle(() => continuation.resolve(value)), reject: fail });
  };
}

/**
 * Connects, also after the connection was lost permanently. A caller that gives up does not end the attempt for others.
 *
 * @internal
 */
export function connected(context: CallContext): Suspension<void> {
  return bounded(context, connecting(context, false));
}

/**
 * Waits until the connection is established, as a request does: one that was lost permanently is not opened again.
 *
 * @internal
 */
export function established(context: CallContext, limit?: TimeLimit): Suspension<void> {
  return bounded(context, connecting(context, true), limit);
}

function connecting({ state }: CallContext, waits: boolean): Suspension<void> {
  return (continuation) =>
    state.channel.connect(
      {
        done: () => continuation.resolve(undefined),
        fail: (error) => continuation.reject(state.server.refusal ?? error),
      },
      waits,
    );
}
