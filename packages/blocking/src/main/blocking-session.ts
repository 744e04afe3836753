import { type AnyDatabase, type DatabaseShape, SurrealSession } from "@surreal-sdk/core";

/** A session with its own state; see {@link SurrealSession}. */
export class BlockingSurrealSession<S extends DatabaseShape = AnyDatabase> extends SurrealSession<"blocking", S> {
  /** Closes the session. */
  [Symbol.dispose](): void {
    this.closeSession();
  }
}
