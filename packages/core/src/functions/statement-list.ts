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
import { type Part, reached, toTransaction } from "./list-text.ts";

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
  // One answer may be that of BEGIN.
  if (first > 1) throw answeredMore();
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

function answeredMore(): UnexpectedResponseError {
  return new UnexpectedResponseError(
    "The server found more statements in the list than the SDK: the transaction was committed, and no result can be given to its part. Pass one statement as each part.",
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
