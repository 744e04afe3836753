import { maskLiterals } from "@surreal-sdk/values";
import { field, isTransactionConflict, ServerError, textField } from "./server-error.ts";

/** The request or the query text is wrong: it could not be parsed, a parameter is missing, a value does not fit. */
export class ValidationError extends ServerError {
  static override readonly errorName: string = "ValidationError";

  /** The text could not be parsed. */
  get isParseError(): boolean {
    return this.detailKind === "Parse" || this.message.startsWith("Parse error");
  }

  /** The parameter that is not accepted. */
  get parameterName(): string | undefined {
    return this.fact("name", "InvalidParameter");
  }
}

/** The server is not set up for this. */
export class ConfigurationError extends ServerError {
  static override readonly errorName: string = "ConfigurationError";

  /** Live queries do not work here. */
  get isLiveQueryNotSupported(): boolean {
    return this.detailKind === "LiveQueryNotSupported";
  }
}

/** A `THROW` in a query, a function or an event. */
export class ThrownError extends ServerError {
  static override readonly errorName: string = "ThrownError";
}

/** A query did not run to its end. */
export class QueryError extends ServerError {
  static override readonly errorName: string = "QueryError";

  /** Another statement of the same transaction failed, and this one was not executed. */
  get isNotExecuted(): boolean {
    return this.detailKind === "NotExecuted";
  }

  /** The query took longer than its `TIMEOUT`, or than the server allows. */
  get isTimedOut(): boolean {
    return this.detailKind === "TimedOut";
  }

  /** The transaction was cancelled. */
  get isCancelled(): boolean {
    return this.detailKind === "Cancelled";
  }

  /** Two transactions collided; nothing of this one was applied. */
  get isTransactionConflict(): boolean {
    return isTransactionConflict(this);
  }

  /** The time limit that passed. */
  get timeout(): unknown {
    return this.isTimedOut ? field(field(this.details, "details"), "duration") : undefined;
  }
}

/** A value could not be brought into the form asked for. */
export class SerializationError extends ServerError {
  static override readonly errorName: string = "SerializationError";

  /** It was input that could not be read. */
  get isDeserialization(): boolean {
    return this.detailKind === "Deserialization";
  }
}

/** Refused: not signed in, not permitted, or switched off on the server. */
export class NotAllowedError extends ServerError {
  static override readonly errorName: string = "NotAllowedError";

  /** The token's time has passed. */
  get isTokenExpired(): boolean {
    return this.detailKind === "TokenExpired";
  }

  /** The session's time has passed. */
  get isSessionExpired(): boolean {
    return this.detailKind === "SessionExpired";
  }

  /** Name, password or token are wrong. */
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

/** What was named does not exist. */
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

/** What was to be made exists already. */
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

/** Everything that has no kind of its own. */
export class InternalError extends ServerError {
  static override readonly errorName: string = "InternalError";
}

/** What a fresh class of a kind looks like. */
type ServerErrorClass = new (facts: ConstructorParameters<typeof ServerError>[0]) => ServerError;

const classes: ReadonlyMap<string, ServerErrorClass> = new Map<string, ServerErrorClass>([
  ["Validation", ValidationError],
  ["Configuration", ConfigurationError],
  ["Thrown", ThrownError],
  ["Query", QueryError],
  ["Serialization", SerializationError],
  ["NotAllowed", NotAllowedError],
  ["NotFound", NotFoundError],
  ["AlreadyExists", AlreadyExistsError],
  ["Internal", InternalError],
]);

/** The kinds of the codes, for servers of the 2.x series, which send no kind. */
const kindOfCode: ReadonlyMap<number, string> = new Map([
  [-32700, "Validation"],
  [-32600, "Validation"],
  [-32603, "Validation"],
  [-32601, "NotFound"],
  [-32602, "NotAllowed"],
  [-32002, "NotAllowed"],
  [-32604, "Configuration"],
  [-32605, "Configuration"],
  [-32606, "Configuration"],
  [-32000, "Internal"],
  [-32001, "Connection"],
  [-32003, "Query"],
  [-32004, "Query"],
  [-32005, "Query"],
  [-32009, "Query"],
  [-32006, "Thrown"],
  [-32007, "Serialization"],
  [-32008, "Serialization"],
]);

/** Where an error was met, as far as it is known. */
export interface ServerErrorPlace {
  readonly statement?: number;
  readonly query?: string;
}

/**
 * Makes the error for what a server sent as one: the `error` of a reply, or a failed statement's entry. Whatever
 * its shape, its text is kept.
 *
 * @internal
 */
export function toServerError(sent: unknown, place: ServerErrorPlace = {}): ServerError {
  const code = numberField(sent, "code");
  const kind = kindOf(sent, code);
  const message = messageOf(sent);
  const cause = field(sent, "cause");
  const details = withoutNull(unwrapped(field(sent, "details"), kind));
  const facts = {
    kind,
    message,
    code,
    details: details ?? detailOfCode(code, textField(sent, "kind")),
    cause: cause === undefined || cause === null ? undefined : toServerError(cause),
    statement: place.statement,
    query: place.query === undefined ? undefined : maskLiterals(place.query, 200),
    // A server that shuts down may have applied what it then calls cancelled.
    ...(/cancelled because the websocket is closing/i.test(message) ? { outcome: "unknown" as const } : {}),
  };
  return new (classes.get(kind) ?? ServerError)(facts);
}

function kindOf(sent: unknown, code: number): string {
  const named = textField(sent, "kind");
  if (named !== undefined && named !== "") return named;
  // In 2.x, -32602 means wrong parameters; in 3.x, which names its kinds, it means not allowed.
  if (code === -32602) return "Validation";
  return kindOfCode.get(code) ?? "Internal";
}

function messageOf(sent: unknown): string {
  const message = typeof sent === "string" ? sent : (textField(sent, "message") ?? textField(sent, "result"));
  if (message !== undefined) {
    return /unknown cbor tag/i.test(message) ? `${message} (sets need SurrealDB 3.0 or newer)` : message;
  }
  return `The server reported an error without a message: ${describe(sent)}`;
}

function describe(sent: unknown): string {
  if (typeof sent !== "object" || sent === null) return String(sent);
  return Array.isArray(sent) ? `a list of ${sent.length}` : `{ ${Object.keys(sent).slice(0, 10).join(", ")} }`;
}

/** Early 3.0 servers wrote `{ kind, details }` of a statement's error twice. */
function unwrapped(details: unknown, kind: string): unknown {
  const inner = field(details, "details");
  const twice = textField(details, "kind") === kind && typeof inner === "object" && inner !== null;
  return twice ? inner : (details ?? undefined);
}

/** Details that are not there come as NONE or as NULL, at every level; they are told as `undefined`. */
function withoutNull(details: unknown): unknown {
  const inner = field(details, "details");
  if (inner === undefined) return details;
  const { details: _inner, ...rest } = details as Record<string, unknown>;
  return inner === null ? rest : { ...rest, details: withoutNull(inner) };
}

/** Servers without kinds say by the code what newer ones say in the details. */
function detailOfCode(code: number, kind: string | undefined): unknown {
  if (kind !== undefined) return undefined;
  const detail = {
    [-32700]: "Parse",
    [-32003]: "NotExecuted",
    [-32004]: "TimedOut",
    [-32005]: "Cancelled",
    [-32009]: "TransactionConflict",
  }[code];
  return detail === undefined ? undefined : { kind: detail };
}

function numberField(sent: unknown, name: string): number {
  const found = field(sent, name);
  return typeof found === "number" ? found : 0;
}
