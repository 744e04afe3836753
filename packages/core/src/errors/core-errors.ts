import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import { SurrealError } from "@surreal-sdk/values";

/** The answer violates the protocol. */
export class UnexpectedResponseError extends SurrealError {
  static override readonly errorName: string = "UnexpectedResponseError";
}

/**
 * A row does not fit the given schema. The statement has run, and what it wrote stays written: therefore `outcome` is
 * not `"failed"`.
 */
export class RowValidationError extends UnexpectedResponseError {
  static override readonly errorName: string = "RowValidationError";

  /** The index of the statement, counted from 0; `undefined` where the results as a whole do not fit. */
  readonly statement: number | undefined;
  /** The index of the row, counted from 0, of one record 0; `undefined` where a result as a whole does not fit. */
  readonly row: number | undefined;
  /** The path inside the row, such as `"address.city"`; empty for the row itself. */
  readonly path: string;

  constructor(message: string, facts: { statement?: number; row?: number; path: string; cause?: unknown }) {
    super(message, { cause: facts.cause, outcome: "unknown", retrySafe: false });
    this.statement = facts.statement;
    this.row = facts.row;
    this.path = facts.path;
  }
}

/**
 * A statement failed after a stream had given rows of it. They are not a result of the statement: forget them. The
 * error of the server is the `cause`.
 *
 * @example
 * ```ts
 * const names: string[] = [];
 * try {
 *   for await (const name of db.query("SELECT VALUE name FROM user").stream<string>()) names.push(name);
 * } catch (error) {
 *   if (error instanceof RowsRetractedError) names.length -= error.rows;
 *   throw error;
 * }
 * ```
 */
export class RowsRetractedError extends SurrealError {
  static override readonly errorName: string = "RowsRetractedError";

  /** How many rows to forget: all that the stream has given. */
  readonly rows: number;

  constructor(message: string, facts: { rows: number; cause: SurrealError }) {
    const { cause, rows } = facts;
    super(message, { cause, outcome: cause.outcome, retrySafe: cause.retrySafe });
    this.rows = rows;
  }
}

/** This SDK does not support the version of the server. */
export class UnsupportedVersionError extends ConnectionUnavailableError {
  static override readonly errorName: string = "UnsupportedVersionError";
}

/** The server no longer knows the session. Create a new one. */
export class SessionLostError extends SurrealError {
  static override readonly errorName: string = "SessionLostError";
}

/** The client closed the session. */
export class SessionClosedError extends SurrealError {
  static override readonly errorName: string = "SessionClosedError";
}

/**
 * The session has changed to another database, identity or server since a transaction, or reading by `rows()`, began
 * on it. The call was not sent.
 */
export class SessionChangedError extends SurrealError {
  static override readonly errorName: string = "SessionChangedError";
}

/** The connection was lost while the transaction was open; the server has rolled it back. */
export class TransactionLostError extends SurrealError {
  static override readonly errorName: string = "TransactionLostError";
}

/** The transaction has been committed or cancelled already, or its session was reset or closed. */
export class TransactionClosedError extends SurrealError {
  static override readonly errorName: string = "TransactionClosedError";
}

/**
 * The commit was sent, and it is not known whether it was applied: its answer was lost, or the server reports that it
 * does not know. `commit()` raises it, and so does a query whose statements were to be committed. Read what the
 * transaction wrote before you repeat it.
 */
export class CommitOutcomeUnknownError extends SurrealError {
  static override readonly errorName: string = "CommitOutcomeUnknownError";
}

/**
 * After a reconnect the server refused the current identity, and it could not be renewed. The SDK sends nothing
 * anonymously instead: sign in again.
 */
export class AuthRestoreError extends SurrealError {
  static override readonly errorName: string = "AuthRestoreError";
}

/**
 * After a reconnect the server refused to set a variable again. Queries of its session are not sent until `let()` sets
 * it, or `unset()` removes it.
 */
export class VariableRestoreError extends SurrealError {
  static override readonly errorName: string = "VariableRestoreError";
}

/**
 * After a reconnect, or with a renewed token, the server refused to select the namespace and the database that were in
 * force. Queries of the session are not sent until `use()` selects what there is.
 */
export class UseRestoreError extends SurrealError {
  static override readonly errorName: string = "UseRestoreError";
}

/** A live query's consumer was too slow: its queue was full. The query has been killed. */
export class LiveOverflowError extends SurrealError {
  static override readonly errorName: string = "LiveOverflowError";

  /** How many notifications the queue held. */
  readonly queued: number;

  constructor(message: string, facts: { queued: number }) {
    super(message);
    this.queued = facts.queued;
  }
}

/**
 * A live query ended without the user's request: its connection was lost permanently, its session changed to another
 * identity, its session expired and could not be renewed, its transaction was rolled back, or the server reported an error
 * of it, which is the cause.
 */
export class LiveEndedError extends SurrealError {
  static override readonly errorName: string = "LiveEndedError";
}

/** The live query could not be started again on the new connection. */
export class LiveRestoreError extends LiveEndedError {
  static override readonly errorName: string = "LiveRestoreError";
}
