import { field, isTransactionConflict, ServerError } from "./server-error.ts";

/** The request or the query text is invalid: it could not be parsed, a parameter is missing, a value does not fit. */
export class ValidationError extends ServerError {
  static override readonly errorName: string = "ValidationError";

  /** The text could not be parsed. */
  get isParseError(): boolean {
    return this.detailKind === "Parse" || this.message.startsWith("Parse error");
  }

  /** The parameter that the server refused. */
  get parameterName(): string | undefined {
    return this.fact("name", "InvalidParameter");
  }
}

/** The server is not configured for this. */
export class ConfigurationError extends ServerError {
  static override readonly errorName: string = "ConfigurationError";

  /** The server does not support live queries here. */
  get isLiveQueryNotSupported(): boolean {
    return this.detailKind === "LiveQueryNotSupported";
  }

  /** The server does not support the query language: a 3.x server, for example, without the experimental `gql`. */
  get isDialectNotSupported(): boolean {
    return this.detailKind === "DialectNotSupported";
  }
}

/** A `THROW` in a query, a function or an event. */
export class ThrownError extends ServerError {
  static override readonly errorName: string = "ThrownError";
}

/** A query did not complete. */
export class QueryError extends ServerError {
  static override readonly errorName: string = "QueryError";

  /** Another statement of the same transaction failed, and this one was not executed. */
  get isNotExecuted(): boolean {
    return this.detailKind === "NotExecuted";
  }

  /** The query exceeded its `TIMEOUT`, or the limit of the server. */
  get isTimedOut(): boolean {
    return this.detailKind === "TimedOut";
  }

  /** The transaction was cancelled. */
  get isCancelled(): boolean {
    return this.detailKind === "Cancelled";
  }

  /** Two transactions conflicted; nothing of this one was applied. */
  get isTransactionConflict(): boolean {
    return isTransactionConflict(this);
  }

  /** The time limit that was exceeded. */
  get timeout(): unknown {
    return this.isTimedOut ? field(field(this.details, "details"), "duration") : undefined;
  }
}

/** A value could not be converted to the requested format. */
export class SerializationError extends ServerError {
  static override readonly errorName: string = "SerializationError";

  /** The input could not be read. */
  get isDeserialization(): boolean {
    return this.detailKind === "Deserialization";
  }
}

/** Refused: not signed in, not permitted, or switched off on the server. */
export class NotAllowedError extends ServerError {
  static override readonly errorName: string = "NotAllowedError";

  /** The token has expired. */
  get isTokenExpired(): boolean {
    return this.detailKind === "TokenExpired";
  }

  /** The session has expired. */
  get isSessionExpired(): boolean {
    return this.detailKind === "SessionExpired";
  }

  /** The name, the password or the token is wrong. */
  get isInvalidAuth(): boolean {
    return this.detailKind === "InvalidAuth";
  }

  /** Scripting is switched off. */
  get isScriptingBlocked(): boolean {
    return this.detailKind === "Scripting";
  }

  /** The RPC method that is not allowed. */
  get methodName(): string | undefined {
    return this.fact("name", "Method");
  }

  /** The function that is not allowed. */
  get functionName(): string | undefined {
    return this.fact("name", "Function");
  }

  /** The network target that is not allowed. */
  get targetName(): string | undefined {
    return this.fact("name", "Target");
  }
}

/** Something that the request names does not exist. */
export class NotFoundError extends ServerError {
  static override readonly errorName: string = "NotFoundError";

  /** The table that does not exist. */
  get tableName(): string | undefined {
    return this.fact("name", "Table");
  }

  /** The record that does not exist, as text. */
  get recordId(): string | undefined {
    return this.fact("id", "Record");
  }

  /** The method that does not exist. */
  get methodName(): string | undefined {
    return this.fact("name", "Method");
  }

  /** The namespace that does not exist. */
  get namespaceName(): string | undefined {
    return this.fact("name", "Namespace");
  }

  /** The database that does not exist. */
  get databaseName(): string | undefined {
    return this.fact("name", "Database");
  }

  /** The session that does not exist. */
  get sessionId(): string | undefined {
    return this.fact("id", "Session");
  }
}

/** Something that the request would create exists already. */
export class AlreadyExistsError extends ServerError {
  static override readonly errorName: string = "AlreadyExistsError";

  /** The record that exists, as text. */
  get recordId(): string | undefined {
    return this.fact("id", "Record");
  }

  /** The table that exists. */
  get tableName(): string | undefined {
    return this.fact("name", "Table");
  }

  /** The session that exists. */
  get sessionId(): string | undefined {
    return this.fact("id", "Session");
  }

  /** The namespace that exists. */
  get namespaceName(): string | undefined {
    return this.fact("name", "Namespace");
  }

  /** The database that exists. */
  get databaseName(): string | undefined {
    return this.fact("name", "Database");
  }
}

/** A failure without a more specific kind. */
export class InternalError extends ServerError {
  static override readonly errorName: string = "InternalError";
}
