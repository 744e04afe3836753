import type { Mode, Returns } from "../operation/mode.ts";
import { closeSession } from "../session/session-operations.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { LiteScope } from "./lite-scope.ts";

/**
 * A session over a shared connection, isolated from the others: it has its own identity, namespace, database and
 * variables. After a reconnect it continues under the same id.
 *
 * @example
 * ```ts
 * await using session = await db.newSession();
 * await session.use("app", "tenant_7");
 * ```
 */
export class LiteSession<M extends Mode, S extends DatabaseShape = AnyDatabase> extends LiteScope<M, S> {
  /** The id of the session, as text. */
  get sessionId(): string {
    return this.context.scope.session as string;
  }

  /** Closes the session, and with it its live queries. Idempotent. */
  closeSession(): Returns<M, void> {
    return this.perform("closeSession", closeSession(this.context));
  }

  /** The printed form: it contains no secret. */
  toJSON(): { readonly sessionId: string } {
    return { sessionId: this.sessionId };
  }

  static {
    // The form that Node prints.
    Object.defineProperty(this.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: LiteSession<Mode>): string {
        return `${this.constructor.name} { sessionId: ${JSON.stringify(this.sessionId)} }`;
      },
    });
  }

  /** The same as {@link LiteSession.closeSession}; the connection stays open. */
  close(): Returns<M, void> {
    return this.closeSession();
  }
}
