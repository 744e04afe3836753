import { type AnyDatabase, type DatabaseShape, SurrealTransaction } from "@surreal-sdk/core";

/** A transaction; see {@link SurrealTransaction}. */
export class AsyncSurrealTransaction<S extends DatabaseShape = AnyDatabase> extends SurrealTransaction<"async", S> {
  /** Cancels the transaction, unless it has been committed or cancelled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
  }
}
