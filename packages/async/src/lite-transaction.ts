import { type AnyDatabase, type DatabaseShape, LiteTransaction } from "@surreal-sdk/core";

/** A transaction of a lite connection; see {@link LiteTransaction}. */
export class AsyncLiteTransaction<S extends DatabaseShape = AnyDatabase> extends LiteTransaction<"async", S> {
  /** Cancels the transaction, unless it has been committed or cancelled. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.abandon();
  }
}
