import { sessionStatements, statementsOf } from "@surreal-sdk/transport/toolkit";
import { SurrealError } from "@surreal-sdk/values";
import { knownOptions } from "../call/known-keys.ts";
import { failureOf, type RawResponse } from "../call/reply.ts";
import { commitUnknown } from "../errors/commit-unknown.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { isTransactionConflict, ServerError } from "../errors/server-error.ts";
import { toServerError } from "../errors/to-server-error.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { type Compilable, type Compiled, compiledQuery } from "../query/compiled.ts";
import { fetchResponses } from "../query/run-query.ts";
import { pauseAfterConflict } from "../session/conflicts.ts";
import type { SessionContext } from "../session/connection-state.ts";
import { checkedRetries, type TransactionOptions } from "../session/transaction-operations.ts";
import { BoundQuery } from "../surrealql/bound-query.ts";
import { type Statement, toStatement } from "../surrealql/statement.ts";

/** The result of one part of a list of statements. */
type PartResult<Q> = Q extends { execute(): infer R }
  ? Awaited<R>
  : Q extends BoundQuery<infer R>
    ? R
    : Q extends string
      ? unknown[]
      : never;

/** The results of a list of statements: for a query the list of its results, for a builder what awaiting it gives. */
export type StatementListResults<L extends readonly unknown[]> = { -readonly [K in keyof L]: PartResult<L[K]> };

/** The value of the last statement, which shows that all before it were reached. */
const reached = "_reached";

/** Comments and spaces at the beginning of a statement. */
const lead = /^(?:\s|--[^\n]*(?:\n|$)|#[^\n]*(?:\n|$)|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*/;

/** One part of the list: its statements, and where they begin in the text of the transaction. */
interface Part {
  readonly compiled: Compiled;
  readonly texts: readonly string[];
  readonly first: number;
}

/**
 * Runs statements as one transaction, in one request.
 *
 * @internal
 */
export function* runStatementList(
  context: SessionContext,
  given: readonly unknown[],
  options: Pick<TransactionOptions, "retries"> | undefined,
): Operation<unknown[]> {
  const retries = checkedRetries(knownOptions(options ?? {}, ["retries"], "transaction").retries);
  if (given.length === 0) return [];
  const list = given.map(toCompiled);
  const { parts, statement } = toTransaction(list);
  const results = yield* despiteConflict(context, statement, parts, retries);
  const all: unknown[] = [];
  for (const { compiled, first, texts } of parts) {
    all.push(yield* compiled.read(results.slice(first, first + texts.length)));
  }
  return all;
}

function* despiteConflict(
  context: SessionContext,
  statement: Statement,
  parts: readonly Part[],
  retries: number,
): Operation<unknown[]> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return yield* attemptOnce(context, statement, parts);
    } catch (error) {
      if (attempt >= retries || !isTransactionConflict(error)) throw error;
    }
    yield* wait(pauseAfterConflict(context, attempt));
  }
}

function* attemptOnce(context: SessionContext, statement: Statement, parts: readonly Part[]): Operation<unknown[]> {
  let responses: RawResponse[];
  try {
    responses = yield* fetchResponses(context, statement);
  } catch (error) {
    throw withOutcome(error);
  }
  const failure = failureOf(responses, statement.text);
  if (failure !== undefined) throw named(failure, responses, parts);
  const end = responses.map(({ result }) => result).lastIndexOf(reached);
  const first = end - statementCount(parts);
  if (end < 0 || first < 0) throw endedEarly();
  return responses.slice(first, end).map(({ result }) => result);
}

function statementCount(parts: readonly Part[]): number {
  const last = parts.at(-1);
  return last === undefined ? 0 : last.first + last.texts.length;
}

/** When the answer was lost, the transaction may have been committed. */
function withOutcome(error: unknown): unknown {
  if (!(error instanceof SurrealError) || error instanceof ServerError || error.outcome !== "unknown") return error;
  return commitUnknown(error);
}

