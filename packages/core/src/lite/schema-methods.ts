import type { Mode, Returns, Started, Stream } from "../operation/mode.ts";
import type { Crud, CrudOptions, CrudResult } from "../query/crud-builder.ts";
import type { Insert, InsertOptions } from "../query/insert-builder.ts";
import type { RowOf } from "../query/lite-query-builder.ts";
import type { RelateOptions } from "../query/relate.ts";
import type { RowsOptions } from "../query/rows.ts";
import type { SelectOptions } from "../query/select.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { Condition } from "../surrealql/expressions.ts";
import type { Section } from "../typing/database.ts";
import type { Fetched, LinkPath } from "../typing/fetched.ts";
import type { FieldOf, OrderPath } from "../typing/field-path.ts";
import type { Held } from "../typing/held.ts";
import type { PatchOperation } from "../typing/patch-operation.ts";
import type { Returned, ReturnOf } from "../typing/returned.ts";
import type {
  Answer,
  EndFor,
  InsertFor,
  RowFor,
  SchemaEdge,
  SchemaRange,
  SchemaRelation,
  SchemaTable,
  SchemaTarget,
  UpdateFor,
} from "../typing/schema-target.ts";
import type { Selected } from "../typing/selected.ts";
import type { ValueAt } from "../typing/value-at.ts";
import type { WithoutKeys } from "../typing/without-keys.ts";
import type { BuiltInFunction } from "./built-in-function.ts";

// The methods of a connection to a database of which the schema is known. Each has one signature, and none accepts just any
// text: a mistake is an error, not another overload.

/** A row, unless a schema reads it into something else. */
export type Read<Made, Row> = [Made] extends [never] ? Row : Held<Made>;

/** What rows can be sorted by. */
export type OrderOf<T, S> =
  | OrderPath<T, S>
  | BoundQuery
  | { readonly field: FieldOf<T, S>; readonly direction?: "asc" | "desc" | undefined };

/** The options of `select` with the names of the row type. */
interface SchemaSelectOptions<Made, F, P, Order, V>
  extends Omit<SelectOptions<Made, F>, "fetch" | "orderBy" | "value"> {
  /** The field of which to read the value alone: the result is that value, or a list of them. */
  readonly value?: V | undefined;
  readonly orderBy?: Order | readonly Order[] | undefined;
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly P[] | undefined;
}

/** `select` with a schema of the database. */
export type SchemaSelect<M extends Mode, S> = <
  const G extends SchemaTarget<S>,
  const F extends FieldOf<RowFor<S, G>, S> = never,
  const P extends LinkPath<RowFor<S, G>, S> = never,
  Made = never,
  const V extends FieldOf<RowFor<S, G>, S> = never,
>(
  target: G,
  options?: SchemaSelectOptions<Made, F, P, OrderOf<RowFor<S, G>, S>, V>,
) => Returns<M, Answer<G, Read<Made, SelectedRow<S, RowFor<S, G>, F, P, V>>>>;

/** A row of which fields are selected and links replaced, or the value of one field. */
type SelectedRow<S, Row, F, P, V> = [V] extends [never]
  ? Fetched<Selected<Row, F, S>, P, S>
  : ValueAt<Fetched<Row, P, S>, V, S>;

/** The options of `rows` with the names of the row type. */
export interface SchemaRowsOptions<Made, F, P> extends Omit<RowsOptions<Made, F>, "fetch"> {
  /** Fields with record ids, which are replaced by those records. */
  readonly fetch?: readonly P[] | undefined;
}

/** `rows` with a schema of the database. */
export type SchemaRows<M extends Mode, S> = <
  const G extends SchemaTable<S> | SchemaRange<S> | BoundQuery,
  const F extends FieldOf<RowFor<S, G>, S> & string = never,
  Made = never,
  const P extends LinkPath<RowFor<S, G>, S> = never,
>(
  source: G,
  options?: SchemaRowsOptions<Made, F, P>,
) => Stream<M, Read<Made, G extends BoundQuery<infer R> ? RowOf<R> : Fetched<Selected<RowFor<S, G>, F, S>, P, S>>>;

/** `create` with a schema of the database. */
export interface SchemaCreate<M extends Mode, S> {
  <const G extends SchemaTarget<S>>(target: G): Crud<M, RowFor<S, G>, InsertFor<S, G>, never>;
  <const G extends SchemaTarget<S>, const W extends ReturnOf<RowFor<S, G>> = "after", Made = never>(
    target: G,
    data: InsertFor<S, G>,
    options?: CrudOptions<Made, W>,
  ): CrudResult<M, Read<Made, Returned<RowFor<S, G>, W, unknown, never>>, InsertFor<S, G>, never>;
}

/**
 * `update` and `upsert` with a schema of the database.
 *
 * @typeParam None - the result where there is no record; `never` for an upsert
 */
export interface SchemaUpdate<M extends Mode, S, None> {
  <const G extends SchemaTarget<S>>(
    target: G,
  ): Crud<M, Answer<G, RowFor<S, G>, None>, InsertFor<S, G>, UpdateFor<S, G>>;
  <const G extends SchemaTarget<S>, const W extends ReturnOf<RowFor<S, G>> = "after", Made = never>(
    target: G,
    data: InsertFor<S, G>,
    options: CrudOptions<Made, W> & { readonly where: Condition },
  ): CrudResult<M, Changed<S, G, W, Made>, InsertFor<S, G>, UpdateFor<S, G>>;
  <const G extends SchemaTarget<S>, const W extends ReturnOf<RowFor<S, G>> = "after", Made = never>(
    target: G,
    data: InsertFor<S, G>,
    options?: CrudOptions<Made, W>,
  ): CrudResult<M, Changed<S, G, W, Made, None>, InsertFor<S, G>, UpdateFor<S, G>>;
}

