import { perform, type SessionCaller } from "../lite/caller.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import { unbound } from "../operation/runner.ts";
import type { IsolationOptions } from "../session/isolation.ts";
import { beginTransaction } from "../session/session-operations.ts";
import { type InTransaction, runTransaction, type TransactionOptions } from "../session/transaction-operations.ts";
import type { DatabaseShape } from "../typing/database.ts";
import { type ContextClass, openedAs } from "./context-class.ts";
import { sessionContext } from "./session-context.ts";
import { runStatementList } from "./statement-list.ts";

/**
 * Begins a transaction, of the class that is given.
 *
 * @internal
 */
export function beginTransactionAs<M extends Mode, T>(
  transactionClass: ContextClass<M, T>,
  db: SessionCaller<M, DatabaseShape>,
  options?: IsolationOptions,
): Returns<M, T> {
  const context = sessionContext(db, "beginTransaction");
  return perform(
    context,
    "beginTransaction",
    openedAs(transactionClass, beginTransaction(context, options)),
    "transactions",
  );
}

/**
 * Runs a function inside a transaction of the class that is given, or a list of statements as one.
 *
 * @internal
 */
export function transactionAs<M extends Mode, T>(
  transactionClass: ContextClass<M, T>,
  db: SessionCaller<M, DatabaseShape>,
  given: unknown,
  options?: TransactionOptions,
): Returns<M, unknown> {
  const context = sessionContext(db, "transaction");
  if (Array.isArray(given)) return perform(context, "transaction", runStatementList(context, given, options));
  const body = given as (transaction: T, attempt: number) => unknown;
  // What is neither a function nor a list is refused as that, not for what the engine cannot do.
  const needs = typeof body === "function" ? "transactions" : undefined;
  return perform(context, "transaction", runInside(context, transactionClass, body, options), needs);
}

function* runInside<M extends Mode, T>(
  context: LiteContext<M>,
  transactionClass: ContextClass<M, T>,
  body: (transaction: T, attempt: number) => unknown,
  options: TransactionOptions | undefined,
): Operation<unknown> {
  if (typeof body !== "function") throw new TypeError("transaction() takes a function, or a list of statements.");
  const { bind = unbound } = context.runtime;
  const inside = bind((context: InTransaction & LiteContext<M>, attempt: number): unknown =>
    body(new transactionClass(context), attempt),
  );
  return yield* runTransaction(context, inside, options);
}
