import { type AnyDatabase, type DatabaseShape, SurrealTransaction } from "@surreal-sdk/core";

/** A transaction; see {@link SurrealTransaction}. */
export class BlockingSurrealTransaction<S extends DatabaseShape = AnyDatabase> extends SurrealTransaction<
  "blocking",
  S
> {
  /** Cancels the transaction, unless it has been committed or cancelled. */
  [Symbol.dispose](): void {
    this.abandon();
  }
}
