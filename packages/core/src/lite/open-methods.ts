import type { RecordId, Table } from "@surreal-sdk/values";
import type { Mode, Returns, Started, Stream } from "../operation/mode.ts";
import type { Crud, CrudOptions, CrudResult } from "../query/crud-builder.ts";
import type { Insert, InsertOptions } from "../query/insert-builder.ts";
import type { Into } from "../query/into.ts";
import type { RowOf } from "../query/lite-query-builder.ts";
import type { RelateOptions } from "../query/relate.ts";
import type { RowsOptions } from "../query/rows.ts";
import type { SelectOptions } from "../query/select.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { Condition } from "../surrealql/expressions.ts";
import type { RangeTarget, SingleTarget, TableName, Target } from "../surrealql/target.ts";
import type { AnyDatabase } from "../typing/database.ts";
import type { Fetched, LinkPath } from "../typing/fetched.ts";
import type { FieldOf } from "../typing/field-path.ts";
import type { PatchOperation } from "../typing/patch-operation.ts";
import type { RecordData } from "../typing/record-data.ts";
import type { Returned, ReturnOf } from "../typing/returned.ts";
import type { Answer } from "../typing/schema-target.ts";
import type { Selected, Some } from "../typing/selected.ts";
import type { ValueAt } from "../typing/value-at.ts";
import type { Values } from "../typing/values.ts";

// The methods of a connection about whose database nothing is known: rows have the type that the call names, that the
// table carries, or that a schema reads them into.

/** A table by its name or as a value, whose type may carry that of its rows. */
export type TableOf<T> = Table<string, T> | Table;
type Many<T> = TableOf<T> | RangeTarget;
type Patch = readonly PatchOperation[];

/** A row of a table whose type carries none is any record. Either is a `T`, also where the compiler does not know `T`. */
export type Row<T> = unknown extends T ? RecordData & T : T;

/** The result of a text of which the compiler does not know whether it names a table or a record. */
type Found<T, None = undefined> = T | T[] | None;

/** Options that read rows into a schema. */
type Reading<O, T> = O & { readonly into: Into<T> };
/** Options without a schema. */
type Plain<O> = O & { readonly into?: undefined };
/** Options that name fields of which the compiler does not know the names. */
type WithFields<T> = Plain<SelectOptions<never, FieldOf<T>>> & { readonly fields: readonly FieldOf<T>[] };
type Options<F> = Plain<SelectOptions<never, F>> & { readonly value?: undefined };
/** Options that read the value of one field. */
type Valued<V> = Plain<Omit<SelectOptions<never>, "fields" | "value">> & {
  readonly value: V;
  readonly fields?: undefined;
};
type Changes<W> = Plain<CrudOptions<never, W>>;
/** Options that replace links by their records. */
type Fetching<O, P> = Omit<O, "fetch"> & { readonly fetch: readonly P[] };
/** Links of rows of type `T`, in a database about which nothing is known. */
type Link<T> = LinkPath<T, AnyDatabase>;
/** Options with a condition, which one record may not match. */
type Conditional<W> = Changes<W> & { readonly where: Condition };

