import { type AnyDatabase, type DatabaseShape, SurrealSession } from "@surreal-sdk/core";

/** A session with its own state; see {@link SurrealSession}. */
export class AsyncSurrealSession<S extends DatabaseShape = AnyDatabase> extends SurrealSession<"async", S> {
  /** Closes the session. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeSession();
  }
}
