import { SurrealSession } from "@surreal-sdk/core";

/** A session of its own; see {@link SurrealSession}. */
export class BlockingSurrealSession extends SurrealSession<"blocking"> {
  /** Closes the session. */
  [Symbol.dispose](): void {
    this.closeSession();
  }
}
