import { onAbort } from "../operation/abort-signals.ts";
import { drive, type Operation, type Suspension } from "../operation/operation.ts";
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
 * Begins something on the server. Where the caller gives up while the request waits for a connection, it is not sent;
 * later, `end` ends what was begun: nothing else would.
 *
 * @internal
 */
export function begun<C extends CallContext>(
  context: C,
  begin: (asking: C) => Operation<unknown>,
  end: (asking: C, answer: unknown) => void,
): Suspension<unknown> {
  const { settings, state } = context;
  const { signal } = settings;
  const unsent = signal === undefined ? undefined : new AbortController();
  const asking = { ...context, settings: { ...settings, signal: unsent?.signal } };
  const start: Suspension<unknown> = (continuation) =>
    drive(begin(asking), {
      resolve: (answer) => {
        if (signal?.aborted !== true) return continuation.resolve(answer);
        try {
          end(asking, answer);
        } catch {
          // An unreadable answer names nothing that could be ended.
        }
      },
      reject: (error) => continuation.reject(error),
    });
  return bounded(context, start, undefined, () => {
    if (signal?.aborted === true && state.status !== "connected") unsent?.abort(signal.reason);
  });
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
