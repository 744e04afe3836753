import type { LiteContext, LiteRuntime } from "../lite/lite-runtime.ts";
import type { Awaitable, Disposal, Mode } from "../operation/mode.ts";
import type { QueryBuilder } from "../query/query-builder.ts";
import type { DatabaseShape } from "../typing/database.ts";
import type { SurrealSession } from "./session.ts";
import type { SurrealTransaction } from "./transaction.ts";

/**
 * How one mode waits. Everything else is written once, on top of this: a new way of waiting implements these members
 * and a few leaf classes.
 */
export interface Runtime<M extends Mode> extends LiteRuntime<M> {
  readonly queryBuilder: QueryBuilderClass<M>;
  readonly session: new <S extends DatabaseShape>(context: LiteContext<M>) => SurrealSession<M, S> & Disposal<M>;
  readonly transaction: new <S extends DatabaseShape>(
    context: LiteContext<M>,
  ) => SurrealTransaction<M, S> & Disposal<M>;
}

/** The context of a call, with the runtime of its mode. */
export interface Context<M extends Mode> extends LiteContext<M> {
  readonly runtime: Runtime<M>;
}

/** The class of a mode's query builder: in async mode one that can be awaited. */
export type QueryBuilderClass<M extends Mode> = new <T extends unknown[]>(
  ...given: ConstructorParameters<typeof QueryBuilder<M, T>>
) => QueryBuilder<M, T> & Awaitable<M, T>;
