import { SurrealTransaction } from "@surreal-sdk/core";

/** A transaction; see {@link SurrealTransaction}. */
export class AsyncSurrealTransaction extends SurrealTransaction<"async"> {
  /** Cancels the transaction, unless it has been committed or cancelled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
  }
}
