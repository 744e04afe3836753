import { ConnectionLostError, TransportTimeoutError } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { SurrealError } from "@surreal-sdk/values";
import { ServerError } from "../errors/server-error.ts";
import { drive, type Operation, type Suspension, wait } from "../operation/operation.ts";
import { bounded } from "./bounded.ts";
import type { CallContext } from "./call-context.ts";

/** What is special about a change of a session's state. */
export interface ChangeTraits {
  /** It is the user who says from now on whose session this is. */
  readonly identity?: boolean;
  /** What it asks for depends on the place, or the tokens, that earlier changes lead to. */
  readonly reads?: boolean;
  /** It changes this variable alone: the session stays where it is and whose it is, whatever becomes of the change. */
  readonly variable?: string | undefined;
}

const ordinary: ChangeTraits = Object.freeze({ identity: false, reads: false, variable: undefined });

/**
 * Runs an operation that changes the state of its session. Where the peer keeps that state, the peer also keeps the
 * order of calls; elsewhere the changes run one after the other here.
 *
 * @internal
 */
export function* changing<C extends CallContext, T>(
  given: C,
  change: (inside: C) => Operation<T>,
  { identity = false, reads = false, variable }: ChangeTraits = ordinary,
): Operation<T> {
  const { changes } = given.scope;
  changes.announce();
  const isNext = changes.isSettled || (!reads && isAhead(given));
  const context = isNext ? given : yield* inOrder(given, true);
  changes.begin(identity);
  const inside = { ...context, hasTurn: true };
  const work = identity ? identifying(inside, change) : reads ? reading(inside, change) : change(inside);
  return yield* counted(work, (applied, error) => {
    if (applied && isDoubtful(error)) {
      if (variable === undefined) changes.raiseDoubt();
      else changes.doubtfulVariables.add(variable);
    }
    changes.end(applied, identity);
  });
}

/** A new connection is made as it was before the change. */
function isDoubtful(error: unknown): boolean {
  return error !== undefined && !(error instanceof ConnectionLostError);
}

/** What is read is of the connection that comes, not of one that is being closed. */
function* reading<C extends CallContext, T>(inside: C, change: (inside: C) => Operation<T>): Operation<T> {
  yield* inside.state.reopened();
  return yield* change(inside);
}

/** Calls that were made before may wait for the identity that the connection asks for: they are to be made as that one. */
function* identifying<C extends CallContext, T>(inside: C, change: (inside: C) => Operation<T>): Operation<T> {
  const { changes } = inside.scope;
  yield* inside.state.undisturbed(inside);
  changes.beginIdentity();
  return yield* counted(change(inside), (applied) => changes.endIdentity(applied));
}

/** Runs a change, and reports at its end whether the server may have applied it, and the error if there was one. */
function* counted<T>(change: Operation<T>, end: (applied: boolean, error?: unknown) => void): Operation<T> {
  let applied = true;
  let failure: unknown;
  try {
    return yield* change;
  } catch (error) {
    applied = mayBeApplied(error);
    failure = error;
    throw error;
  } finally {
    end(applied, failure);
  }
}

/** Whether a call may be handed over now: the peer keeps the order of calls, and none of this session waits here. */
export function isAhead({ state, scope, pin }: CallContext): boolean {
  const { changes } = scope;
  // A sign-in may select its namespace and database again, and whether the `auth` option is to be asked depends on it.
  return state.capabilities.stateful && pin === undefined && !changes.isHeld && !changes.awaitsIdentity;
}

function mayBeApplied(error: unknown): boolean {
  if (error instanceof ServerError) return error.outcome === "unknown";
  if (error instanceof SurrealError) return error.outcome !== "not_sent" && error.outcome !== "failed";
  return !(error instanceof TypeError);
}

/**
 * Waits until the changes of the state that were requested before this call are answered. Returns the context for the
 * rest of the call, with the remaining time.
 *
 * @param isChange - whether this call changes the state itself
 * @throws TransportTimeoutError when they take longer than the call's timeout; nothing was sent then.
 * @internal
 */
export function* inOrder<C extends CallContext>(context: C, isChange: boolean = false): Operation<C> {
  const { changes } = context.scope;
  let leave: (() => void) | undefined;
  const join: Suspension<void> = (continuation) => {
    leave = changes.wait(continuation, isChange);
  };
  // One that gives up leaves the line.
  return { ...(yield* havingWaited(context, join, tooLate, () => leave?.())), hasTurn: true };
}

/**
 * Waits as long as the call may take. Returns the context for the rest of the call, with the remaining time.
 *
 * @param late - creates the error for a call that has waited so long
 * @param ended - called when it no longer waits, whatever the reason
 * @internal
 */
export function* havingWaited<C extends CallContext>(
  context: C,
  start: Suspension<void>,
  late: (timeout: number) => Error,
  ended?: () => void,
): Operation<C> {
  const timeout = context.settings.timeout ?? context.state.options.timeout;
  const started = platformTime.now();
  yield* wait(bounded(context, start, { timeout, late }, ended));
  if (timeout === Number.POSITIVE_INFINITY) return context;
  const left = Math.max(0, timeout - (platformTime.now() - started));
  return { ...context, settings: { ...context.settings, timeout: left } };
}

/**
 * Waits where changes of the state were requested before, even if the peer would keep the order: the session is then as
 * the server will find it.
 *
 * @throws TransportTimeoutError as {@link inOrder} does.
 * @internal
 */
export function* onceSettled<C extends CallContext>(context: C): Operation<C> {
  return context.scope.changes.isSettled ? context : yield* inOrder(context);
}

/**
 * Waits while a connection is being closed, for a call that has its turn: what is known of that one is forgotten then.
 *
 * @internal
 */
export function* onceReopened<C extends CallContext>(context: C): Operation<C> {
  if (!context.state.life.isClosing) return context;
  yield* holdingTurn(context, context.state.reopened());
  return { ...context, hasTurn: true };
}

/**
 * Waits for something that a call needs before it is sent, though it has its turn. A change that was made later
 * and waits for its turn is sent behind it, even when both can go on at the same time.
 *
 * @internal
 */
export function holdingTurn<T>({ scope }: CallContext, operation: Operation<T>): Operation<T> {
  return wait<T>((continuation) => {
    const sent = scope.changes.hold();
    // The continuation sends the call, if it waits no more.
    const settle = (outcome: () => void): void => {
      outcome();
      sent();
    };
    drive(operation, {
      resolve: (value) => settle(() => continuation.resolve(value)),
      reject: (error) => settle(() => continuation.reject(error)),
    });
  });
}

function tooLate(timeout: number): TransportTimeoutError {
  return new TransportTimeoutError(
    `The call waited ${timeout} ms for an earlier use(), signin(), let() or the like of its session; nothing was sent.`,
    { outcome: "not_sent" },
  );
}
