import type { RecordId, Table } from "@surreal-sdk/values";
import type { Mode } from "../operation/mode.ts";
import type { AnyDatabase } from "../typing/database.ts";
import type { Fetched, LinkPath } from "../typing/fetched.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { RecordData } from "../typing/record-data.ts";
import type { RowFor, SchemaTarget } from "../typing/schema-target.ts";
import type { Selected, Some } from "../typing/selected.ts";
import type { WatchOptions } from "../watch/watch-options.ts";
import type { Watch } from "../watch/watch-views.ts";
import type { Row, TableOf } from "./open-methods.ts";
import type { OrderOf } from "./schema-methods.ts";

/** `watch` without a schema of the database: rows have the type that the call names, or that the table carries. */
export interface OpenWatch<M extends Mode> {
  <T extends object, const F extends FieldOf<T> = never, const P extends LinkPath<T, AnyDatabase> = never>(
    target: Table<string, T>,
    options?: SchemaWatchOptions<F, P, OrderOf<T, AnyDatabase>>,
  ): Watch<M, Fetched<Selected<T, F>, P, AnyDatabase>>;
  <T = RecordData, const F extends FieldOf<T> = never>(
    target: TableOf<T> | RecordId | string,
    options?: WatchOptions & { readonly fields?: readonly F[] | undefined },
  ): Watch<M, Selected<Row<T>, F>>;
  <T>(
    target: TableOf<T> | RecordId | string,
    options: WatchOptions & { readonly fields: readonly FieldOf<T>[] },
  ): Watch<M, Some<T>>;
}

/** The options of `watch` with the names of the row type. */
export interface SchemaWatchOptions<F, P, Order> extends Omit<WatchOptions, "fields" | "orderBy" | "fetch"> {
  /** The fields to read, by path; all when omitted, or `"*"`. `id` is included only if it is listed. */
  readonly fields?: readonly F[] | undefined;
  readonly orderBy?: Order | readonly Order[] | undefined;
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly P[] | undefined;
}

/** `watch` with a schema of the database. */
export type SchemaWatch<M extends Mode, S> = <
  const G extends SchemaTarget<S>,
  const F extends FieldOf<RowFor<S, G>, S> = never,
  const P extends LinkPath<RowFor<S, G>, S> = never,
>(
  target: G,
  options?: SchemaWatchOptions<F, P, OrderOf<RowFor<S, G>, S>>,
) => Watch<M, WatchedRow<S, G, F, P>>;

/** The rows of a watch of a database that may be known: any record where it is not. */
export type WatchedRow<S, G, F, P> =
  unknown extends RowFor<S, G> ? Selected<RecordData, F> : Fetched<Selected<RowFor<S, G>, F, S>, P, S>;
