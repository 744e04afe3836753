import type { Disposal, Mode } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import { unbound } from "../operation/runner.ts";
import type { IsolationOptions } from "../session/isolation.ts";
import type { NewSessionOptions } from "../session/session-identity.ts";
import { beginTransaction, openSession } from "../session/session-operations.ts";
import { type InTransaction, runTransaction, type TransactionOptions } from "../session/transaction-operations.ts";
import type { DatabaseShape } from "../typing/database.ts";
import type { Context } from "./runtime.ts";
import type { SurrealSession } from "./session.ts";
import type { SurrealTransaction } from "./transaction.ts";

export function* newSession<M extends Mode, S extends DatabaseShape>(
  context: Context<M>,
  options: NewSessionOptions | undefined,
): Operation<SurrealSession<M, S> & Disposal<M>> {
  return new context.runtime.session<S>(yield* openSession(context, options));
}

export function* runInTransaction<M extends Mode, S extends DatabaseShape>(
  context: Context<M>,
  body: (transaction: SurrealTransaction<M, S> & Disposal<M>, attempt: number) => unknown,
  options: TransactionOptions | undefined,
): Operation<unknown> {
  if (typeof body !== "function") throw new TypeError("transaction() takes a function, or a list of statements.");
  const { bind = unbound } = context.runtime;
  const inside = bind((context: InTransaction & Context<M>, attempt: number): unknown =>
    body(new context.runtime.transaction<S>(context), attempt),
  );
  return yield* runTransaction(context, inside, options);
}

export function* newTransaction<M extends Mode, S extends DatabaseShape>(
  context: Context<M>,
  options: IsolationOptions | undefined,
): Operation<SurrealTransaction<M, S> & Disposal<M>> {
  return new context.runtime.transaction<S>(yield* beginTransaction(context, options));
}
