import { Caller, type SessionCaller } from "../lite/caller.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import type { Mode } from "../operation/mode.ts";
import type { DatabaseShape } from "../typing/database.ts";

/**
 * The context of a connection or of a session.
 *
 * @throws TypeError when it is something else, such as a transaction.
 * @internal
 */
export function sessionContext<M extends Mode>(db: SessionCaller<M, DatabaseShape>, name: string): LiteContext<M> {
  const context = Caller.contextOf(db, name);
  if (context.transaction === undefined) return context;
  throw new TypeError(`${name}() takes a connection or a session first, not a transaction.`);
}
