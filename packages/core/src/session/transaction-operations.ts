import { ConnectionLostError, TransportTimeoutError } from "@surreal-sdk/transport";
import { SurrealError } from "@surreal-sdk/values";
import { havingWaited } from "../call/call-order.ts";
import { knownOptions } from "../call/known-keys.ts";
import { request } from "../call/request.ts";
import { withoutSignal } from "../call/settings.ts";
import type { TransactionState } from "../call/transaction-state.ts";
import { commitUnknown } from "../errors/commit-unknown.ts";
import { CommitOutcomeUnknownError } from "../errors/core-errors.ts";
import { isTransactionConflict } from "../errors/server-error.ts";
import { assertNotAborted } from "../operation/abort-signals.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { pauseAfterConflict } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { cancelling, cancelOnServer } from "./end-on-server.ts";
import { type IsolationOptions, isolationKeys } from "./isolation.ts";
import { checkedKey, claimKey, isAnswerLost, isHidden, keepResult, type Marker, readMarker } from "./once-only.ts";
import { beginTransaction } from "./session-operations.ts";

/** A context inside a transaction. */
export type InTransaction = SessionContext & { readonly transaction: TransactionState };

/** @internal */
export function* commit(context: InTransaction): Operation<void> {
  const { transaction, state } = context;
  transaction.assertOpen();
  if (transaction.keepsResult) throw keyedCommit();
  assertNotAborted(context.settings.signal);
  transaction.end("committed");
  const ending = yield* onceAnswered(context);
  try {
    yield* request(ending, "commit", [transaction.id], { ending: true });
    transaction.over(true);
  } catch (error) {
    if (wasNotSent(error)) goOn(context);
    else transaction.over(false);
    // Given up before it was sent, or behind that: what was sent comes first.
    if (context.settings.signal?.aborted === true) state.background(ignoreErrors(sendCancel(context)));
    if (!(error instanceof SurrealError) || error.outcome !== "unknown") throw error;
    throw commitUnknown(error);
  }
}

/** Servers commit ahead of statements that still run, which would be lost. */
function* onceAnswered(context: InTransaction): Operation<InTransaction> {
  const { transaction } = context;
  if (transaction.isAnswered) return context;
  try {
    const ending = yield* havingWaited(context, transaction.answered, stillRuns);
    transaction.assertCommittable();
    return ending;
  } catch (error) {
    goOn(context);
    throw error;
  }
}

function stillRuns(timeout: number): TransportTimeoutError {
  return new TransportTimeoutError(
    `commit() waited ${timeout} ms for an earlier call of its transaction; nothing was sent.`,
    { outcome: "not_sent" },
  );
}

/** Committed by its function, it would be applied without its result, which a second run could not return. */
function keyedCommit(): SurrealError {
  return new SurrealError(
    "A transaction with a `key` is committed when its function returns, together with the result: leave commit() out.",
    { outcome: "not_sent", retrySafe: false },
  );
}

function outcomeUnknown(cause: unknown): CommitOutcomeUnknownError {
  if (cause instanceof CommitOutcomeUnknownError) return cause;
  return commitUnknown(cause as Error);
}

/** The server has heard nothing of it. */
function wasNotSent(error: unknown): boolean {
  return error instanceof SurrealError && error.outcome === "not_sent";
}

/** A lost connection has rolled the transaction back, which is what was asked for. @internal */
export function* cancel(context: InTransaction): Operation<void> {
  const { transaction } = context;
  transaction.assertOpen();
  transaction.end("cancelled");
  try {
    yield* sendCancel(context);
    transaction.over(false);
  } catch (error) {
    const isLost = transaction.isLost || error instanceof ConnectionLostError;
    if (!isLost && wasNotSent(error)) goOn(context);
    else transaction.over(false);
    if (!isLost) throw error;
  }
}

/** The request to end it was not sent. Servers before 3.1 keep it where its session was closed meanwhile. */
function goOn({ transaction, state, scope }: InTransaction): void {
  transaction.goOn();
  if (!transaction.isOpen && !transaction.isLost) cancelOnServer(state, scope, transaction.id);
}

/** Where the caller has given up, nothing but this ends the transaction on the server. */
function sendCancel(context: InTransaction): Operation<unknown> {
  return request(withoutSignal(context), "cancel", [context.transaction.id], cancelling);
}

