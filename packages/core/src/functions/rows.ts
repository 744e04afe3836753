import type { Table } from "@surreal-sdk/values";
import { Caller } from "../lite/caller.ts";
import type { Read, SchemaRowsOptions } from "../lite/schema-methods.ts";
import type { Mode, Stream } from "../operation/mode.ts";
import type { RowOf } from "../query/lite-query-builder.ts";
import { type RowsOptions, rowsOf } from "../query/rows.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { RangeTarget } from "../surrealql/target.ts";
import type { DatabaseShape, Section } from "../typing/database.ts";
import type { Fetched, LinkPath } from "../typing/fetched.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { NamedBy } from "../typing/named-by.ts";
import type { RecordData } from "../typing/record-data.ts";
import type { RowFor, SchemaRange, SchemaTable } from "../typing/schema-target.ts";
import type { AllFields, Selected, Some } from "../typing/selected.ts";

/** What can be read: where nothing is known about the database, by any name. */
type Source<S> =
  | BoundQuery
  | (object extends Section<S, "tables"> ? Table | RangeTarget | string : SchemaTable<S> | SchemaRange<S>);

/** A row of what is read: any record where nothing is known about it. */
type RowFrom<S, G, F, P> =
  G extends BoundQuery<infer R>
    ? RowOf<R>
    : unknown extends RowFor<S, G>
      ? Selected<RecordData, F>
      : Fetched<Selected<RowFor<S, G>, F, S>, P, S>;

/**
 * Streams the records of a table or of a range in the order of their ids, read page by page. The call names their type,
 * an unchecked assertion; see the last overload.
 */
export function rows<T = never>(
  db: NamedBy<T, Caller<"async", DatabaseShape>>,
  source: Table | RangeTarget | string,
  options?: RowsOptions<T> & AllFields,
): Stream<"async", T>;
/** Streams parts of records whose type the call names; see the last overload. */
export function rows<T = never>(
  db: NamedBy<T, Caller<"async", DatabaseShape>>,
  source: Table | RangeTarget | string,
  options: RowsOptions<never>,
): Stream<"async", Some<T>>;
/** Streams records whose type the call names; see the last overload. */
export function rows<T = never>(
  db: NamedBy<T, Caller<"blocking", DatabaseShape>>,
  source: Table | RangeTarget | string,
  options?: RowsOptions<T> & AllFields,
): Stream<"blocking", T>;
/** Streams parts of records whose type the call names; see the last overload. */
export function rows<T = never>(
  db: NamedBy<T, Caller<"blocking", DatabaseShape>>,
  source: Table | RangeTarget | string,
  options: RowsOptions<never>,
): Stream<"blocking", Some<T>>;
/**
 * Streams the records of a table or of a range in the order of their ids, read page by page: memory holds one page,
 * however many records there are. For a query, it streams the rows of its first statement.
 *
 * @param db - a connection, a session or a transaction
 * @throws the same errors as `select`; a target is validated at the call.
 * @throws {@link RowsRetractedError} when a statement fails after rows of it were given: they are no result.
 * @example
 * ```ts
 * for await (const user of rows<User>(db, "user", { pageSize: 500 })) await send(user);
 * ```
 */
export function rows<
  M extends Mode,
  S extends DatabaseShape,
  const G extends Source<S>,
  const F extends FieldOf<RowFor<S, G>, S> & string = never,
  Made = never,
  const P extends LinkPath<RowFor<S, G>, S> = never,
>(db: Caller<M, S>, source: G, options?: SchemaRowsOptions<Made, F, P>): Stream<M, Read<Made, RowFrom<S, G, F, P>>>;
/** Streams records; see the last overload. */
export function rows<M extends Mode>(db: Caller<M>, source: unknown, options?: RowsOptions): Stream<M, unknown> {
  const context = Caller.contextOf(db, "rows");
  return context.runtime.stream(rowsOf(context, source, options));
}
