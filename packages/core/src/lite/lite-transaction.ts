import type { Mode, Returns } from "../operation/mode.ts";
import { abandon, cancel, commit, type InTransaction } from "../session/transaction-operations.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { LiteQueryable } from "./lite-queryable.ts";

/**
 * A transaction. Everything sent through it is invisible to others until {@link LiteTransaction.commit}, and undone
 * by {@link LiteTransaction.cancel}. A failed statement does not end it.
 *
 * It ends with its connection: when that is lost, the server rolls the transaction back and every further call raises
 * a {@link TransactionLostError}.
 *
 * @example
 * ```ts
 * await using tx = await db.beginTransaction();
 * await tx.create("order", { total: 12 });
 * await tx.commit();
 * ```
 */
export class LiteTransaction<M extends Mode, S extends DatabaseShape = AnyDatabase> extends LiteQueryable<M, S> {
  /** The id of the transaction, as text. */
  get transactionId(): string {
    return this.#inside.transaction.id.toJSON();
  }

  /** The id of the session it runs in; `undefined` for the connection's own. */
  get sessionId(): string | undefined {
    return this.context.scope.session;
  }

  /** The printed form: it contains no secret. */
  toJSON(): { readonly transactionId: string } {
    return { transactionId: this.transactionId };
  }

  static {
    // The form that Node prints.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: LiteTransaction<Mode>): string {
        return `${this.constructor.name} { transactionId: ${JSON.stringify(this.transactionId)} }`;
      },
    });
  }

  /**
   * Commits: applies everything at once.
   *
   * @throws {@link ServerError} when the server refuses, for example on a conflict ({@link isTransactionConflict}):
   * nothing was applied then.
   * @throws {@link CommitOutcomeUnknownError} when the answer was lost.
   */
  commit(): Returns<M, void> {
    return this.perform("commit", commit(this.#inside));
  }

  /** Rolls the transaction back. */
  cancel(): Returns<M, void> {
    return this.perform("cancel", cancel(this.#inside));
  }

  /**
   * Cancels unless the transaction is over; called when a scope is left.
   *
   * @internal
   */
  protected abandon(): Returns<M, void> {
    return this.perform("cancel", abandon(this.#inside));
  }

  get #inside(): InTransaction {
    return this.context as InTransaction;
  }
}
