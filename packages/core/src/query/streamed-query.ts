import { sessionStatements } from "@surreal-sdk/transport/toolkit";
import type { SurrealError } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import type { ConnectionPart } from "../call/connection-part.ts";
import { failureOf, type RawResponse, readAnswer } from "../call/reply.ts";
import { admitted, defaultRequestOptions, request, toCall } from "../call/request.ts";
import { type RequestWatch, watchRequest } from "../call/request-watch.ts";
import { RowsRetractedError, UnexpectedResponseError } from "../errors/core-errors.ts";
import { field, ServerError, textField } from "../errors/server-error.ts";
import { NotAllowedError } from "../errors/server-errors.ts";
import { toServerError } from "../errors/to-server-error.ts";
import { type Operation, wait } from "../operation/operation.ts";
import type { Statement } from "../surrealql/statement.ts";
import { AnswerStream, type StreamedAnswer } from "./answer-stream.ts";

/** Whether the server streams; known after the first attempt, until the connection is another one. */
class StreamingServer implements ConnectionPart {
  isUnable = false;

  status(): void {
    this.isUnable = false;
  }
}

/**
 * Starts a query whose rows arrive as the server finds them.
 *
 * @param index - the statement whose rows are wanted, counted from 0
 * @returns `undefined` where that is not possible; nothing was executed then
 * @internal
 */
export function* startStreamedQuery(
  calling: CallContext,
  statement: Statement,
  index: number,
): Operation<StreamedQuery | undefined> {
  const { state, transaction } = calling;
  // A transaction must not be committed while a query is streamed in it.
  const { queryStream, stateful } = state.capabilities;
  if (queryStream !== true || !stateful || transaction !== undefined) return undefined;
  // What changes the session runs alone.
  if (sessionStatements(statement.text).length > 0) return undefined;
  const server = state.part(StreamingServer);
  for (let isAgain = false; !server.isUnable; isAgain = true) {
    const context = yield* admitted(calling, "query");
    const query = new StreamedQuery(context, statement, index);
    try {
      yield* query.begin();
      return query;
    } catch (error) {
      if (isUnable(error)) server.isUnable = true;
      else if (isFull(error)) return undefined;
      else if (isAgain || !isExpired(error)) throw query.failed(error);
      // Any request renews an identity that has expired.
      else yield* request(calling, "query", ["RETURN NONE", {}]);
    }
  }
  return undefined;
}

/** A query that is being answered row by row: it gives the rows of one statement, and its failure at the end. */
export class StreamedQuery {
  readonly #context: CallContext;
  readonly #statement: Statement;
  readonly #index: number;
  readonly #answers: AnswerStream;
  /** Removed once the outcome is reported. */
  #watch: RequestWatch | undefined;
  /** The outcomes of the statements that have finished. */
  readonly #responses: RawResponse[] = [];
  #given = 0;
  #isOver = false;

  constructor(context: CallContext, statement: Statement, index: number) {
    const params = [statement.text, statement.bindings];
    this.#context = context;
    this.#statement = statement;
    this.#index = index;
    this.#watch = watchRequest(context, "query_stream", params);
    const call = toCall(context, "query_stream", params, defaultRequestOptions, this.#watch);
    this.#answers = new AnswerStream(context, { ...call, streamed: true });
  }

  /** Waits until the server has begun. */
  *begin(): Operation<void> {
    yield* this.#next();
    this.#context.pin?.hold(this.#context);
  }

  /**
   * Waits for further rows; there are none at the end.
   *
   * @throws RowsRetractedError when the statement failed after it had given rows.
   */
  *rows(): Operation<unknown[]> {
    try {
      while (!this.#isOver) {
        const rows = this.#rowsOf(yield* this.#next());
        if (rows.length === 0) continue;
        this.#given += rows.length;
        return rows;
      }
      return [];
    } catch (error) {
      throw this.failed(error);
    }
  }

  /** No more rows are needed: the server stops. */
  end(): void {
    if (!this.#isOver) this.#over();
  }

  /** It is over with this error. */
  failed(error: unknown): unknown {
    this.#over(error);
    return error;
  }

  #over(error?: unknown): void {
    const watch = this.#watch;
    this.#isOver = true;
    this.#watch = undefined;
    this.#answers.end();
    watch?.ended(error);
  }

  *#next(): Operation<unknown> {
    const { frame, last }: StreamedAnswer = yield* wait(this.#answers.next);
    const answer = readAnswer(this.#context, frame, "query", [this.#statement.text]);
    if (last && field(answer, "stream") !== "end") throw endless();
    return answer;
  }

  /** The rows in one answer. Answers of a kind that this client does not know have none. */
  #rowsOf(answer: unknown): unknown[] {
    const isWanted = field(answer, "index") === this.#index;
    switch (field(answer, "stream")) {
      case "rows":
        return isWanted ? (field(answer, "values") as unknown[]) : [];
      case "value":
        return isWanted ? [field(answer, "value")].filter((value) => value !== undefined && value !== null) : [];
      case "finished":
        this.#responses[field(answer, "index") as number] = toResponse(answer);
        return [];
      case "end":
        this.#conclude(field(answer, "error"));
        return [];
      default:
        return [];
    }
  }

  #conclude(sent: unknown): void {
    const { text } = this.#statement;
    const ended = sent === undefined || sent === null ? undefined : toServerError(sent, { query: text });
    const failure =
      failureOf(
        this.#responses.filter((response) => response !== undefined),
        text,
      ) ?? ended;
    if (failure === undefined) {
      this.#over();
      return;
    }
    const isKept = this.#responses[this.#index]?.status === "OK";
    throw isKept || this.#given === 0 ? failure : retracted(failure, this.#given);
  }
}

function toResponse(answer: unknown): RawResponse {
  const time = textField(answer, "time") ?? "";
  const error = field(answer, "error");
  if (error === undefined || error === null) {
    return { status: "OK", time, result: field(answer, "single") === true ? undefined : [] };
  }
  return { ...error, status: "ERR", time, result: textField(error, "message") ?? "" };
}

/** No further answers will come, so rows that the server still had are lost. */
function endless(): UnexpectedResponseError {
  return new UnexpectedResponseError("The server ended the answers to a streamed query without saying so.", {
    outcome: "unknown",
  });
}

function retracted(failure: SurrealError, rows: number): RowsRetractedError {
  return new RowsRetractedError(
    `The statement failed after it had given ${rows} rows. Forget them: they are not a result. ${failure.message}`,
    { rows, cause: failure },
  );
}

/** The server does not have the method, or does not allow it. */
function isUnable(error: unknown): boolean {
  if (!(error instanceof ServerError)) return false;
  return error.code === -32601 || (error.code === -32602 && !isFull(error));
}

/** The connection streams as many answers as the server allows. */
function isFull(error: unknown): boolean {
  return error instanceof ServerError && /^too many concurrent streaming queries/i.test(error.message);
}

function isExpired(error: unknown): boolean {
  return error instanceof NotAllowedError && (error.isTokenExpired || error.isSessionExpired);
}
