import type { RecordId, Table } from "@surreal-sdk/values";
import type { SessionCaller } from "../lite/caller.ts";
import type { OrderOf } from "../lite/schema-methods.ts";
import type { LiveTarget } from "../lite/schema-session.ts";
import type { SchemaWatchOptions, WatchedRow } from "../lite/watch-methods.ts";
import type { Mode } from "../operation/mode.ts";
import type { DatabaseShape } from "../typing/database.ts";
import type { LinkPath } from "../typing/fetched.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { NamedBy } from "../typing/named-by.ts";
import type { RowFor } from "../typing/schema-target.ts";
import type { AllFields, Some } from "../typing/selected.ts";
import { watch as watchRows } from "../watch/watch.ts";
import type { WatchOptions } from "../watch/watch-options.ts";
import type { Watch } from "../watch/watch-views.ts";
import { sessionContext } from "./session-context.ts";

/**
 * Keeps the rows of a table, of a range or of a record right. The call names their type, an unchecked assertion; see the
 * last overload.
 */
export function watch<T = never>(
  db: NamedBy<T, SessionCaller<"async">>,
  target: Table | RecordId | string,
  options?: WatchOptions & AllFields,
): Watch<"async", T>;
/** Keeps parts of rows right whose type the call names; see the last overload. */
export function watch<T = never>(
  db: NamedBy<T, SessionCaller<"async">>,
  target: Table | RecordId | string,
  options: WatchOptions,
): Watch<"async", Some<T>>;
/** Keeps rows right whose type the call names; see the last overload. */
export function watch<T = never>(
  db: NamedBy<T, SessionCaller<"blocking">>,
  target: Table | RecordId | string,
  options?: WatchOptions & AllFields,
): Watch<"blocking", T>;
/** Keeps parts of rows right whose type the call names; see the last overload. */
export function watch<T = never>(
  db: NamedBy<T, SessionCaller<"blocking">>,
  target: Table | RecordId | string,
  options: WatchOptions,
): Watch<"blocking", Some<T>>;
/**
 * Keeps the rows of a table, of a range or of a record right: they are always what `select` with the same options
 * would return, after every change by any client, and after a reconnect.
 *
 * @param db - a connection or a session
 * @throws {@link UnsupportedFeatureError} over HTTP without `refresh`, at the call; TypeError or RangeError when
 * target or options are wrong. In a loop: {@link NotFoundError} when the table does not exist.
 * @example
 * ```ts
 * for await (const { rows } of watch<User>(db, "user", { orderBy: "name" })) render(rows);
 * ```
 */
export function watch<
  M extends Mode,
  S extends DatabaseShape,
  const G extends LiveTarget<S>,
  const F extends FieldOf<RowFor<S, G>, S> = never,
  const P extends LinkPath<RowFor<S, G>, S> = never,
>(
  db: SessionCaller<M, S>,
  target: G,
  options?: SchemaWatchOptions<F, P, OrderOf<RowFor<S, G>, S>>,
): Watch<M, WatchedRow<S, G, F, P>>;
/** Keeps rows right; see the last overload. */
export function watch<M extends Mode>(
  db: SessionCaller<M>,
  target: unknown,
  options?: WatchOptions,
): Watch<M, unknown> {
  return watchRows<M, unknown>(sessionContext(db, "watch"), target, options);
}
