import { SurrealError } from "@surreal-sdk/values";
import type { RunContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { FirstFault } from "../operation/first-fault.ts";
import type { Awaitable, Mode, Returns, Started } from "../operation/mode.ts";
import { Once } from "../operation/once.ts";
import { markOpaque } from "../operation/opaque.ts";
import type { Operation } from "../operation/operation.ts";
import { addReturn, addTimeout, addWhere, type Return, type Timespan } from "../surrealql/clauses.ts";
import { asCondition, type Condition } from "../surrealql/expressions.ts";
import { withKnownId } from "../surrealql/known-id.ts";
import { checkedPatch } from "../surrealql/patch-operations.ts";
import { withValidIds } from "../surrealql/row-ids.ts";
import { type Statement, StatementBuilder } from "../surrealql/statement.ts";
import { addTarget, type ResolvedTarget, resolveTarget } from "../surrealql/target.ts";
import type { PatchOperation } from "../typing/patch-operation.ts";
import type { IfFound, Returned, ReturnOf, RowIn } from "../typing/returned.ts";
import type { Values } from "../typing/values.ts";
import { type Compiled, isInTransaction } from "./compiled.ts";
import { type Into, onlyRow, readInto, readRows, takeInto } from "./into.ts";
import { fetchResults } from "./run-query.ts";
import { watchUnsent } from "./unsent-builders.ts";

/** The modifiers of a CRUD method, as options. */
export interface CrudOptions<T = unknown, W = Return> {
  /** Change only records that match it. */
  readonly where?: Condition | undefined;
  /** What to return for each record. Default: the record after the change; for delete the one before. */
  readonly return?: W | undefined;
  /** The time limit of the statement on the server. */
  readonly timeout?: Timespan | undefined;
  /** Read the result into a schema. */
  readonly into?: Into<T> | undefined;
}

/** The clause with the data, and its variable. */
type DataClause = { readonly word: "CONTENT" | "REPLACE" | "MERGE" | "PATCH"; readonly data: unknown };

const variables = { CONTENT: "_content", REPLACE: "_data", MERGE: "_data", PATCH: "_patches" } as const;

/** @internal */
export interface CrudPlan {
  readonly verb: "CREATE" | "UPDATE" | "UPSERT" | "DELETE";
  /** As the user passed it: it is validated when the statement is executed. */
  readonly target: unknown;
}

/** A CRUD builder; in async mode it can be awaited. */
export type Crud<M extends Mode, T, Insert = Values<RowIn<T>>, Update = Insert> = CrudBuilder<M, T, Insert, Update> &
  Awaitable<M, T>;

/** The result of a CRUD method with its data: in async mode the awaitable builder, in blocking mode the result. */
export type CrudResult<M extends Mode, T, Insert = Values<RowIn<T>>, Update = Insert> = Started<
  M,
  T,
  Crud<M, T, Insert, Update>
>;

/**
 * A create, update, upsert or delete that has not been sent yet. It takes one data clause (the last one wins), and is
 * sent once.
 *
 * @typeParam T - the result
 * @typeParam Insert - what a whole record is written as; `never` for a delete
 * @typeParam Update - what a part of a record is written as; `never` for a create
 * @example
 * ```ts
 * await db.update("user").merge({ active: false }).where(lt("lastSeen", limit)).return("none");
 * ```
 */
export class CrudBuilder<M extends Mode, T, Insert = Values<RowIn<T>>, Update = Insert> {
  readonly #context: RunContext<M>;
  readonly #plan: CrudPlan;
  /** The options as they were passed; they are validated when the statement is executed. */
  readonly #given: object | undefined;
  readonly #options: { -readonly [K in keyof CrudOptions]: CrudOptions[K] };
  readonly #outcome: Once<unknown>;
  readonly #fault: FirstFault = new FirstFault();
  #clause: DataClause | undefined;

  /** @internal use the methods of a connection, session or transaction */
  constructor(context: RunContext<M>, plan: CrudPlan, options: CrudOptions = {}) {
    this.#context = context;
    this.#plan = plan;
    this.#given = options;
    this.#outcome = new Once(watchUnsent(this, plan.verb.toLowerCase(), plan.target, context.state.events));
    this.#options = this.#fault.reading(() => Object.assign(Object.create(null), options), Object.create(null));
  }

  /** `CONTENT`: the record becomes exactly this. */
  content(data: Insert): Started<M, T, this & Awaitable<M, T>> {
    return this.#with({ word: "CONTENT", data });
  }

  /** `REPLACE`: as content, but read-only fields stay. */
  replace(data: Insert): Started<M, T, this & Awaitable<M, T>> {
    return this.#with({ word: "REPLACE", data });
  }

  /** `MERGE`: changes the named fields, deeply, and keeps the others. */
  merge(data?: Update): Started<M, T, this & Awaitable<M, T>> {
    return this.#with({ word: "MERGE", data: data ?? {} });
  }

  /** `PATCH`: applies JSON Patch operations. */
  patch(operations?: readonly PatchOperation[]): Started<M, T, this & Awaitable<M, T>> {
    return this.#with({ word: "PATCH", data: operations });
  }

  /** Changes only records that match the condition: one record that does not match gives `undefined`. */
  where(condition: Condition): Crud<M, IfFound<T>, Insert, Update> {
    const checked = this.#fault.reading(() => asCondition(condition, "where()"), undefined);
    return (checked === undefined ? this : this.#set("where", checked)) as never;
  }

  /** Sets what to return, and with it the type of the result. */
  return<const W extends ReturnOf<RowIn<T>>>(what: W): Crud<M, Returned<T, W, Insert, Update>, Insert, Update> {
    return this.#set("return", what) as never;
  }

  /** Sets the time limit of the statement on the server. */
  timeout(timeout: Timespan): this {
    return this.#set("timeout", timeout);
  }

  /**
   * Sends the statement. Returns one record for one record id, `undefined` when there is none; for a table or range
   * a list.
   */
  execute(): Returns<M, T> {
    const { verb } = this.#plan;
    return this.#context.runtime.run(verb.toLowerCase(), this.#outcome.run(() => this.#send()) as Operation<T>);
  }

  /** @internal */
  compile(): Compiled {
    this.#outcome.assertNotStarted("statement");
    const compiled = this.#compiled();
    this.#outcome.forbid(isInTransaction());
    return compiled;
  }

  *#send(): Operation<unknown> {
    const { statement, read } = this.#compiled();
    return yield* read(yield* fetchResults(this.#context, statement));
  }

  #compiled(): Compiled {
    this.#fault.raise();
    const name = this.#plan.verb.toLowerCase();
    knownOptions(this.#given, ["where", "return", "timeout", "into"], name);
    const into = takeInto(this.#options.into, this.#context.runtime);
    const target = resolveTarget(this.#plan.target, name);
    return { statement: this.#statement(target), read: ([rows]) => this.#read(rows, target, into) };
  }

  *#read(rows: unknown, target: ResolvedTarget, into: Into<unknown> | undefined): Operation<unknown> {
    const { fromPromise: adopt } = this.#context.runtime;
    const isOne = target.single || this.#plan.verb === "CREATE";
    if (!isOne) return into === undefined ? rows : yield* readRows(into, rows as unknown[], adopt);
    const only = unwrapped(rows);
    const row = Array.isArray(this.#options.return) ? only : withKnownId(this.#context, only, target);
    return into === undefined || row === undefined ? row : yield* readInto(into, row, onlyRow, adopt);
  }

  #statement(target: ResolvedTarget): Statement {
    const { verb } = this.#plan;
    const statement = new StatementBuilder(`${verb} `);
    addTarget(statement, target);
    if (this.#clause !== undefined) {
      const { word, data } = this.#clause;
      statement
        .add(` ${word} `)
        .bind(variables[word], word === "PATCH" ? checkedPatch(data) : withValidIds(oneRecord(data, verb)));
    }
    addWhere(statement, this.#options.where);
    addReturn(statement, this.#options.return ?? (verb === "DELETE" ? "before" : undefined));
    addTimeout(statement, this.#options.timeout);
    return statement.build();
  }

  #with(clause: DataClause): Started<M, T, this & Awaitable<M, T>> {
    this.#outcome.assertNotStarted("statement");
    if (this.#plan.verb === "DELETE") this.#fault.reading(() => refuseData(clause.word), undefined);
    this.#clause = clause;
    return this.#context.runtime.started<T, this & Awaitable<M, T>>(this as this & Awaitable<M, T>);
  }

  #set<K extends keyof CrudOptions>(name: K, value: CrudOptions[K]): this {
    this.#outcome.assertNotStarted("statement");
    this.#options[name] = value;
    return this;
  }

  static {
    markOpaque(this.prototype);
  }
}

/** @throws TypeError for a list, which SurrealDB only refuses as "not an object". */
function oneRecord(data: unknown, verb: CrudPlan["verb"]): unknown {
  if (!Array.isArray(data)) return data;
  throw new TypeError(
    verb === "CREATE"
      ? "create() makes one record of an object; for a list of records there is insert(table, list)."
      : `${verb.toLowerCase()}() takes the fields of a record as an object, not a list.`,
  );
}

function refuseData(word: string): never {
  throw new SurrealError(`A delete takes no data, and so no ${word}.`, { outcome: "not_sent", retrySafe: false });
}

/** Unwraps the only row of a list, if there is one. */
function unwrapped(rows: unknown): unknown {
  return Array.isArray(rows) && rows.length <= 1 ? rows[0] : rows;
}
