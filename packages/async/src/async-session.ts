import { SurrealSession } from "@surreal-sdk/core";

/** A session with its own state; see {@link SurrealSession}. */
export class AsyncSurrealSession extends SurrealSession<"async"> {
  /** Closes the session. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.closeSession();
  }
}
