import type { Mode, Returns } from "../operation/mode.ts";
import { closeSession } from "../session/session-operations.ts";
import { SessionScope } from "./session-scope.ts";

/**
 * A session of its own over a shared connection. It is isolated from the others: identity, namespace, database and
 * variables are its own. After a reconnect it goes on under the same id.
 *
 * @example
 * ```ts
 * await using session = await db.newSession();
 * await session.use("app", "tenant_7");
 * ```
 */
export class SurrealSession<M extends Mode> extends SessionScope<M> {
  /** The id of the session, as text. */
  get sessionId(): string {
    return this.context.scope.session as string;
  }

  /** Closes the session, and with it its live queries. Idempotent. */
  closeSession(): Returns<M, void> {
    return this.perform("closeSession", closeSession(this.context));
  }

  /** What printing shows: nothing that is secret. */
  toJSON(): { readonly sessionId: string } {
    return { sessionId: this.sessionId };
  }

  static {
    // What Node prints.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: SurrealSession<Mode>): string {
        return `${this.constructor.name} { sessionId: ${JSON.stringify(this.sessionId)} }`;
      },
    });
  }

  /** The same as {@link SurrealSession.closeSession}; the connection stays open. */
  close(): Returns<M, void> {
    return this.closeSession();
  }
}
