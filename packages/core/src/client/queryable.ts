import type { EngineCapabilities } from "@surreal-sdk/transport";
import type { RecordId, Table } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import type { RawResponse } from "../call/reply.ts";
import type { Awaitable, Mode, Returns, Started, Stream } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { CrudBuilder, CrudOptions, CrudPlan, PatchOperation } from "../query/crud-builder.ts";
import { Files } from "../query/files.ts";
import type { InsertBuilder, InsertOptions } from "../query/insert-builder.ts";
import type { Into } from "../query/into.ts";
import type { QueryBuilder } from "../query/query-builder.ts";
import type { RecordData } from "../query/record-data.ts";
import { relate } from "../query/relate.ts";
import { type RowsOptions, rowsOf } from "../query/rows.ts";
import { runFunction } from "../query/run-function.ts";
import { fetchResponses } from "../query/run-query.ts";
import { select } from "../query/select.ts";
import { letVariable, unsetVariable } from "../session/variables.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { SelectClauses } from "../surrealql/clauses.ts";
import { toStatement } from "../surrealql/statement.ts";
import type { RangeTarget, SingleTarget, TableName, Target } from "../surrealql/target.ts";
import type { Context } from "./runtime.ts";

/** The options of `select`: its clauses, and a schema to read the records into. */
export interface SelectOptions<T = unknown> extends SelectClauses {
  readonly into?: Into<T>;
}

/** A CRUD builder; in async mode it can be awaited. */
export type Crud<M extends Mode, T> = CrudBuilder<M, T> & Awaitable<M, T>;

/** The result of a CRUD method with its data: in async mode the awaitable builder, in blocking mode the result. */
export type CrudResult<M extends Mode, T> = Started<M, T, Crud<M, T>>;

/** An insert builder; in async mode it can be awaited. */
export type Insert<M extends Mode, T> = InsertBuilder<M, T> & Awaitable<M, T[]>;

type ManyTarget = Table | RangeTarget;
type Patch = readonly PatchOperation[];

/** The result of a text of which the compiler does not know whether it names a table or a record. */
type Found<T> = T | T[] | undefined;

/** The common base of a connection, a session and a transaction: the methods that read and write data. */
export abstract class Queryable<M extends Mode> {
  readonly #context: Context<M>;

  /** @internal */
  constructor(context: Context<M>) {
    this.#context = context;
  }

  /** @internal */
  protected get context(): Context<M> {
    return this.#context;
  }

