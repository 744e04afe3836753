import { TransportTimeoutError } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import type { CallContext } from "./call-context.ts";

/**
 * Runs an operation that changes the state of its session. Where the peer keeps that state, the peer also keeps the
 * order of calls; elsewhere the changes run one after the other here.
 *
 * @internal
 */
export function* changing<C extends CallContext, T>(given: C, change: (inside: C) => Operation<T>): Operation<T> {
  const { changes } = given.scope;
  const context = given.state.capabilities.stateful || changes.isSettled ? given : yield* inOrder(given);
  changes.begin();
  try {
    return yield* change({ ...context, hasTurn: true });
  } finally {
    changes.end();
  }
}

/**
 * Waits until the changes of the state that were requested before this call are answered. Returns the context for the
 * rest of the call, with the remaining time.
 *
 * @throws TransportTimeoutError when they take longer than the call's timeout; nothing was sent then.
 * @internal
 */
export function* inOrder<C extends CallContext>(context: C): Operation<C> {
  const timeout = context.settings.timeout ?? context.state.options.timeout;
  const started = platformTime.now();
  yield* wait(turn(context, timeout));
  if (timeout === Number.POSITIVE_INFINITY) return { ...context, hasTurn: true };
  const left = Math.max(0, timeout - (platformTime.now() - started));
  return { ...context, hasTurn: true, settings: { ...context.settings, timeout: left } };
}

function turn({ scope, state, settings: { signal } }: CallContext, timeout: number): Suspension<void> {
  return (continuation) => {
    if (signal?.aborted === true) return continuation.reject(signal.reason);
    const fail = (error: unknown): void => settle(() => continuation.reject(error));
    const stop: (() => void)[] = [];
    const settle = (outcome: () => void): void => {
      for (const each of stop) each();
      outcome();
    };
    const abort = (): void => fail(signal?.reason);
    stop.push(scope.changes.wait({ resolve: () => settle(() => continuation.resolve()), reject: fail }));
    if (timeout !== Number.POSITIVE_INFINITY) {
      stop.push(state.services.after(timeout, () => fail(tooLate(timeout))));
    }
    signal?.addEventListener("abort", abort, { once: true });
    stop.push(() => signal?.removeEventListener("abort", abort));
  };
}

function tooLate(timeout: number): TransportTimeoutError {
  return new TransportTimeoutError(
    `The call waited ${timeout} ms for an earlier use(), signin(), let() or the like of its session; nothing was sent.`,
    { outcome: "not_sent" },
  );
}