/** The overloads of `select` without a schema of the database. */
export interface OpenSelect<M extends Mode> {
  <T, const G extends Target = Target>(target: G, options: Reading<SelectOptions<T>, T>): Returns<M, Answer<G, T>>;
  <T extends object, const V extends FieldOf<T> = FieldOf<T>, const P extends Link<T> = never>(
    target: Table<string, T>,
    options: Fetching<Valued<V>, P>,
  ): Returns<M, ValueAt<Fetched<T, P, AnyDatabase>, V>[]>;
  <T extends object, const F extends FieldOf<T> = never, const P extends Link<T> = never>(
    target: Table<string, T>,
    options: Fetching<Options<F>, P>,
  ): Returns<M, Fetched<Selected<T, F>, P, AnyDatabase>[]>;
  <T = RecordData, const V extends FieldOf<T> = FieldOf<T>>(
    target: Many<T>,
    options: Valued<V>,
  ): Returns<M, ValueAt<Row<T>, V>[]>;
  <T = RecordData, const V extends FieldOf<T> = FieldOf<T>>(
    target: SingleTarget,
    options: Valued<V>,
  ): Returns<M, ValueAt<Row<T>, V> | undefined>;
  <T = RecordData, const V extends FieldOf<T> = FieldOf<T>>(
    target: TableName,
    options: Valued<V>,
  ): Returns<M, ValueAt<Row<T>, V>[]>;
  <T = RecordData, const V extends FieldOf<T> = FieldOf<T>>(
    target: string,
    options: Valued<V>,
  ): Returns<M, Found<ValueAt<Row<T>, V>>>;
  <T = RecordData, const F extends FieldOf<T> = never>(
    target: Many<T>,
    options?: Options<F>,
  ): Returns<M, Selected<Row<T>, F>[]>;
  <T = RecordData, const F extends FieldOf<T> = never>(
    target: SingleTarget,
    options?: Options<F>,
  ): Returns<M, Selected<Row<T>, F> | undefined>;
  <T = RecordData, const F extends FieldOf<T> = never>(
    target: TableName,
    options?: Options<F>,
  ): Returns<M, Selected<Row<T>, F>[]>;
  <T = RecordData, const F extends FieldOf<T> = never>(
    target: string,
    options?: Options<F>,
  ): Returns<M, Found<Selected<Row<T>, F>>>;
  <T>(target: Many<T>, options: WithFields<T>): Returns<M, Some<T>[]>;
  <T>(target: SingleTarget, options: WithFields<T>): Returns<M, Some<T> | undefined>;
  <T>(target: TableName, options: WithFields<T>): Returns<M, Some<T>[]>;
  <T>(target: string, options: WithFields<T>): Returns<M, Found<Some<T>>>;
}

/** The overloads of `rows` without a schema of the database. */
export interface OpenRows<M extends Mode> {
  <T>(source: Many<unknown> | string | BoundQuery, options: Reading<RowsOptions<T>, T>): Stream<M, T>;
  <R extends unknown[]>(query: BoundQuery<R>, options?: Plain<RowsOptions<never>>): Stream<M, RowOf<R>>;
  <T extends object, const F extends FieldOf<T> & string = never, const P extends Link<T> = never>(
    source: Table<string, T>,
    options: Fetching<Plain<RowsOptions<never, F>>, P>,
  ): Stream<M, Fetched<Selected<T, F>, P, AnyDatabase>>;
  <T = RecordData, const F extends FieldOf<T> & string = never>(
    source: Many<T> | string | BoundQuery,
    options?: Plain<RowsOptions<never, F>>,
  ): Stream<M, Selected<Row<T>, F>>;
  <T>(source: Many<T> | string, options: Plain<RowsOptions<never, FieldOf<T> & string>>): Stream<M, Some<T>>;
}

/** The overloads of `create` without a schema of the database. */
export interface OpenCreate<M extends Mode> {
  <T>(target: Target, data: object, options: Reading<CrudOptions<T>, T>): CrudResult<M, T, object, never>;
  <T = RecordData>(target: Target | TableOf<T>): Crud<M, Row<T>, Values<T>, never>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: Target | TableOf<T>,
    data: Values<NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>, W, unknown, never>, Values<T>, never>;
}

/**
 * The overloads of `update` and `upsert` without a schema of the database.
 *
 * @typeParam None - the result where there is no record; `never` for an upsert
 */
export interface OpenUpdate<M extends Mode, None> {
  <T, const G extends Target = Target>(
    target: G,
    data: object,
    options: Reading<CrudOptions<T>, T>,
  ): CrudResult<M, Answer<G, T, None>, object>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: SingleTarget,
    data: Values<NoInfer<T>>,
    options: Conditional<W>,
  ): CrudResult<M, Returned<Row<T> | undefined, W>, Values<T>>;
  <T = RecordData>(target: Many<T>): Crud<M, Row<T>[]>;
  <T = RecordData>(target: SingleTarget): Crud<M, Row<T> | None>;
  <T = RecordData>(target: TableName): Crud<M, Row<T>[]>;
  <T = RecordData>(target: string): Crud<M, Found<Row<T>, None>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: Many<T>,
    data: Values<NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>[], W>, Values<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: SingleTarget,
    data: Values<NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T> | None, W>, Values<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: TableName,
    data: Values<NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>[], W>, Values<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: string,
    data: Values<NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Found<Row<T>, None>, W>, Values<T>>;
}

