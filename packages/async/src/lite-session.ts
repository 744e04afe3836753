import { type AnyDatabase, type DatabaseShape, LiteSession } from "@surreal-sdk/core";

/** A session of a lite connection; see {@link LiteSession}. */
export class AsyncLiteSession<S extends DatabaseShape = AnyDatabase> extends LiteSession<"async", S> {
  /** Closes the session. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeSession();
  }
}
