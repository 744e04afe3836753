import { SurrealTransaction } from "@surreal-sdk/core";

/** A transaction; see {@link SurrealTransaction}. */
export class BlockingSurrealTransaction extends SurrealTransaction<"blocking"> {
  /** Cancels the transaction, unless it has been committed or cancelled. */
  [Symbol.dispose](): void {
    this.abandon();
  }
}
