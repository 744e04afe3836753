import { SurrealError } from "@surreal-sdk/values";
import type { RunContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { FirstFault } from "../operation/first-fault.ts";
import type { Awaitable, Mode, Returns, Started } from "../operation/mode.ts";
import { Once } from "../operation/once.ts";
import { markOpaque } from "../operation/opaque.ts";
import type { Operation } from "../operation/operation.ts";
import { tableName } from "../surrealql/bound-query.ts";
import { addReturn, addTimeout, type Return, type Timespan } from "../surrealql/clauses.ts";
import { withValidIds } from "../surrealql/row-ids.ts";
import { type Statement, StatementBuilder } from "../surrealql/statement.ts";
import { resolveTable } from "../surrealql/target.ts";
import type { Returned, ReturnOf, RowIn } from "../typing/returned.ts";
import type { Values } from "../typing/values.ts";
import { type Compiled, isInTransaction } from "./compiled.ts";
import { withEdgeEnds } from "./edge-ends.ts";
import { type Into, readRows, takeInto } from "./into.ts";
import { fetchResults } from "./run-query.ts";
import { watchUnsent } from "./unsent-builders.ts";

/** The modifiers of an insert, as options. */
export interface InsertOptions<T = unknown, W = Return> {
  /** The rows are edges of a graph, with `in` and `out`. Default: false. */
  readonly relation?: boolean | undefined;
  /** Skip rows whose id exists already, instead of failing. Default: false. */
  readonly ignore?: boolean | undefined;
  /** What to return for each record. Default: the record. */
  readonly return?: W | undefined;
  /** The time limit of the statement on the server. */
  readonly timeout?: Timespan | undefined;
  /** Read the result into a schema. */
  readonly into?: Into<T> | undefined;
}

/** The target as the user passed it, and the method: it is validated when the statement is executed. @internal */
export interface InsertTarget {
  readonly table: unknown;
  readonly method: string;
}

/** An insert builder; in async mode it can be awaited. */
export type Insert<M extends Mode, T, Row = Values<T>> = InsertBuilder<M, T, Row> & Awaitable<M, T[]>;

/** The result of an insert of rows of type `T` with another `RETURN`, for each row. */
type InsertReturned<T, W> = RowIn<Returned<T[], W, unknown, never>>;

/**
 * An insert that has not been sent yet. It is sent once.
 *
 * @typeParam T - the result for each row
 * @typeParam Row - what a row is written as
 * @example
 * ```ts
 * await db.insert("knows").relation().content([{ in: ada, out: bob }]);
 * ```
 */
export class InsertBuilder<M extends Mode, T, Row = Values<T>> {
  readonly #context: RunContext<M>;
  readonly #into: InsertTarget;
  /** The options as they were passed; they are validated when the statement is executed. */
  readonly #given: object | undefined;
  readonly #options: { -readonly [K in keyof InsertOptions<T>]: InsertOptions<T>[K] };
  readonly #outcome: Once<T[]>;
  readonly #fault: FirstFault = new FirstFault();
  #data: unknown;

  /** @internal use `insert()` */
  constructor(context: RunContext<M>, into: InsertTarget, data: unknown, options: InsertOptions<T> = {}) {
    this.#context = context;
    this.#into = into;
    this.#data = data;
    this.#given = options;
    this.#outcome = new Once(watchUnsent(this, into.method, into.table, context.state.events));
    this.#options = this.#fault.reading(() => Object.assign(Object.create(null), options), Object.create(null));
  }

  /** The rows are edges of a graph. */
  relation(): this {
    return this.#set("relation", true);
  }

  /** Skips rows whose id exists already. */
  ignore(): this {
    return this.#set("ignore", true);
  }

  /** Sets what to return, and with it the type of the result. */
  return<const W extends ReturnOf<T>>(what: W): Insert<M, InsertReturned<T, W>, Row> {
    return this.#set("return", what) as never;
  }

  /** Sets the time limit of the statement on the server. */
  timeout(timeout: Timespan): this {
    return this.#set("timeout", timeout);
  }

  /** The rows: one object, or a list of them. */
  content(data: Row | readonly Row[]): Started<M, T[], this & Awaitable<M, T[]>> {
    this.#outcome.assertNotStarted("insert");
    this.#data = data;
    return this.#context.runtime.started<T[], this & Awaitable<M, T[]>>(this as this & Awaitable<M, T[]>);
  }

  /** Sends the statement and returns the inserted records, always as a list. */
  execute(): Returns<M, T[]> {
    return this.#context.runtime.run(
      "insert",
      this.#outcome.run(() => this.#send()),
    );
  }

  /** @internal */
  compile(): Compiled {
    this.#outcome.assertNotStarted("insert");
    const compiled = this.#compiled();
    this.#outcome.forbid(isInTransaction());
    return compiled;
  }

  *#send(): Operation<T[]> {
    const { statement, read } = this.#compiled();
    return (yield* read(yield* fetchResults(this.#context, statement))) as T[];
  }

  #compiled(): Compiled {
    this.#fault.raise();
    knownOptions(this.#given, ["relation", "ignore", "return", "timeout", "into"], "insert");
    const into = takeInto(this.#options.into, this.#context.runtime);
    return { statement: this.#statement(), read: ([rows]) => this.#read(rows as unknown[], into) };
  }

  *#read(rows: unknown[], into: Into<T> | undefined): Operation<unknown[]> {
    if (into === undefined) return rows;
    return yield* readRows(into, rows, this.#context.runtime.fromPromise);
  }

  #statement(): Statement {
    const name = resolveTable(this.#into.table, this.#into.method);
    if (typeof this.#data !== "object" || this.#data === null) {
      throw new SurrealError("insert() has nothing to insert: pass an object or a list of them, or call content().", {
        outcome: "not_sent",
        retrySafe: false,
      });
    }
    const { relation = false, ignore = false } = this.#options;
    if (typeof relation !== "boolean") throw new TypeError("`relation` is true or false.");
    if (typeof ignore !== "boolean") throw new TypeError("`ignore` is true or false.");
    const statement = new StatementBuilder("INSERT ");
    if (relation) statement.add("RELATION ");
    if (ignore) statement.add("IGNORE ");
    const data = relation ? withEdgeEnds(this.#data, this.#into.method) : this.#data;
    statement.add(`INTO ${tableName(name)} `).bind("_data", withValidIds(data));
    addReturn(statement, this.#options.return);
    addTimeout(statement, this.#options.timeout);
    return statement.build();
  }

  #set<K extends keyof InsertOptions<T>>(name: K, value: InsertOptions<T>[K]): this {
    this.#outcome.assertNotStarted("insert");
    this.#options[name] = value;
    return this;
  }

  static {
    markOpaque(this.prototype);
  }
}
