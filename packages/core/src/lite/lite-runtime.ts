import type { RuntimeServices } from "../call/runtime-services.ts";
import type { Awaitable, Mode } from "../operation/mode.ts";
import type { Runner } from "../operation/runner.ts";
import type { CrudBuilder } from "../query/crud-builder.ts";
import type { InsertBuilder } from "../query/insert-builder.ts";
import type { LiteQueryBuilder } from "../query/lite-query-builder.ts";
import type { SessionContext } from "../session/connection-state.ts";

/** How one mode waits, and the builders of its queries: what the lite classes need of a runtime. */
export interface LiteRuntime<M extends Mode> extends RuntimeServices, Runner<M> {
  readonly queryBuilder: LiteQueryBuilderClass<M>;
  readonly crudBuilder: CrudBuilderClass<M>;
  readonly insertBuilder: InsertBuilderClass<M>;
}

/** The context of a call, with the runtime of its mode. */
export interface LiteContext<M extends Mode> extends SessionContext {
  readonly runtime: LiteRuntime<M>;
}

/** The class of a mode's query builder: in async mode one that can be awaited. */
export type LiteQueryBuilderClass<M extends Mode> = new <T extends unknown[]>(
  ...given: ConstructorParameters<typeof LiteQueryBuilder<M, T>>
) => LiteQueryBuilder<M, T> & Awaitable<M, T>;

/** The class of a mode's CRUD builder. */
export type CrudBuilderClass<M extends Mode> = new <T>(
  ...given: ConstructorParameters<typeof CrudBuilder<M, T>>
) => CrudBuilder<M, T> & Awaitable<M, T>;

/** The class of a mode's insert builder. */
export type InsertBuilderClass<M extends Mode> = new <T>(
  ...given: ConstructorParameters<typeof InsertBuilder<M, T>>
) => InsertBuilder<M, T> & Awaitable<M, T[]>;
