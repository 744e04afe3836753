import { perform, type SessionCaller } from "../lite/caller.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import type { NewSessionOptions } from "../session/session-identity.ts";
import { openSession } from "../session/session-operations.ts";
import type { DatabaseShape } from "../typing/database.ts";
import { type ContextClass, openedAs } from "./context-class.ts";
import { sessionContext } from "./session-context.ts";

/**
 * Opens a session over the connection of another one, of the class that is given.
 *
 * @internal
 */
export function newSessionAs<M extends Mode, T>(
  sessionClass: ContextClass<M, T>,
  db: SessionCaller<M, DatabaseShape>,
  options?: NewSessionOptions,
): Returns<M, T> {
  const context = sessionContext(db, "newSession");
  return perform(context, "newSession", openedAs(sessionClass, openSession(context, options)), "sessions");
}