/**
 * Cancels unless the transaction is over, on behalf of a caller that is done with it: where the turn of the request does
 * not come in time, it is made again in the background.
 *
 * @internal
 */
export function* abandon(context: InTransaction): Operation<void> {
  const { state, scope, transaction } = context;
  if (!transaction.isOpen) return;
  try {
    yield* cancel(context);
  } catch (error) {
    if (transaction.isOpen) {
      transaction.end("cancelled");
      transaction.over(false);
      cancelOnServer(state, scope, transaction.id);
    }
    throw error;
  }
}

/** How a transaction is run over and over. */
export interface TransactionOptions extends IsolationOptions {
  /** How often it is run again after a conflict that is known not to have been applied. Default: 3. */
  readonly retries?: number | undefined;
  /**
   * Names the transaction, so that it is applied exactly once however often it is run: a record with the key and the
   * result is written to the table `sdk_transaction` in the same transaction. After a lost connection, or a lost answer
   * to the commit, the function is run again (`retries`), and if the first run was applied, its result is returned
   * without its writes. The function must not call `commit()` itself: the result is known when it returns. Default: none.
   */
  readonly key?: string | undefined;
}

/**
 * Runs a function inside a transaction: commits when it returns, cancels when it throws.
 *
 * @internal
 */
export function* runTransaction<P extends SessionContext>(
  context: P,
  body: (inside: P & InTransaction, attempt: number) => unknown,
  options: TransactionOptions = {},
): Operation<unknown> {
  const known = ["retries", "key", ...isolationKeys] as const;
  const { retries: given, key: name, ...isolation } = knownOptions(options, known, "transaction");
  const retries = checkedRetries(given);
  const key = checkedKey(name);
  if (key !== undefined && isolation.readOnly === true) throw new TypeError("A transaction with a `key` writes it.");
  let isInDoubt = false;
  for (let attempt = 0; ; attempt += 1) {
    let isApplied = false;
    try {
      const inside = yield* beginTransaction(context, isolation);
      const run = (given: P & InTransaction): unknown => body(given, attempt + 1);
      if (key === undefined) return yield* attemptOnce(inside, run);
      const marker = yield* attemptKeyed(context, inside, key, run);
      if (marker !== undefined) return marker.value;
      isApplied = true;
    } catch (error) {
      const isAgain = isTransactionConflict(error) || (key !== undefined && isAnswerLost(error));
      if (attempt >= retries || !isAgain) throw isInDoubt ? outcomeUnknown(error) : error;
      isInDoubt ||= error instanceof CommitOutcomeUnknownError;
    }
    if (isApplied && attempt >= retries) throw isHidden(key as string);
    yield* wait(pauseAfterConflict(context, attempt));
  }
}

/** Runs it unless it was applied before; returns the result of whichever run was applied. */
function* attemptKeyed<P extends InTransaction>(
  outside: SessionContext,
  inside: P,
  key: string,
  body: (inside: P) => unknown,
): Operation<Marker | undefined> {
  let isFirst = false;
  try {
    isFirst = yield* claimKey(inside, key);
  } finally {
    if (!isFirst) yield* ignoreErrors(abandon(inside));
  }
  if (!isFirst) return yield* readMarker(outside, key);
  inside.transaction.keepsResult = true;
  const keep = (value: unknown): Operation<void> => keepResult(inside, key, value);
  return { value: yield* attemptOnce(inside, body, keep) };
}

function* attemptOnce<P extends InTransaction>(
  inside: P,
  body: (inside: P) => unknown,
  beforeCommit?: (value: unknown) => Operation<void>,
): Operation<unknown> {
  try {
    const value: unknown = yield* wait(inside.state.services.fromPromise(body(inside)));
    if (inside.transaction.isOpen && beforeCommit !== undefined) yield* beforeCommit(value);
    inside.transaction.keepsResult = false;
    // One that was lost, or ended with its session, has applied nothing: that is an error.
    if (!inside.transaction.isEnded) yield* commit(inside);
    return value;
  } catch (error) {
    // What went wrong first is what the caller hears of. The transaction dies with its connection at the latest.
    yield* ignoreErrors(abandon(inside));
    throw error;
  }
}

/** @throws RangeError when it is no number from 0 on. @internal */
export function checkedRetries(retries: unknown): number {
  if (retries === undefined) return 3;
  if (typeof retries === "number" && retries >= 0) return retries;
  throw new RangeError("`retries` is a number from 0 on.");
}
