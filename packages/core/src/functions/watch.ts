import type { RecordId, Table } from "@surreal-sdk/values";
import type { SessionCaller } from "../lite/caller.ts";
import type { Mode } from "../operation/mode.ts";
import type { RecordData } from "../typing/record-data.ts";
import { watch as watchRows } from "../watch/watch.ts";
import type { WatchOptions } from "../watch/watch-options.ts";
import type { Watch } from "../watch/watch-views.ts";
import { sessionContext } from "./session-context.ts";

/**
 * Keeps the rows of a table, of a range or of a record right: they are always what `select` with the same options
 * would return, after every change by any client, and after a reconnect.
 *
 * @typeParam T - the type of the rows; an unchecked assertion
 * @param db - a connection or a session
 * @throws {@link UnsupportedFeatureError} over HTTP without `refresh`, at the call; TypeError or RangeError when
 * target or options are wrong. In a loop: {@link NotFoundError} when the table does not exist.
 * @example
 * ```ts
 * for await (const { rows } of watch<User>(db, "user", { orderBy: "name" })) render(rows);
 * ```
 */
export function watch<T = RecordData, M extends Mode = "async">(
  db: SessionCaller<M>,
  target: Table | RecordId | string,
  options?: WatchOptions,
): Watch<M, T> {
  return watchRows<M, T>(sessionContext(db, "watch"), target, options);
}
