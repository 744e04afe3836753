import { SurrealSession } from "@surreal-sdk/core";

/** A session with its own state; see {@link SurrealSession}. */
export class BlockingSurrealSession extends SurrealSession<"blocking"> {
  /** Closes the session. */
  [Symbol.dispose](): void {
    this.closeSession();
  }
}
