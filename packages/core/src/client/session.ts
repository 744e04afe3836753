import type { LiteContext } from "../lite/lite-runtime.ts";
import { LiteSession } from "../lite/lite-session.ts";
import type { Mode } from "../operation/mode.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { withSessionExtras } from "./session-extras.ts";
import type { SessionSurface } from "./session-scope.ts";

const Session: new <M extends Mode, S extends DatabaseShape>(
  context: LiteContext<M>,
) => SessionSurface<M, S> & LiteSession<M, S> = /* @__PURE__ */ withSessionExtras(LiteSession) as never;

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
export class SurrealSession<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Session<M, S> {}
