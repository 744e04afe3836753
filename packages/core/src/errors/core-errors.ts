import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import { SurrealError } from "@surreal-sdk/values";

/** The answer is not what the protocol says it should be. */
export class UnexpectedResponseError extends SurrealError {
  static override readonly errorName: string = "UnexpectedResponseError";
}

/**
 * A row does not fit the schema it was to be read into. The statement has run, and what it wrote stays written: that is
 * why `outcome` is not `"failed"`.
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

/** The server is of a version that this SDK does not speak to. */
export class UnsupportedVersionError extends ConnectionUnavailableError {
  static override readonly errorName: string = "UnsupportedVersionError";
}

/** The server no longer knows the session. Make a new one. */
export class SessionLostError extends SurrealError {
  static override readonly errorName: string = "SessionLostError";
}

/** The session was closed by this side. */
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

/** The transaction has been committed or cancelled already. */
export class TransactionClosedError extends SurrealError {
  static override readonly errorName: string = "TransactionClosedError";
}

/**
 * The commit was sent and its answer never came: it may or may not have been applied. Read back what the
 * transaction wrote before doing it again.
 */
export class CommitOutcomeUnknownError extends SurrealError {
  static override readonly errorName: string = "CommitOutcomeUnknownError";
}

/**
 * After a reconnect the server refused the identity that was in force, and it could not be renewed. Nothing is sent
 * anonymously in its place: sign in again.
 */
export class AuthRestoreError extends SurrealError {
  static override readonly errorName: string = "AuthRestoreError";
}

/**
 * After a reconnect the server refused a variable that was set. Queries of its session are not sent until it is set again
 * with `let()`, or given up with `unset()`.
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

/** A live query ended although nobody ended it: its connection was lost and is not coming back. */
export class LiveEndedError extends SurrealError {
  static override readonly errorName: string = "LiveEndedError";
}

/** The live query could not be started again on the new connection. */
export class LiveRestoreError extends LiveEndedError {
  static override readonly errorName: string = "LiveRestoreError";
}
