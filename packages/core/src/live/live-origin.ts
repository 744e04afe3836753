import type { CallContext } from "../call/call-context.ts";
import { onceSettled } from "../call/call-order.ts";
import { admitted } from "../call/request.ts";
import type { SessionState } from "../call/session-state.ts";
import { SessionChangedError } from "../errors/core-errors.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "../query/run-query.ts";
import { tableName } from "../surrealql/bound-query.ts";
import type { Statement } from "../surrealql/statement.ts";

function changed(): SessionChangedError {
  return new SessionChangedError(
    "The table of the live query was not read: its session now has another identity, namespace or database. Give the live query a session of its own with newSession().",
    { outcome: "not_sent", retrySafe: false },
  );
}

/** The state of a session when a live query was started on it. The query belongs to that place and that identity. */
export class LiveOrigin {
  readonly #namespace: string | undefined;
  readonly #database: string | undefined;
  readonly #identity: string;
  #doubt: number;
  readonly #variables: ReadonlyMap<string, unknown>;

  /** @param variables - those of the start, if the session may have others by now */
  constructor(scope: SessionState, variables: ReadonlyMap<string, unknown> = scope.variables) {
    const { namespace, database, identity, changes } = scope;
    this.#doubt = changes.doubt;
    this.#namespace = namespace;
    this.#database = database;
    this.#identity = identity;
    this.#variables = new Map(variables);
  }

  /** The namespace and the database, as text. */
  get place(): string {
    return JSON.stringify([this.#namespace, this.#database]);
  }

  /** Whether the session is still in that state. */
  isWhere(scope: SessionState): boolean {
    const { identity, variables, lostVariables, changes } = scope;
    if (!this.#isAtPlace(scope) || identity !== this.#identity || changes.doubtfulVariables.size > 0) return false;
    if (variables.size !== this.#variables.size) return false;
    return [...this.#variables].every(
      ([name, value]) => variables.has(name) && variables.get(name) === value && !lostVariables.has(name),
    );
  }

  /** From the next connection on it is known where the live query runs: that has restored its session. */
  settleDoubt(): void {
    this.#doubt = 0;
  }

  /** After a change that was not answered, the session may be of another identity than it seems. */
  isCertain({ changes }: SessionState): boolean {
    return changes.doubt === this.#doubt;
  }

  /**
   * Returns a statement for the current state of the session, so that it runs where the live query belongs; `before`
   * results precede its own. `undefined` when that is impossible: the session has another identity, or the place is
   * unknown.
   */
  statement(statement: Statement, scope: SessionState): { statement: Statement; before: number } | undefined {
    if (scope.identity !== this.#identity) return undefined;
    const bindings = { ...this.#variablesFor(scope), ...statement.bindings };
    if (this.#namespace === undefined || this.#database === undefined) {
      return this.#isAtPlace(scope) ? { statement: { text: statement.text, bindings }, before: 0 } : undefined;
    }
    const place = `USE NS ${tableName(this.#namespace)} DB ${tableName(this.#database)}; `;
    return { statement: { text: `${place}${statement.text}`, bindings }, before: 1 };
  }

  /** Runs a statement where the live query belongs, even if the session has changed since. */
  *read(given: CallContext, statement: Statement): Operation<unknown[]> {
    // It is sent at once then: what the session is when it is written is what it is when it is sent.
    const context = yield* admitted({ ...(yield* onceSettled(given)), isComplete: true }, "query");
    const there = this.statement(statement, context.scope);
    if (there === undefined || !this.isCertain(context.scope)) throw changed();
    return (yield* fetchResults(context, there.statement)).slice(there.before);
  }

  /** The server may have refused to select again what is in force here. */
  #isAtPlace({ namespace, database, lostPlace }: SessionState): boolean {
    return lostPlace === undefined && namespace === this.#namespace && database === this.#database;
  }

  /** The variables that a query must bind to have those of the start. */
  #variablesFor({ variables, lostVariables, changes }: SessionState): Record<string, unknown> {
    const bindings: Record<string, unknown> = {};
    for (const name of changes.doubtfulVariables) bindings[name] = this.#variables.get(name);
    for (const name of variables.keys()) if (!this.#variables.has(name)) bindings[name] = undefined;
    for (const [name, value] of this.#variables)
      if (variables.get(name) !== value || lostVariables.has(name)) bindings[name] = value;
    return bindings;
  }
}