/** The error with the index of the failed part in the list, and with the text of its statement. */
function named(failure: SurrealError, responses: readonly RawResponse[], parts: readonly Part[]): unknown {
  const at = failure instanceof ServerError ? (failure.statement ?? -1) : -1;
  const response = responses[at];
  // All that was rolled back is reported as failed; what is not belongs to BEGIN.
  const index = responses[0]?.status === "OK" ? at - 1 : at;
  const statement = parts.findIndex(({ first, texts }) => index >= first && index < first + texts.length);
  if (response === undefined || statement < 0) return failure;
  const { first, texts } = parts[statement] as Part;
  return toServerError(response, { statement, query: texts[index - first] ?? "" });
}

function endedEarly(): UnexpectedResponseError {
  return new UnexpectedResponseError(
    "A RETURN inside one of the statements ended the transaction: the statements behind it did not run. Those before it may have been applied.",
    { outcome: "unknown", retrySafe: false },
  );
}

function toCompiled(part: unknown): Compiled {
  if (typeof part === "string" || part instanceof BoundQuery) return compiledQuery(toStatement(part, undefined));
  if (typeof (part as Partial<Compilable> | null)?.compile === "function") return (part as Compilable).compile();
  throw new TypeError(
    "transaction() takes a function, or a list of queries and of builders that were not sent: [surql`…`, db.create(id).content(data)]. In blocking mode builders with their data are sent at once.",
  );
}

/**
 * Writes the statements as one text. Parts may use the same names for other values, or set them: then a value is sent
 * under a name of its own, and `LET` gives it the name that the part uses.
 */
function toTransaction(list: readonly Compiled[]): { readonly parts: Part[]; readonly statement: Statement } {
  const parts: Part[] = [];
  const bindings: Record<string, unknown> = { [reached]: reached };
  const names = new NamesInForce();
  const texts: string[] = [];
  for (const [index, compiled] of list.entries()) {
    for (const [name, value] of Object.entries(compiled.statement.bindings)) {
      const isTaken = names.isTaken(name, value);
      bindings[isTaken ? `_${index}_${name}` : name] = value;
      if (isTaken) texts.push(`LET $${name} = $_${index}_${name}`);
      names.set(name, value);
    }
    names.read(compiled.statement.text);
    const own = statementsOf(compiled.statement.text).map(checked);
    parts.push({ compiled, texts: own, first: texts.length });
    texts.push(...own);
  }
  return { parts, statement: { text: `BEGIN;\n${[...texts, `$${reached}`].join("\n;\n")};\nCOMMIT;`, bindings } };
}

/** The names of parameters that earlier parts use, and the values that they have behind them. */
class NamesInForce {
  readonly #used = new Set<string>();
  readonly #values = new Map<string, unknown>();

  /** Whether the name means something else than this value. */
  isTaken(name: string, value: unknown): boolean {
    return this.#values.has(name) ? this.#values.get(name) !== value : this.#used.has(name);
  }

  set(name: string, value: unknown): void {
    this.#values.set(name, value);
  }

  /** The statements of a part use names that nothing was bound to, and may give names another value. */
  read(text: string): void {
    for (const [, name = ""] of text.matchAll(/\$(\w+)/g)) this.#used.add(name);
    for (const [, name = ""] of text.matchAll(/\blet\s+\$(\w+)/gi)) this.#values.delete(name);
  }
}

/** @throws TypeError for what cannot be part of a transaction. */
function checked(text: string): string {
  const bare = text.replace(lead, "");
  const word = /^(?:begin|commit|cancel)\b/i.exec(bare)?.[0] ?? sessionStatements(text)[0];
  if (word !== undefined) {
    throw new TypeError(`${word.toUpperCase()} cannot be part of a transaction: send it as a query of its own.`);
  }
  // RETURN would end the transaction; its value alone is a statement as well.
  return bare.replace(/^return\b\s*/i, "");
}
