import type { RuntimeServices } from "../call/runtime-services.ts";
import type { Awaitable, Disposal, Mode } from "../operation/mode.ts";
import type { Runner } from "../operation/runner.ts";
import type { CrudBuilder } from "../query/crud-builder.ts";
import type { InsertBuilder } from "../query/insert-builder.ts";
import type { QueryBuilder } from "../query/query-builder.ts";
import type { SessionContext } from "../session/connection-state.ts";
import type { DatabaseShape } from "../typing/database.ts";
import type { SurrealSession } from "./session.ts";
import type { SurrealTransaction } from "./transaction.ts";

/**
 * How one mode waits. Everything else is written once, on top of this: a new way of waiting implements these members
 * and a few leaf classes.
 */
export interface Runtime<M extends Mode> extends RuntimeServices, Runner<M> {
  readonly queryBuilder: QueryBuilderClass<M>;
  readonly crudBuilder: CrudBuilderClass<M>;
  readonly insertBuilder: InsertBuilderClass<M>;
  readonly session: new <S extends DatabaseShape>(context: Context<M>) => SurrealSession<M, S> & Disposal<M>;
  readonly transaction: new <S extends DatabaseShape>(context: Context<M>) => SurrealTransaction<M, S> & Disposal<M>;
}

/** The context of a call, with the runtime of its mode. */
export interface Context<M extends Mode> extends SessionContext {
  readonly runtime: Runtime<M>;
}

/** The class of a mode's query builder: in async mode one that can be awaited. */
export type QueryBuilderClass<M extends Mode> = new <T extends unknown[]>(
  ...given: ConstructorParameters<typeof QueryBuilder<M, T>>
) => QueryBuilder<M, T> & Awaitable<M, T>;

/** The class of a mode's CRUD builder. */
export type CrudBuilderClass<M extends Mode> = new <T>(
  ...given: ConstructorParameters<typeof CrudBuilder<M, T>>
) => CrudBuilder<M, T> & Awaitable<M, T>;

/** The class of a mode's insert builder. */
export type InsertBuilderClass<M extends Mode> = new <T>(
  ...given: ConstructorParameters<typeof InsertBuilder<M, T>>
) => InsertBuilder<M, T> & Awaitable<M, T[]>;
