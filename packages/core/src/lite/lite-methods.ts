import type { CallContext } from "../call/call-context.ts";
import type { RawResponse } from "../call/reply.ts";
import type { Awaitable, Mode, Returns } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { Crud, CrudOptions, CrudPlan } from "../query/crud-builder.ts";
import type { InsertOptions } from "../query/insert-builder.ts";
import type { LiteQueryBuilder } from "../query/lite-query-builder.ts";
import { type RelateOptions, relate } from "../query/relate.ts";
import { runFunction } from "../query/run-function.ts";
import { fetchResponses } from "../query/run-query.ts";
import { type SelectOptions, select } from "../query/select.ts";
import { letVariable, unsetVariable } from "../session/variables.ts";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import { toStatement } from "../surrealql/statement.ts";
import { Caller } from "./caller.ts";

/**
 * The code of the methods that read and write data. {@link LiteQuerySurface} declares them for users: their types depend
 * on what is known about the database, the code does not.
 *
 * @internal
 */
export abstract class LiteMethods<M extends Mode> extends Caller<M> {
  query<T extends unknown[]>(query: string | BoundQuery, variables?: object): LiteQueryBuilder<M, T> & Awaitable<M, T> {
    return new this.context.runtime.queryBuilder<T>(this.context, query, variables);
  }

  queryRaw(query: string | BoundQuery, variables?: object): Returns<M, RawResponse[]> {
    return this.perform("queryRaw", queryRaw(this.context, query, variables));
  }

  select(target: unknown, options?: SelectOptions): Returns<M, unknown> {
    return this.perform("select", select(this.context, target, options));
  }

  create(target: unknown, ...given: [data?: unknown, options?: CrudOptions]): unknown {
    return this.#crud("CREATE", target, given);
  }

  update(target: unknown, ...given: [data?: unknown, options?: CrudOptions]): unknown {
    return this.#crud("UPDATE", target, given);
  }

  upsert(target: unknown, ...given: [data?: unknown, options?: CrudOptions]): unknown {
    return this.#crud("UPSERT", target, given);
  }

  delete(target: unknown, options?: CrudOptions): unknown {
    return this.context.runtime.started(this.#builder("DELETE", target, options));
  }

  merge(target: unknown, data?: object, options?: CrudOptions): unknown {
    return this.#builder("UPDATE", target, options).merge(data);
  }

  patch(target: unknown, operations?: Parameters<Crud<M, unknown>["patch"]>[0], options?: CrudOptions): unknown {
    return this.#builder("UPDATE", target, options).patch(operations);
  }

  insert(table: unknown, ...given: [data?: unknown, options?: InsertOptions]): unknown {
    const { runtime } = this.context;
    const builder = new runtime.insertBuilder(this.context, { table, method: "insert" }, given[0], given[1]);
    return given.length === 0 ? builder : runtime.started<unknown[], typeof builder>(builder);
  }

  insertRelation(table: unknown, data: unknown): Returns<M, unknown[]> {
    const { runtime } = this.context;
    const target = { table, method: "insertRelation" };
    return new runtime.insertBuilder(this.context, target, data, { relation: true }).execute();
  }

  relate(
    from: unknown,
    edge: unknown,
    to: unknown,
    ...given: [data?: unknown, options?: RelateOptions]
  ): Returns<M, unknown> {
    return this.perform("relate", relate(this.context, from, edge, to, given));
  }

  run(name: string, args?: readonly unknown[], version?: string): Returns<M, unknown> {
    return this.perform("run", runFunction(this.context, name, args, version));
  }

  let(name: string, value: unknown): Returns<M, void> {
    return this.perform("let", letVariable(this.context, name, value));
  }

  unset(name: string): Returns<M, void> {
    return this.perform("unset", unsetVariable(this.context, name));
  }

  #builder(verb: CrudPlan["verb"], target: unknown, options?: CrudOptions): Crud<M, unknown> {
    return new this.context.runtime.crudBuilder(this.context, { verb, target }, options);
  }

  #crud(verb: CrudPlan["verb"], target: unknown, given: [data?: unknown, options?: CrudOptions]): unknown {
    const builder = this.#builder(verb, target, given[1]);
    return given.length === 0 ? builder : builder.content(given[0] as object);
  }
}

function* queryRaw(
  context: CallContext,
  query: string | BoundQuery,
  variables: object | undefined,
): Operation<RawResponse[]> {
  return yield* fetchResponses(context, toStatement(query, variables));
}
