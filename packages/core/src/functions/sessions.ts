import { perform, type SessionCaller } from "../lite/caller.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { NewSessionOptions } from "../session/session-identity.ts";
import { openSession } from "../session/session-operations.ts";
import type { DatabaseShape } from "../typing/database.ts";
import { sessionContext } from "./session-context.ts";

/** The class of a mode's sessions, or of its transactions. */
export type ContextClass<M extends Mode, T> = new (context: LiteContext<M>) => T;

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
  return perform(context, "newSession", opened(context, sessionClass, options), "sessions");
}

function* opened<M extends Mode, T>(
  context: LiteContext<M>,
  sessionClass: ContextClass<M, T>,
  options: NewSessionOptions | undefined,
): Operation<T> {
  return new sessionClass(yield* openSession(context, options));
}
