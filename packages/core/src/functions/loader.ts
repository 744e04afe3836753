import type { SessionCaller } from "../lite/caller.ts";
import type { Mode } from "../operation/mode.ts";
import { Loader, type LoaderOptions } from "../query/loader.ts";
import type { RecordData } from "../typing/record-data.ts";
import { sessionContext } from "./session-context.ts";

/**
 * Creates a reader of single records: in async mode, calls of its `select` with no `await` between them become one
 * query. It remembers nothing.
 *
 * @typeParam T - the type of the records; an unchecked assertion
 * @param db - a connection or a session
 * @throws TypeError or RangeError when an option is wrong.
 * @example
 * ```ts
 * const users = loader<User>(db, { fields: ["id", "name"] });
 * const authors = await Promise.all(posts.map(({ author }) => users.select(author)));
 * ```
 */
export function loader<T = RecordData, M extends Mode = "async">(
  db: SessionCaller<M>,
  options?: LoaderOptions,
): Loader<M, T> {
  return new Loader<M, T>(sessionContext(db, "loader"), options);
}
