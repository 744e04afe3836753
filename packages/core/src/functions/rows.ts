import type { Table } from "@surreal-sdk/values";
import { Caller } from "../lite/caller.ts";
import type { FirstRow, Read } from "../lite/schema-methods.ts";
import type { Mode, Stream } from "../operation/mode.ts";
import { type RowsOptions, rowsOf } from "../query/rows.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { RangeTarget } from "../surrealql/target.ts";
import type { AnyDatabase, DatabaseShape, Section } from "../typing/database.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { RecordData } from "../typing/record-data.ts";
import type { RowFor, SchemaRange, SchemaTable } from "../typing/schema-target.ts";
import type { Selected } from "../typing/selected.ts";

/** What is read where nothing is known about the database. */
type OpenSource<S> = object extends Section<S, "tables"> ? Table | RangeTarget | string : never;

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
  const G extends SchemaTable<S> | SchemaRange<S> | BoundQuery,
  const F extends FieldOf<RowFor<S, G>, S> & string = never,
  Made = never,
>(
  db: Caller<M, S>,
  source: G,
  options?: RowsOptions<Made, F>,
): Stream<M, Read<Made, G extends BoundQuery<infer R> ? FirstRow<R> : Selected<RowFor<S, G>, F, S>>>;
/** Streams records whose type the call names; see the first overload. */
export function rows<T = RecordData, M extends Mode = "async", S extends DatabaseShape = AnyDatabase>(
  db: Caller<M, S>,
  source: OpenSource<S>,
  options?: RowsOptions<T>,
): Stream<M, T>;
/** Streams records; see the first overload. */
export function rows<M extends Mode>(db: Caller<M>, source: unknown, options?: RowsOptions): Stream<M, unknown> {
  const context = Caller.contextOf(db, "rows");
  return context.runtime.stream(rowsOf(context, source, options));
}
