import type { Mode, Returns } from "../operation/mode.ts";
import type { Loader, LoaderOptions } from "../query/loader.ts";
import type { Section, TableNameOf } from "../typing/database.ts";
import type { Fetched, LinkOfAny } from "../typing/fetched.ts";
import type { FieldOf, FieldOfAny } from "../typing/field-path.ts";
import type { RecordData } from "../typing/record-data.ts";
import type { RowFor, SchemaRecord } from "../typing/schema-target.ts";
import type { Selected, Some } from "../typing/selected.ts";

/** `loader` without a schema of the database: records have the type that the call names. */
export interface OpenLoader<M extends Mode> {
  <T = RecordData, const F extends FieldOf<T> = never>(
    options?: LoaderOptions & { readonly fields?: readonly F[] | undefined },
  ): Loader<M, Selected<T, F>>;
  <T>(options: LoaderOptions & { readonly fields: readonly FieldOf<T>[] }): Loader<M, Some<T>>;
}

/** The options of `loader` with the fields and links of the tables of a database. */
export interface SchemaLoaderOptions<F, P> {
  /** The fields to read, by path; all when omitted, or `"*"`. `id` is included only if it is listed. */
  readonly fields?: readonly F[] | undefined;
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly P[] | undefined;
}

/** A row of any table of a database. */
export type AnyRow<S> = object extends Section<S, "tables"> ? unknown : RowFor<S, TableNameOf<S>>;

/** The loader of a database that may be known. */
export type LoaderOver<M extends Mode, S, F, P> =
  object extends Section<S, "tables"> ? Loader<M, Selected<RecordData, F>> : TypedLoader<M, S, F, P>;

/** `loader` with a schema of the database: one loader reads the records of all tables. */
export interface SchemaLoader<M extends Mode, S> {
  (): TypedLoader<M, S>;
  <const F extends FieldOfAny<AnyRow<S>> = never, const P extends LinkOfAny<AnyRow<S>> = never>(
    options: SchemaLoaderOptions<F, P> | undefined,
  ): TypedLoader<M, S, F, P>;
}

/**
 * A {@link Loader} of a typed database: each record has the row type of its table.
 *
 * @typeParam S - the type of the database
 * @typeParam F - the fields that are read; `never` for all
 * @typeParam P - the links that are replaced by their records
 */
export interface TypedLoader<M extends Mode, S, F = never, P = never> {
  /**
   * Reads one record, or `undefined` when there is none. In async mode, together with the other calls that are made
   * with no `await` between them.
   *
   * @throws TypeError or an `Invalid…Error` when it names no record. An error that concerns one record does not affect
   * the calls for other records.
   */
  select<const G extends SchemaRecord<S>>(id: G): Returns<M, LoadedRow<S, G, F, P> | undefined>;

  /**
   * Reads several records with one query, in the order of the ids; `undefined` for those that do not exist.
   *
   * @throws the first error that concerns one of the records.
   */
  selectAll<const L extends readonly SchemaRecord<S>[]>(ids: L): Returns<M, LoadedRows<S, L, F, P>>;
}

type LoadedRow<S, G, F, P> = Fetched<Selected<RowFor<S, G>, F, S>, P, S>;

type LoadedRows<S, L extends readonly unknown[], F, P> = {
  -readonly [I in keyof L]: LoadedRow<S, L[I], F, P> | undefined;
};
