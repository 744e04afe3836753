import { type RecordId, toSurrealQL } from "@surreal-sdk/values";
import type { CallContext, RunContext } from "../call/call-context.ts";
import { knownOptions } from "../call/known-keys.ts";
import { failureOf } from "../call/reply.ts";
import { SessionPin } from "../call/session-pin.ts";
import { ServerError } from "../errors/server-error.ts";
import type { Mode, Returns } from "../operation/mode.ts";
import { Once } from "../operation/once.ts";
import { markOpaque } from "../operation/opaque.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import type { SelectClauses } from "../surrealql/clauses.ts";
import type { Statement } from "../surrealql/statement.ts";
import { storedForm } from "../surrealql/stored-form.ts";
import { resolveRecord, type SingleTarget } from "../surrealql/target.ts";
import { type KeyedRow, selectByIds, takeKey } from "./keyed-rows.ts";
import { fetchResponses, fetchResults } from "./run-query.ts";
import { toRows } from "./to-rows.ts";

/** The options of a loader: the clauses of its reads. */
export type LoaderOptions = Pick<SelectClauses, "fields" | "fetch">;

/** The outcome for one id. */
type Loaded = { readonly row: unknown } | { readonly error: unknown };

/** The ids of calls that are made together, and their one read. */
interface Batch {
  readonly ids: Map<string, RecordId>;
  readonly outcome: Once<ReadonlyMap<string, Loaded>>;
}

/**
 * Reads records by their ids: calls with no `await` between them become one query. It remembers nothing: a later call
 * reads again.
 *
 * @example
 * ```ts
 * const users = db.loader<User>();
 * const authors = await Promise.all(posts.map((post) => users.select(post.author)));
 * ```
 */
export class Loader<M extends Mode, T> {
  readonly #context: RunContext<M>;
  readonly #clauses: LoaderOptions;
  #batch: Batch | undefined;

  /** @internal use `loader()` */
  constructor(context: RunContext<M>, options: LoaderOptions | undefined) {
    this.#context = context;
    this.#clauses = knownOptions(options, ["fields", "fetch"], "loader");
    // Invalid clauses are detected before anything is sent.
    selectByIds([], this.#clauses);
  }

  /**
   * Reads one record, or `undefined` when there is none. In async mode, together with the other calls that are made
   * with no `await` between them.
   *
   * @throws TypeError or an `Invalid…Error` when it names no record. An error that concerns one record does not affect
   * the calls for other records.
   */
  select(id: SingleTarget): Returns<M, T | undefined> {
    return this.#context.runtime.run("loader().select", this.#select(id) as Operation<T | undefined>);
  }

  /**
   * Reads several records with one query, in the order of the ids; `undefined` for those that do not exist.
   *
   * @throws the first error that concerns one of the records.
   */
  selectAll(ids: readonly SingleTarget[]): Returns<M, (T | undefined)[]> {
    return this.#context.runtime.run("loader().selectAll", this.#selectAll(ids) as Operation<(T | undefined)[]>);
  }

  *#select(given: unknown): Operation<unknown> {
    const id = resolveRecord(given, "select", "id");
    const batch = this.#open();
    batch.ids.set(id.toString(), id);
    return rowOf(yield* batch.outcome.run(() => this.#readTurn(batch)), id);
  }

  *#selectAll(given: unknown): Operation<unknown[]> {
    if (!Array.isArray(given)) throw new TypeError("selectAll() takes a list of record ids.");
    const ids = given.map((one) => resolveRecord(one, "selectAll", "ids"));
    if (ids.length === 0) return [];
    const unique = new Map(ids.map((id) => [id.toString(), id]));
    const found = yield* this.#read([...unique.values()]);
    return ids.map((id) => rowOf(found, id));
  }

  #open(): Batch {
    this.#batch ??= { ids: new Map(), outcome: new Once() };
    return this.#batch;
  }

  *#readTurn(batch: Batch): Operation<ReadonlyMap<string, Loaded>> {
    yield* wait(this.#gathered);
    this.#batch = undefined;
    return yield* this.#read([...batch.ids.values()]);
  }

  /** Waits for the calls of this turn, or until the session is about to change. */
  readonly #gathered: Suspension<void> = (continuation) => {
    let isSent = false;
    const send = (): void => {
      if (isSent) return;
      isSent = true;
      forget();
      continuation.resolve(undefined);
    };
    const forget = this.#context.scope.changes.beforeNext(send);
    this.#context.runtime.fromPromise(undefined)({ resolve: send, reject: send });
  };

  /** Reads all at once; if that fails because of one of them, each by a statement of its own. */
  *#read(ids: readonly RecordId[]): Operation<ReadonlyMap<string, Loaded>> {
    const context = { ...this.#context, pin: new SessionPin("The loader") };
    try {
      const [rows] = yield* fetchResults(context, selectByIds(ids, this.#clauses));
      return foundFor(ids, toRows(rows).map(takeKey));
    } catch (error) {
      if (!(error instanceof ServerError) || ids.length === 1) throw error;
      return yield* this.#readApart(context, ids);
    }
  }

  *#readApart(context: CallContext, ids: readonly RecordId[]): Operation<ReadonlyMap<string, Loaded>> {
    const statement = this.#apart(ids);
    const responses = yield* fetchResponses(context, statement);
    return new Map(
      responses.flatMap((response, index): (readonly [string, Loaded])[] => {
        const error = failureOf([response], statement.text);
        if (error !== undefined) return [[String(ids[index]), { error }]];
        return toRows(response.result).map((row) => [String(ids[index]), { row: takeKey(row).row }]);
      }),
    );
  }

  #apart(ids: readonly RecordId[]): Statement {
    const statements = ids.map((id, index) => selectByIds([id], this.#clauses, `_ids${index}`));
    const bindings = Object.assign({}, ...statements.map((one) => one.bindings));
    const texts = statements.map(({ text }) => text);
    return { text: texts.join("; "), bindings };
  }

  static {
    markOpaque(this.prototype);
  }
}

/**
 * The rows by the texts of the ids that were asked for. The id of a row may have another text: the server sorts the keys
 * of an object, and what was a `Date` or a whole float comes back as a `Datetime` or an integer.
 */
function foundFor(ids: readonly RecordId[], rows: readonly KeyedRow[]): ReadonlyMap<string, Loaded> {
  const found = new Map(rows.map(({ id, row }): [string, Loaded] => [id.toString(), { row }]));
  const missing = ids.filter((id) => !found.has(id.toString()));
  if (missing.length === 0) return found;
  const byForm = new Map(rows.map(({ id, row }): [string, Loaded] => [toSurrealQL(storedForm(id)), { row }]));
  for (const id of missing) {
    const same = byForm.get(toSurrealQL(storedForm(id)));
    if (same !== undefined) found.set(id.toString(), same);
  }
  return found;
}

function rowOf(found: ReadonlyMap<string, Loaded>, id: RecordId): unknown {
  const one = found.get(id.toString());
  if (one === undefined) return undefined;
  if ("error" in one) throw one.error;
  return one.row;
}
