import type { RawResponse } from "../call/reply.ts";
import type { Awaitable, Mode, Returns } from "../operation/mode.ts";
import type { LiteQueryBuilder } from "../query/lite-query-builder.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { AnyDatabase, DatabaseShape, ParamNamed } from "../typing/database.ts";
import type { Caller } from "./caller.ts";
import { LiteMethods } from "./lite-methods.ts";
import type { LiteContext } from "./lite-runtime.ts";
import type {
  OpenChange,
  OpenCreate,
  OpenDelete,
  OpenInsert,
  OpenInsertRelation,
  OpenRelate,
  OpenRun,
  OpenSelect,
  OpenUpdate,
} from "./open-methods.ts";
import type {
  SchemaCreate,
  SchemaDelete,
  SchemaInsert,
  SchemaInsertRelation,
  SchemaMerge,
  SchemaPatch,
  SchemaRelate,
  SchemaRun,
  SchemaSelect,
  SchemaUpdate,
} from "./schema-methods.ts";

/**
 * The methods that read and write data, as users see them: one signature for each where the type of the database is
 * known, otherwise overloads.
 */
export interface LiteQuerySurface<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Caller<M, S> {
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
    query: string | BoundQuery<T> | BoundQuery,
    variables?: object,
  ): LiteQueryBuilder<M, T> & Awaitable<M, T>;

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
  queryRaw(query: string | BoundQuery, variables?: object): Returns<M, RawResponse[]>;

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
  readonly select: object extends S["tables"] ? OpenSelect<M> : SchemaSelect<M, S>;

  /**
   * Creates one record. Without data it returns a builder, whose `content()` takes them. An explicit `undefined` as
   * data is NONE, which the server refuses.
   *
   * For a user that may create the record and not select it, the result is `undefined`, which the type does not say: such
   * a program passes `{ return: "none" }`. The same applies to `upsert` and `relate`; `insert` gives an empty list.
   *
   * @throws {@link AlreadyExistsError} when the record exists.
   * @example
   * ```ts
   * const john = await db.create("user", { name: "John", age: 30 });
   * ```
   */
  readonly create: object extends S["tables"] ? OpenCreate<M> : SchemaCreate<M, S>;

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
  readonly update: object extends S["tables"] ? OpenUpdate<M, undefined> : SchemaUpdate<M, S, undefined>;

  /**
   * Updates records, and creates a named one if it does not exist. Otherwise the same as {@link LiteQueryable.update}.
   *
   * @example
   * ```ts
   * await db.upsert(new RecordId("user", "ada"), { name: "Ada" });
   * ```
   */
  readonly upsert: object extends S["tables"] ? OpenUpdate<M, never> : SchemaUpdate<M, S, never>;

  /**
   * Deletes records and returns their last state.
   *
   * @example
   * ```ts
   * const gone = await db.delete(new RecordId("user", "ada"));
   * ```
   */
  readonly delete: object extends S["tables"] ? OpenDelete<M> : SchemaDelete<M, S>;

  /**
   * Merges fields into existing records, deeply, and keeps the others.
   *
   * @example
   * ```ts
   * await db.merge(ada, { address: { city: "London" } });
   * ```
   */
  readonly merge: object extends S["tables"] ? OpenChange<M, "fields"> : SchemaMerge<M, S>;

  /**
   * Changes existing records with JSON Patch operations (RFC 6902).
   *
   * @example
   * ```ts
   * await db.patch(ada, [{ op: "replace", path: "/address/city", value: "London" }]);
   * ```
   */
  readonly patch: object extends S["tables"] ? OpenChange<M, "operations"> : SchemaPatch<M, S>;

  /**
   * Inserts records into a table; always returns a list. Without data it returns a builder.
   *
   * @throws {@link AlreadyExistsError} when an id exists and `ignore` is not set.
   * @example
   * ```ts
   * await db.insert("user", [{ id: "ada", name: "Ada" }, { id: "bob", name: "Bob" }]);
   * ```
   */
  readonly insert: object extends S["tables"] ? OpenInsert<M> : SchemaInsert<M, S>;

  /**
   * Inserts edges of a graph: rows with `in` and `out`.
   *
   * @example
   * ```ts
   * await db.insertRelation("knows", { in: ada, out: bob, since: 1833 });
   * ```
   */
  readonly insertRelation: object extends S["tables"] ? OpenInsertRelation<M> : SchemaInsertRelation<M, S>;

  /**
   * Connects records by an edge. Between two records it returns the edge, else the list of edges.
   *
   * @param edge - the table of the edge, or the record id for the edge
   * @example
   * ```ts
   * await db.relate(ada, "knows", bob, { since: 1833 });
   * ```
   */
  readonly relate: object extends S["tables"] ? OpenRelate<M> : SchemaRelate<M, S>;

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
  readonly run: object extends S["tables"] ? OpenRun<M> : SchemaRun<M, S>;

  /**
   * Sets a variable, which every later query of this session (or transaction) can read as `$name`. Over HTTP the
   * client keeps it and sends it with each query. `undefined` removes it; inside a transaction, the variable of the
   * session does not appear in its place.
   *
   * @throws TypeError when the name is invalid.
   * @example
   * ```ts
   * await db.let("limit", 18);
   * await db.query("SELECT * FROM user WHERE age > $limit");
   * ```
   */
  let<N extends string>(name: N, value: ParamNamed<S, N>): Returns<M, void>;

  /** Removes a variable. Removing one that is not set is not an error. */
  unset(name: string): Returns<M, void>;
}

const Methods: abstract new <M extends Mode, S extends DatabaseShape>(
  context: LiteContext<M>,
) => LiteQuerySurface<M, S> = LiteMethods as never;

/**
 * The common base of the lite classes of a connection, a session and a transaction: the methods that read and write data.
 *
 * @typeParam S - the type of the database
 */
export abstract class LiteQueryable<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Methods<M, S> {}
