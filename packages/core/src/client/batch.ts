import { all } from "../operation/all.ts";
import { Deferred } from "../operation/deferred.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { CrudBuilder } from "../query/crud-builder.ts";
import { InsertBuilder } from "../query/insert-builder.ts";
import { QueryBuilder } from "../query/query-builder.ts";
import type { SessionContext } from "../session/connection-state.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { Queryable } from "./queryable.ts";
import type { Context, Runtime } from "./runtime.ts";

/**
 * Collects calls that are sent together. It has the methods that read and write data; each returns a placeholder for
 * its result.
 */
export class Batch<S extends DatabaseShape = AnyDatabase> extends Queryable<"deferred", S> {}

interface Executable<T> {
  execute(): Deferred<T>;
}

/** The results of what a batch function returned. */
export type BatchResults<C extends readonly unknown[]> = {
  -readonly [K in keyof C]: C[K] extends Deferred<infer T> ? T : C[K] extends Executable<infer T> ? T : never;
};

/**
 * Runs the calls that a function makes on a batch.
 *
 * @internal
 */
export function* runBatch(outer: SessionContext, collect: (batch: never) => readonly unknown[]): Operation<unknown[]> {
  if (typeof collect !== "function") throw new TypeError("batch() takes a function.");
  const context: Context<"deferred"> = { ...outer, runtime: deferredRuntime(outer) };
  const calls: unknown = collect(new Batch(context) as never);
  if (!Array.isArray(calls)) throw new TypeError("batch() takes a function that returns a list of the calls it made.");
  return yield* wait(all(calls.map(toOperation)));
}

function toOperation(call: unknown): Operation<unknown> {
  if (call instanceof Deferred) return call.operation;
  if (call instanceof QueryBuilder || call instanceof CrudBuilder || call instanceof InsertBuilder) {
    return (call.execute() as Deferred<unknown>).operation;
  }
  throw new TypeError("A batch holds calls made on the batch itself: batch((b) => [b.select(id), b.query(text)]).");
}

/** The runtime inside a batch: nothing runs until the batch does. */
function deferredRuntime({ state }: SessionContext): Runtime<"deferred"> {
  const unavailable = (): never => {
    throw new TypeError("Inside a batch there are no sessions, transactions and streams.");
  };
  return {
    mode: "deferred",
    run: (_name, operation) => new Deferred(operation),
    fromPromise: state.services.fromPromise,
    bind: state.services.bind,
    after: (milliseconds, callback) => state.services.after(milliseconds, callback),
    random: () => state.services.random(),
    open: unavailable,
    started: (builder) => builder.execute(),
    queryBuilder: QueryBuilder,
    crudBuilder: CrudBuilder,
    insertBuilder: InsertBuilder,
    session: unavailable as never,
    transaction: unavailable as never,
    stream: unavailable,
  };
}