/** The overloads of `delete` without a schema of the database. */
export interface OpenDelete<M extends Mode> {
  <T, const G extends Target = Target>(
    target: G,
    options: Reading<CrudOptions<T>, T>,
  ): CrudResult<M, Answer<G, T>, never>;
  <T = RecordData, const W extends ReturnOf<T, never> = "before">(
    target: Many<T>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>[], W, never>, never>;
  <T = RecordData, const W extends ReturnOf<T, never> = "before">(
    target: SingleTarget,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T> | undefined, W, never>, never>;
  <T = RecordData, const W extends ReturnOf<T, never> = "before">(
    target: TableName,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>[], W, never>, never>;
  <T = RecordData, const W extends ReturnOf<T, never> = "before">(
    target: string,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Found<Row<T>>, W, never>, never>;
}

/**
 * The overloads of `merge` and `patch` without a schema of the database.
 *
 * @typeParam Kind - what the change is written as: fields, or operations
 */
export interface OpenChange<M extends Mode, Kind extends "fields" | "operations"> {
  <T, const G extends Target = Target>(
    target: G,
    change: Change<Kind, unknown> | undefined,
    options: Reading<CrudOptions<T>, T>,
  ): CrudResult<M, Answer<G, T>, object>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: Many<T>,
    change?: Change<Kind, NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>[], W>, Values<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: SingleTarget,
    change?: Change<Kind, NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T> | undefined, W>, Values<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: TableName,
    change?: Change<Kind, NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Row<T>[], W>, Values<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    target: string,
    change?: Change<Kind, NoInfer<T>>,
    options?: Changes<W>,
  ): CrudResult<M, Returned<Found<Row<T>>, W>, Values<T>>;
}

type Change<Kind, T> = Kind extends "fields" ? Values<T> : Patch;

/** The overloads of `insert` without a schema of the database. */
export interface OpenInsert<M extends Mode> {
  <T>(
    table: Table | string,
    data: object,
    options: Reading<InsertOptions<T>, T>,
  ): Started<M, T[], Insert<M, T, object>>;
  <T = RecordData>(table: TableOf<T> | string): Insert<M, Row<T>>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    table: TableOf<T> | string,
    data: Values<NoInfer<T>> | readonly Values<NoInfer<T>>[],
    options?: Plain<InsertOptions<never, W>>,
  ): InsertResult<M, Returned<Row<T>[], W, unknown, never>, Values<T>>;
}

type InsertResult<M extends Mode, R, Row> = R extends readonly (infer T)[] ? Started<M, R, Insert<M, T, Row>> : never;

/** `insertRelation` without a schema of the database. */
export type OpenInsertRelation<M extends Mode> = <T = RecordData>(
  table: TableOf<T> | string,
  data: Values<NoInfer<T>> | readonly Values<NoInfer<T>>[],
) => Returns<M, Row<T>[]>;

/** The overloads of `relate` without a schema of the database. */
export interface OpenRelate<M extends Mode> {
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    from: SingleTarget,
    edge: TableOf<T> | RecordId | string,
    to: SingleTarget,
    data?: Values<NoInfer<T>>,
    options?: Plain<RelateOptions<never, W>>,
  ): Returns<M, Returned<Row<T>, W, unknown, never>>;
  <T>(
    from: SingleTarget,
    edge: Table | RecordId | string,
    to: SingleTarget,
    data: object | undefined,
    options: Reading<RelateOptions<T>, T>,
  ): Returns<M, T>;
  <T = RecordData, const W extends ReturnOf<T> = "after">(
    from: SingleTarget | readonly SingleTarget[],
    edge: TableOf<T> | RecordId | string,
    to: SingleTarget | readonly SingleTarget[],
    data?: Values<NoInfer<T>>,
    options?: Plain<RelateOptions<never, W>>,
  ): Returns<M, Returned<Row<T>[], W, unknown, never>>;
  <T>(
    from: SingleTarget | readonly SingleTarget[],
    edge: Table | RecordId | string,
    to: SingleTarget | readonly SingleTarget[],
    data: object | undefined,
    options: Reading<RelateOptions<T>, T>,
  ): Returns<M, T[]>;
}

/** `run` without a schema of the database. */
export type OpenRun<M extends Mode> = <T = unknown>(
  name: string,
  args?: readonly unknown[],
  version?: string,
) => Returns<M, T>;
