import { LiteQueryable, type LiteQuerySurface } from "../lite/lite-queryable.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import type { OpenRows } from "../lite/open-methods.ts";
import type { SchemaRows } from "../lite/schema-methods.ts";
import type { Awaitable, Mode } from "../operation/mode.ts";
import type { Files } from "../query/files.ts";
import type { QueryBuilder } from "../query/query-builder.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { withQueryExtras } from "./query-extras.ts";

/** The methods that read and write data, as users see them. */
export interface QuerySurface<M extends Mode, S extends DatabaseShape = AnyDatabase> extends LiteQuerySurface<M, S> {
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
  ): QueryBuilder<M, T> & Awaitable<M, T>;

  /** Files in buckets; an experimental feature of SurrealDB 3 that the server must enable. */
  readonly files: Files<M>;

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
  readonly rows: object extends S["tables"] ? OpenRows<M> : SchemaRows<M, S>;
}

const Methods: abstract new <M extends Mode, S extends DatabaseShape>(context: LiteContext<M>) => QuerySurface<M, S> =
  /* @__PURE__ */ withQueryExtras(LiteQueryable) as never;

/**
 * The common base of a connection, a session and a transaction: the methods that read and write data.
 *
 * @typeParam S - the type of the database
 */
export abstract class Queryable<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Methods<M, S> {}