  /** Files in buckets; an experimental feature of SurrealDB 3 that the server must enable. */
  get files(): Files<M> {
    return new Files(this.#context);
  }

  /**
   * Executes SurrealQL. Returns one entry for each statement.
   *
   * @param query - text, or `` surql`…` `` with its values bound
   * @param variables - values for the parameters, `$name`
   * @throws TypeError when the arguments are of a wrong type. From the builder: {@link ServerError} for a failed
   * statement, {@link TransportError} when there was no answer.
   * @example
   * ```ts
   * const [adults] = await db.query<[User[]]>("SELECT * FROM user WHERE age > $min", { min: 18 });
   * ```
   */
  query<T extends unknown[] = unknown[]>(
    query: string | BoundQuery,
    variables?: object,
  ): QueryBuilder<M, T> & Awaitable<M, T> {
    return new this.#context.runtime.queryBuilder<T>(this.#context, query, variables);
  }

  /**
   * Executes SurrealQL and returns every statement's answer as the server sent it, including failed statements.
   *
   * @throws {@link ServerError} only when the server refused the whole request, for example a text that cannot be
   * parsed.
   * @example
   * ```ts
   * const [first] = await db.queryRaw("THROW 'no'");
   * first.status; // => "ERR"
   * ```
   */
  queryRaw(query: string | BoundQuery, variables?: object): Returns<M, RawResponse[]> {
    return this.perform("queryRaw", queryRaw(this.#context, query, variables));
  }

  /**
   * Reads one record, or `undefined` when there is none; for a table or a range, all records. For a `string` whose
   * text the compiler does not know, the result type allows both: `new Table(name)` and `RecordId.parse(text)` are
   * unambiguous.
   *
   * @throws TypeError, RangeError or an `Invalid…Error` when target or options are wrong; nothing is sent then.
   * @throws {@link ServerError} when the server refuses; for a table that does not exist it is a {@link
   * NotFoundError}.
   * @example
   * ```ts
   * const ada = await db.select<User>(new RecordId("user", "ada"));
   * const names = await db.select("user", { fields: ["name"], where: gt("age", 18), orderBy: "name", limit: 10 });
   * ```
   */
  select<T = RecordData>(target: ManyTarget, options?: SelectOptions<T>): Returns<M, T[]>;
  select<T = RecordData>(target: SingleTarget, options?: SelectOptions<T>): Returns<M, T | undefined>;
  select<T = RecordData>(target: TableName, options?: SelectOptions<T>): Returns<M, T[]>;
  select<T = RecordData>(target: string, options?: SelectOptions<T>): Returns<M, Found<T>>;
  select(target: Target, options?: SelectOptions): Returns<M, unknown> {
    return this.perform("select", select(this.#context, target, options));
  }

  /**
   * Streams the records of a table or of a range in the order of their ids, read page by page: memory holds one
   * page, however many records there are. For a query, it streams the rows of its first statement, as {@link
   * QueryBuilder.stream} does. Servers from 3.3 on send rows over WebSockets as they find them; elsewhere a page, or the
   * result of a query, is read as a whole.
   *
   * @throws the same errors as {@link Queryable.select}; a target is validated at the call.
   * @throws {@link RowsRetractedError} when a statement fails after rows of it were given: they are no result.
   * @example
   * ```ts
   * for await (const user of db.rows<User>("user", { pageSize: 500 })) await send(user);
   * ```
   */
  rows<T = RecordData>(source: Table | RangeTarget | string | BoundQuery, options?: RowsOptions<T>): Stream<M, T> {
    return this.#context.runtime.stream(rowsOf(this.#context, source, options));
  }

  /**
   * Creates one record. Without data it returns a builder, whose `content()` takes them. An explicit `undefined` as
   * data is NONE, which the server refuses.
   *
   * @throws {@link AlreadyExistsError} when the record exists.
   * @example
   * ```ts
   * const john = await db.create("user", { name: "John", age: 30 });
   * ```
   */
  create<T = RecordData>(target: Target): Crud<M, T>;
  create<T = RecordData>(target: Target, data: unknown, options?: CrudOptions<T>): CrudResult<M, T>;
  create(target: Target, ...given: [data?: unknown, options?: CrudOptions]): unknown {
    return this.#crud("CREATE", target, given);
  }

  /**
   * Updates existing records: with data, each becomes exactly that. Without data it returns a builder, whose
   * `content()`, `replace()`, `merge()` or `patch()` define the change.
   *
   * @example
   * ```ts
   * await db.update(ada, { name: "Ada", age: 37 });
   * await db.update("user").merge({ active: true });
   * ```
   */
  update<T = RecordData>(target: ManyTarget): Crud<M, T[]>;
  update<T = RecordData>(target: SingleTarget): Crud<M, T | undefined>;
  update<T = RecordData>(target: TableName): Crud<M, T[]>;
  update<T = RecordData>(target: string): Crud<M, Found<T>>;
  update<T = RecordData>(target: ManyTarget, data: unknown, options?: CrudOptions<T>): CrudResult<M, T[]>;
  update<T = RecordData>(target: SingleTarget, data: unknown, options?: CrudOptions<T>): CrudResult<M, T | undefined>;
  update<T = RecordData>(target: TableName, data: unknown, options?: CrudOptions<T>): CrudResult<M, T[]>;
  update<T = RecordData>(target: string, data: unknown, options?: CrudOptions<T>): CrudResult<M, Found<T>>;
  update(target: Target, ...given: [data?: unknown, options?: CrudOptions]): unknown {
    return this.#crud("UPDATE", target, given);
  }

  /**
   * Updates records, and creates a named one if it does not exist. Otherwise the same as {@link Queryable.update}.
   *
   * @example
   * ```ts
   * await db.upsert(new RecordId("user", "ada"), { name: "Ada" });
   * ```
   */
  upsert<T = RecordData>(target: ManyTarget): Crud<M, T[]>;
  upsert<T = RecordData>(target: SingleTarget): Crud<M, T>;
  upsert<T = RecordData>(target: TableName): Crud<M, T[]>;
  upsert<T = RecordData>(target: string): Crud<M, T | T[]>;
  upsert<T = RecordData>(target: ManyTarget, data: unknown, options?: CrudOptions<T>): CrudResult<M, T[]>;
  upsert<T = RecordData>(target: SingleTarget, data: unknown, options?: CrudOptions<T>): CrudResult<M, T>;
  upsert<T = RecordData>(target: TableName, data: unknown, options?: CrudOptions<T>): CrudResult<M, T[]>;
  upsert<T = RecordData>(target: string, data: unknown, options?: CrudOptions<T>): CrudResult<M, T | T[]>;
  upsert(target: Target, ...given: [data?: unknown, options?: CrudOptions]): unknown {
    return this.#crud("UPSERT", target, given);
  }

  /**
   * Deletes records and returns their last state.
   *
   * @example
   * ```ts
   * const gone = await db.delete(new RecordId("user", "ada"));
   * ```
   */
  delete<T = RecordData>(target: ManyTarget, options?: CrudOptions<T>): CrudResult<M, T[]>;
  delete<T = RecordData>(target: SingleTarget, options?: CrudOptions<T>): CrudResult<M, T | undefined>;
  delete<T = RecordData>(target: TableName, options?: CrudOptions<T>): CrudResult<M, T[]>;
  delete<T = RecordData>(target: string, options?: CrudOptions<T>): CrudResult<M, Found<T>>;
  delete(target: Target, options?: CrudOptions): unknown {
    return this.#context.runtime.started(this.#builder("DELETE", target, options));
  }

  /**
   * Merges fields into existing records, deeply, and keeps the others.
   *
   * @example
   * ```ts
   * await db.merge(ada, { address: { city: "London" } });
   * ```
   */
  merge<T = RecordData>(target: ManyTarget, data?: unknown, options?: CrudOptions<T>): CrudResult<M, T[]>;
  merge<T = RecordData>(target: SingleTarget, data?: unknown, options?: CrudOptions<T>): CrudResult<M, T | undefined>;
  merge<T = RecordData>(target: TableName, data?: unknown, options?: CrudOptions<T>): CrudResult<M, T[]>;
  merge<T = RecordData>(target: string, data?: unknown, options?: CrudOptions<T>): CrudResult<M, Found<T>>;
  merge(target: Target, data?: unknown, options?: CrudOptions): unknown {
    return this.#builder("UPDATE", target, options).merge(data);
  }

  /**
   * Changes existing records with JSON Patch operations (RFC 6902).
   *
   * @example
   * ```ts
   * await db.patch(ada, [{ op: "replace", path: "/address/city", value: "London" }]);
   * ```
   */
  patch<T = RecordData>(target: ManyTarget, operations?: Patch, options?: CrudOptions<T>): CrudResult<M, T[]>;
  patch<T = RecordData>(
    target: SingleTarget,
    operations?: Patch,
    options?: CrudOptions<T>,
  ): CrudResult<M, T | undefined>;
  patch<T = RecordData>(target: TableName, operations?: Patch, options?: CrudOptions<T>): CrudResult<M, T[]>;
  patch<T = RecordData>(target: string, operations?: Patch, options?: CrudOptions<T>): CrudResult<M, Found<T>>;
  patch(target: Target, operations?: Patch, options?: CrudOptions): unknown {
    return this.#builder("UPDATE", target, options).patch(operations);
  }

  /**
   * Inserts records into a table; always returns a list. Without data it returns a builder.
   *
   * @throws {@link AlreadyExistsError} when an id exists and `ignore` is not set.
   * @example
   * ```ts
   * await db.insert("user", [{ id: "ada", name: "Ada" }, { id: "bob", name: "Bob" }]);
   * ```
   */
  insert<T = RecordData>(table: Table | string): Insert<M, T>;
  insert<T = RecordData>(
    table: Table | string,
    data: unknown,
    options?: InsertOptions<T>,
  ): Started<M, T[], Insert<M, T>>;
  insert(table: Table | string, ...given: [data?: unknown, options?: InsertOptions]): unknown {
    const { runtime } = this.#context;
    const builder = new runtime.insertBuilder(this.#context, { table, method: "insert" }, given[0], given[1]);
    return given.length === 0 ? builder : runtime.started<unknown[], typeof builder>(builder);
  }

  /**
   * Inserts edges of a graph: rows with `in` and `out`.
   *
   * @example
   * ```ts
   * await db.insertRelation("knows", { in: ada, out: bob, since: 1833 });
   * ```
   */
  insertRelation<T = RecordData>(table: Table | string, data: unknown): Returns<M, T[]> {
    const { runtime } = this.#context;
    const target = { table, method: "insertRelation" };
    return new runtime.insertBuilder<T>(this.#context, target, data, { relation: true }).execute();
  }

  /**
   * Connects records by an edge. Between two records it returns the edge, else the list of edges.
   *
   * @param edge - the table of the edge, or the record id for the edge
   * @example
   * ```ts
   * await db.relate(ada, "knows", bob, { since: 1833 });
   * ```
   */
  relate<T = RecordData>(
    from: SingleTarget,
    edge: Table | RecordId | string,
    to: SingleTarget,
    data?: unknown,
  ): Returns<M, T>;
  relate<T = RecordData>(
    from: SingleTarget | readonly SingleTarget[],
    edge: Table | RecordId | string,
    to: SingleTarget | readonly SingleTarget[],
    data?: unknown,
  ): Returns<M, T[]>;
  relate(from: unknown, edge: unknown, to: unknown, ...data: [data?: unknown]): Returns<M, unknown> {
    return this.perform("relate", relate(this.#context, from, edge, to, data));
  }

  /**
   * Calls a function of the database and returns its result.
   *
   * @param name - such as `"fn::greet"` or `"time::now"`
   * @param args - the arguments, in order
   * @param version - the version of a machine-learning model
   * @throws TypeError when the arguments come in another order; the server's own order is name, version, arguments.
   * @example
   * ```ts
   * await db.run("math::max", [[1, 5, 3]]); // => 5
   * ```
   */
  run<T = unknown>(name: string, args?: readonly unknown[], version?: string): Returns<M, T> {
    return this.perform("run", runFunction(this.#context, name, args, version) as Operation<T>);
  }

  /**
   * Sets a variable, which every later query of this session (or transaction) can read as `$name`. Over HTTP the
   * client keeps it and sends it with each query. `undefined` removes it.
   *
   * @throws TypeError when the name is invalid.
   * @example
   * ```ts
   * await db.let("limit", 18);
   * await db.query("SELECT * FROM user WHERE age > $limit");
   * ```
   */
  let(name: string, value: unknown): Returns<M, void> {
    return this.perform("let", letVariable(this.#context, name, value));
  }

  /** Removes a variable. Removing one that is not set is not an error. */
  unset(name: string): Returns<M, void> {
    return this.perform("unset", unsetVariable(this.#context, name));
  }

  /**
   * Runs the operation of a method. Every error, including a missing capability that it `needs`, is reported in the
   * way of the mode: methods that return a promise reject; they never throw synchronously.
   *
   * @internal
   */
  protected perform<T>(name: string, operation: Operation<T>, needs?: keyof EngineCapabilities): Returns<M, T> {
    const context = this.#context;
    return context.runtime.run(name, needs === undefined ? operation : withSupport(context, needs, name, operation));
  }

  #builder(verb: CrudPlan["verb"], target: unknown, options?: CrudOptions): Crud<M, unknown> {
    return new this.#context.runtime.crudBuilder(this.#context, { verb, target }, options);
  }

  #crud(verb: CrudPlan["verb"], target: unknown, given: [data?: unknown, options?: CrudOptions]): unknown {
    const builder = this.#builder(verb, target, given[1]);
    return given.length === 0 ? builder : builder.content(given[0]);
  }
}

function* queryRaw(
  context: CallContext,
  query: string | BoundQuery,
  variables: object | undefined,
): Operation<RawResponse[]> {
  return yield* fetchResponses(context, toStatement(query, variables));
}

function* withSupport<T>(
  { state }: CallContext,
  capability: keyof EngineCapabilities,
  method: string,
  operation: Operation<T>,
): Operation<T> {
  state.require(capability, method);
  return yield* operation;
}