type Changed<S, G, W, Made, None = undefined> = [Made] extends [never]
  ? Returned<Answer<G, RowFor<S, G>, None>, W>
  : Answer<G, Held<Made>, None>;

/** `delete` with a schema of the database. */
export type SchemaDelete<M extends Mode, S> = <
  const G extends SchemaTarget<S>,
  const W extends ReturnOf<RowFor<S, G>, never> = "before",
  Made = never,
>(
  target: G,
  options?: CrudOptions<Made, W>,
) => CrudResult<M, [Made] extends [never] ? Returned<Answer<G, RowFor<S, G>>, W, never> : Answer<G, Held<Made>>, never>;

/** `merge` with a schema of the database. */
export type SchemaMerge<M extends Mode, S> = <
  const G extends SchemaTarget<S>,
  const W extends ReturnOf<RowFor<S, G>> = "after",
  Made = never,
>(
  target: G,
  data?: UpdateFor<S, G>,
  options?: CrudOptions<Made, W>,
) => CrudResult<M, Changed<S, G, W, Made>, InsertFor<S, G>, UpdateFor<S, G>>;

/** `patch` with a schema of the database. */
export type SchemaPatch<M extends Mode, S> = <
  const G extends SchemaTarget<S>,
  const W extends ReturnOf<RowFor<S, G>> = "after",
  Made = never,
>(
  target: G,
  operations?: readonly PatchOperation[],
  options?: CrudOptions<Made, W>,
) => CrudResult<M, Changed<S, G, W, Made>, InsertFor<S, G>, UpdateFor<S, G>>;

/** `insert` with a schema of the database. */
export interface SchemaInsert<M extends Mode, S> {
  <const G extends SchemaTable<S>>(table: G): Insert<M, RowFor<S, G>, InsertFor<S, G>>;
  <const G extends SchemaTable<S>, const W extends ReturnOf<RowFor<S, G>> = "after", Made = never>(
    table: G,
    data: InsertFor<S, G> | readonly InsertFor<S, G>[],
    options?: InsertOptions<Made, W>,
  ): Inserted<M, Read<Made, Returned<RowFor<S, G>[], W, unknown, never>>, Made, InsertFor<S, G>>;
}

type Inserted<M extends Mode, R, Made, Row> = [Made] extends [never]
  ? R extends readonly (infer T)[]
    ? Started<M, R, Insert<M, T, Row>>
    : never
  : Started<M, Held<Made>[], Insert<M, Held<Made>, Row>>;

/** What is inserted as an edge: a row with its ends. */
type EdgeRow<S, G> = EdgeData<S, G> & { readonly in: EndFor<S, G, "in">; readonly out: EndFor<S, G, "out"> };

/** `insertRelation` with a schema of the database. */
export type SchemaInsertRelation<M extends Mode, S> = <const G extends SchemaRelation<S>>(
  table: G,
  data: EdgeRow<S, G> | readonly EdgeRow<S, G>[],
) => Returns<M, RowFor<S, G>[]>;

/** The data of an edge, without its ends. */
type EdgeData<S, G> = WithoutKeys<InsertFor<S, G>, "in" | "out">;
type Many<T> = T | readonly T[];

/** The data of an edge can be omitted if it may be empty. */
type EdgeGiven<Data, Options> =
  Record<never, never> extends Data ? [data?: Data, options?: Options] : [data: Data, options?: Options];

type Related<From, To, One> = From extends readonly unknown[] ? One[] : To extends readonly unknown[] ? One[] : One;

/** `relate` with a schema of the database. */
export type SchemaRelate<M extends Mode, S> = <
  const G extends SchemaEdge<S>,
  const From extends Many<EndFor<S, G, "in">>,
  const To extends Many<EndFor<S, G, "out">>,
  const W extends ReturnOf<RowFor<S, G>> = "after",
  Made = never,
>(
  from: From,
  edge: G,
  to: To,
  ...given: EdgeGiven<EdgeData<S, G>, RelateOptions<Made, W>>
) => Returns<
  M,
  [Made] extends [never] ? Returned<Related<From, To, RowFor<S, G>>, W, unknown, never> : Related<From, To, Held<Made>>
>;

type Functions<S> = Section<S, "functions">;

/** The functions that can be called: those of the database, and those that SurrealDB brings. */
export type FunctionNameOf<S> = (keyof Functions<S> & string) | BuiltInFunction;

type ArgumentsOf<S, N> = N extends keyof Functions<S>
  ? Functions<S>[N] extends { readonly args: infer A extends readonly unknown[] }
    ? Readonly<A>
    : readonly unknown[]
  : readonly unknown[];

type ResultOf<S, N> = N extends keyof Functions<S>
  ? Functions<S>[N] extends { readonly returns: infer R }
    ? R
    : unknown
  : unknown;

type RunGiven<A extends readonly unknown[]> = readonly [] extends A
  ? [args?: A, version?: string]
  : [args: A, version?: string];

/** `run` with a schema of the database. */
export type SchemaRun<M extends Mode, S> = <N extends FunctionNameOf<S>>(
  name: N,
  ...given: RunGiven<ArgumentsOf<S, N>>
) => Returns<M, ResultOf<S, N>>;
