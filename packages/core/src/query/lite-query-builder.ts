import { SurrealError } from "@surreal-sdk/values";
import type { RunContext } from "../call/call-context.ts";
import { failureOf, type RawResponse } from "../call/reply.ts";
import type { ServerError } from "../errors/server-error.ts";
import { toServerError } from "../errors/to-server-error.ts";
import { FirstFault } from "../operation/first-fault.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import { Once } from "../operation/once.ts";
import { markOpaque } from "../operation/opaque.ts";
import type { Operation } from "../operation/operation.ts";
import { type Statement, toStatement } from "../surrealql/statement.ts";
import { type Compiled, compiledQuery, isInTransaction } from "./compiled.ts";
import { type Into, readInto, readRows, takeInto } from "./into.ts";
import { fetchResponses } from "./run-query.ts";
import { toRows } from "./to-rows.ts";
import { watchUnsent } from "./unsent-builders.ts";

/** One statement's answer: its result or its error, and how long it took. */
export type StatementResponse<T = unknown> =
  | { readonly status: "OK"; readonly time: string; readonly result: T }
  | { readonly status: "ERR"; readonly time: string; readonly error: ServerError };

/** The row type of a statement's result, by default of the first. */
export type RowOf<T extends unknown[], N extends number = 0> = Item<T[N]>;
type Item<R> = R extends readonly (infer Row)[] ? Row : R;

/** The type of a result that the query knows, or the one that the call names where the query knows none. */
export type Known<T, U> = unknown extends T ? U : T;

/** A placeholder without a statement. */
const noStatement: Statement = { text: "", bindings: {} };

/**
 * A query that has not been sent yet. It is sent on the first await or method call, once.
 *
 * @example
 * ```ts
 * const [users, count] = await db.query<[User[], number]>("SELECT * FROM user; RETURN 42");
 * const names = await db.query("SELECT VALUE name FROM user").rows<string>();
 * ```
 */
export class LiteQueryBuilder<M extends Mode, T extends unknown[]> {
  readonly #context: RunContext<M>;
  /**
   * Exists for the compiler alone, which infers the results of an argument from it.
   *
   * @internal
   */
  declare protected readonly results?: T;
  readonly #fault: FirstFault = new FirstFault();
  readonly #statement: Statement;
  readonly #responses: Once<RawResponse[]>;

  /** @internal use `query()` */
  constructor(context: RunContext<M>, query: unknown, variables: unknown) {
    this.#context = context;
    // The variables are copied now.
    this.#statement = this.#fault.reading(() => toStatement(query, variables), noStatement);
    this.#responses = new Once(watchUnsent(this, "query", this.#statement.text, context.state.events));
  }

  /**
   * Sends the query and returns one entry for each statement.
   *
   * @throws {@link ServerError}, the error of the statement that failed. In a failed transaction that is the
   * statement that really failed, not those that were cancelled with it.
   */
  execute(): Returns<M, T> {
    return this.#run("execute", this.#results() as Operation<T>);
  }

  /** Sends the query and returns the first statement's result; `undefined` when there is no statement. */
  first<U extends T[0] = T[0]>(): Returns<M, Known<T[0], U>> {
    return this.#run("first", this.#first() as Operation<Known<T[0], U>>);
  }

  /** Sends the query and returns the rows of its first statement, each read into the schema if there is one. */
  rows<U extends RowOf<T> = RowOf<T>>(): Returns<M, Known<RowOf<T>, U>[]>;
  rows<U = RowOf<T>>(into: Into<U> | undefined): Returns<M, U[]>;
  rows<U>(into?: Into<U>): Returns<M, U[]> {
    return this.#run("rows", this.#rows(into));
  }

  /** Sends the query and reads the list of all statements' results into a schema. */
  into<U>(schema: Into<U>): Returns<M, U> {
    return this.#run("into", this.#into(schema));
  }

  /** Sends the query and returns each statement's answer; a failed statement is returned, not thrown. */
  responses(): Returns<M, StatementResponse[]> {
    return this.#run("responses", this.#all());
  }

  /**
   * Gives the query away to be streamed; its results cannot be asked for any more.
   *
   * @param prepare - checks the request for its rows, and returns what begins it
   * @internal
   */
  giveUp<R>(prepare: (context: RunContext<M>) => (statement: Statement) => R): R {
    const begin = prepare(this.#context);
    this.#fault.raise();
    this.#responses.assertNotStarted("query");
    this.#responses.forbid(
      new SurrealError("This query is being streamed, and it is sent once. Make another one for its results.", {
        outcome: "not_sent",
        retrySafe: false,
      }),
    );
    return begin(this.#statement);
  }

  /** @internal */
  compile(): Compiled {
    this.#fault.raise();
    this.#responses.assertNotStarted("query");
    this.#responses.forbid(isInTransaction());
    return compiledQuery(this.#statement);
  }

  #run<U>(name: string, operation: Operation<U>): Returns<M, U> {
    return this.#context.runtime.run(`query().${name}`, operation);
  }

  #fetch(): Operation<RawResponse[]> {
    const statement = this.#statement;
    return this.#responses.run(() => {
      this.#fault.raise();
      return fetchResponses(this.#context, statement);
    });
  }

  *#results(): Operation<unknown[]> {
    const responses = yield* this.#fetch();
    const failure = failureOf(responses, this.#statement.text);
    if (failure !== undefined) throw failure;
    return responses.map(({ result }) => result);
  }

  *#first(): Operation<unknown> {
    return (yield* this.#results())[0];
  }

  *#rows<U>(given: Into<U> | undefined): Operation<U[]> {
    const into = takeInto(given, this.#context.runtime);
    const rows = toRows(yield* this.#first());
    if (into === undefined) return rows as U[];
    return yield* readRows(into, rows, this.#context.runtime.fromPromise);
  }

  *#into<U>(schema: Into<U>): Operation<U> {
    if (schema === undefined) throw new TypeError("into() takes a schema or a function.");
    const into = takeInto(schema, this.#context.runtime) as Into<U>;
    const results = yield* this.#results();
    return yield* readInto(into, results, "results", this.#context.runtime.fromPromise);
  }

  *#all(): Operation<StatementResponse[]> {
    const query = this.#statement.text;
    return (yield* this.#fetch()).map((response, statement) => {
      const { status, time, result } = response;
      if (status === "OK") return { status, time, result };
      return { status, time, error: toServerError(response, { statement, query }) };
    });
  }

  #refuseList(): never {
    const how = this.#context.runtime.mode === "async" ? "await it, or call execute()" : "call execute()";
    throw new TypeError(`A query is not a list of its results: ${how}, first() or rows().`);
  }

  static {
    markOpaque(this.prototype);
    // Without them a query that is mistaken for its results would silently have no length and no items.
    const refuse = function (this: LiteQueryBuilder<Mode, unknown[]>): never {
      return this.#refuseList();
    };
    Object.defineProperty(this.prototype, Symbol.iterator, { configurable: true, writable: true, value: refuse });
    for (const name of ["length", ...Array.from({ length: 10 }, (_, index) => String(index))]) {
      Object.defineProperty(this.prototype, name, { configurable: true, get: refuse });
    }
  }
}
