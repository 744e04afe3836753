import type { SessionCaller } from "../lite/caller.ts";
import type { AnyRow, LoaderOver, SchemaLoaderOptions } from "../lite/loader-methods.ts";
import type { Mode } from "../operation/mode.ts";
import { Loader, type LoaderOptions } from "../query/loader.ts";
import type { DatabaseShape } from "../typing/database.ts";
import type { LinkOfAny } from "../typing/fetched.ts";
import type { FieldOfAny } from "../typing/field-path.ts";
import type { NamedBy } from "../typing/named-by.ts";
import type { AllFields, Some } from "../typing/selected.ts";
import { sessionContext } from "./session-context.ts";

/**
 * Creates a reader of single records, which makes one query of several reads. The call names their type, an unchecked
 * assertion; see the last overloads.
 */
export function loader<T = never>(
  db: NamedBy<T, SessionCaller<"async">>,
  options?: LoaderOptions & AllFields,
): Loader<"async", T>;
/** Creates a reader of parts of records whose type the call names; see the last overloads. */
export function loader<T = never>(
  db: NamedBy<T, SessionCaller<"async">>,
  options: LoaderOptions,
): Loader<"async", Some<T>>;
/** Creates a reader of records whose type the call names; see the last overloads. */
export function loader<T = never>(
  db: NamedBy<T, SessionCaller<"blocking">>,
  options?: LoaderOptions & AllFields,
): Loader<"blocking", T>;
/** Creates a reader of parts of records whose type the call names; see the last overloads. */
export function loader<T = never>(
  db: NamedBy<T, SessionCaller<"blocking">>,
  options: LoaderOptions,
): Loader<"blocking", Some<T>>;
/**
 * Creates a reader of single records: in async mode, calls of its `select` with no `await` between them become one
 * query. It remembers nothing.
 *
 * @param db - a connection or a session
 * @throws TypeError or RangeError when an option is wrong.
 * @example
 * ```ts
 * const users = loader<User>(db);
 * const authors = await Promise.all(posts.map(({ author }) => users.select(author)));
 * ```
 */
export function loader<M extends Mode, S extends DatabaseShape>(
  db: SessionCaller<M, S>,
): LoaderOver<M, S, never, never>;
/** Creates a reader of parts of records, or with linked records. */
export function loader<
  M extends Mode,
  S extends DatabaseShape,
  const F extends FieldOfAny<AnyRow<S>> = never,
  const P extends LinkOfAny<AnyRow<S>> = never,
>(db: SessionCaller<M, S>, options: SchemaLoaderOptions<F, P> | undefined): LoaderOver<M, S, F, P>;
/** Creates a reader of records; see the overloads. */
export function loader<M extends Mode>(db: SessionCaller<M>, options?: LoaderOptions): Loader<M, unknown> {
  return new Loader<M, unknown>(sessionContext(db, "loader"), options);
}
