import { maskQuotedSource, type Outcome, SurrealError } from "@surreal-sdk/values";

/** The kinds of failure that servers report. Servers may add more; {@link ServerError.kind} keeps the server's text. */
export type ServerErrorKind =
  | "Validation"
  | "Configuration"
  | "Thrown"
  | "Query"
  | "Serialization"
  | "NotAllowed"
  | "NotFound"
  | "AlreadyExists"
  | "Connection"
  | "Internal";

/** The facts that a server reports about a failure. */
export interface ServerErrorFacts {
  /** The kind, as the server sent it. */
  readonly kind: string;
  readonly message: string;
  /** The JSON-RPC code; 0 for a failed statement, which has none. */
  readonly code?: number;
  /** Further details, as the server sent them: `{ kind, details? }`, nested for some kinds. */
  readonly details?: unknown;
  /** The server's own cause, or the error of the transport that brought the refusal. */
  readonly cause?: Error | undefined;
  /** The index of the statement that failed, counted from 0. */
  readonly statement?: number | undefined;
  /** The beginning of the query text, at most 200 characters, without literals; never its variables. */
  readonly query?: string | undefined;
  readonly outcome?: Outcome;
  readonly retrySafe?: boolean;
}

/** The longest part of a server's message that is shown. */
const longestMessage = 8192;
/** Control characters except tab and line feed, and those that change the direction of text. */
const acting = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The server refused the request. The subclass is the kind; `details` has the exact reason.
 *
 * @example
 * ```ts
 * try {
 *   await db.create(new RecordId("user", "ada"), { name: "Ada" });
 * } catch (error) {
 *   if (error instanceof AlreadyExistsError) console.log(error.recordId); // => "user:ada"
 *   else throw error;
 * }
 * ```
 */
export class ServerError extends SurrealError {
  static override readonly errorName: string = "ServerError";

  /** The kind, as the server sent it, such as `"NotFound"`. */
  readonly kind: string;
  /** The JSON-RPC code; 0 for a failed statement. */
  readonly code: number;
  /** What the server reported in addition to the message: `{ kind, details? }`. */
  readonly details: unknown;
  /** The index of the failed statement, if a query failed. */
  readonly statement: number | undefined;
  /** The beginning of the query's text without literals, if a query failed. */
  readonly query: string | undefined;

  constructor(facts: ServerErrorFacts) {
    super(maskQuotedSource(shorten(facts.message)), {
      cause: facts.cause,
      outcome: facts.outcome ?? "failed",
      retrySafe: facts.retrySafe ?? isRetrySafe(facts),
    });
    this.kind = facts.kind;
    this.code = facts.code ?? 0;
    this.details = facts.details;
    this.statement = facts.statement;
    this.query = facts.query;
  }

  /** The server's own cause, if it sent one. */
  get serverCause(): ServerError | undefined {
    return this.cause instanceof ServerError ? this.cause : undefined;
  }

  /** The inner kind, such as `"TimedOut"` of a query error; for NotAllowed/Auth the kind inside `Auth`. */
  get detailKind(): string | undefined {
    return detailKindOf(this.details);
  }

  /** Whether this error or one of its causes has the kind. */
  hasKind(kind: string): boolean {
    return this.findCause(kind) !== undefined;
  }

  /** This error or the first of its causes with that kind. */
  findCause(kind: string): ServerError | undefined {
    let current: ServerError | undefined = this;
    while (current !== undefined && current.kind !== kind) current = current.serverCause;
    return current;
  }

  /**
   * A fact of the innermost details, such as `"name"`.
   *
   * @internal
   */
  fact(name: string, ofKind?: string): string | undefined {
    const inner = innermost(this.details);
    if (ofKind !== undefined && textField(inner, "kind") !== ofKind) return undefined;
    return textField(field(inner, "details"), name);
  }
}

/** A message ends up in logs and terminals: it is cut off, and control characters are escaped. */
function shorten(message: string): string {
  const shown = message
    .slice(0, longestMessage)
    .replace(acting, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .slice(0, longestMessage);
  return message.length <= longestMessage ? shown : `${shown}…`;
}

/** Failures for which it is certain that nothing was applied, and that may be temporary. */
function isRetrySafe(facts: ServerErrorFacts): boolean {
  const detail = detailKindOf(facts.details);
  if (facts.kind === "Query" && detail === "TransactionConflict") return true;
  if (facts.kind === "Query" && detail === "NotExecuted") return !saysWhy(facts.message);
  if (facts.kind === "Thrown") return false;
  return saysConflict(facts) || refusesWork.test(facts.message);
}

/**
 * A pattern of what a server says in its own words. Text of users does not count, such as a `THROW`, also in an event or
 * a function, or a value: the words must be at the beginning, with no literal and no thrown text before them.
 *
 * @internal
 */
export function ownWords(words: string): RegExp {
  return new RegExp(`^(?:(?!an (?:error|exception) occurred)[^'"\`]){0,200}?(?:${words})`, "i");
}

const refusesWork = /* @__PURE__ */ ownWords("gracefully shutting down|unable to handle the request");
const unknownCommit = /* @__PURE__ */ ownWords("the transaction's commit outcome is unknown");
const conflicted = /* @__PURE__ */ ownWords("transaction conflict|transaction can be retried");
const failedAfterWriting = /* @__PURE__ */ ownWords("a statement failed after writing");

/**
 * Whether the text of what was not executed gives a reason of its own, which will be the same the next time. A
 * transaction that failed or was cancelled before its `COMMIT` has another one.
 *
 * @internal
 */
export function saysWhy(message: string): boolean {
  if (failedAfterWriting.test(message)) return true;
  return /^Cannot COMMIT: (?!the transaction was (aborted due to a prior error|cancelled))/.test(message);
}

/**
 * Whether the text reports that the server does not know whether a commit was applied.
 *
 * @internal
 */
export function saysUnknownCommit({ kind, message }: Pick<ServerErrorFacts, "kind" | "message">): boolean {
  if (kind !== "Internal" && kind !== "Query") return false;
  return unknownCommit.test(message);
}

/**
 * Whether the text reports a conflict where the kind cannot: 3.0.2 to 3.0.4 have no kind for it.
 *
 * @internal
 */
export function saysConflict({ kind, message }: Pick<ServerErrorFacts, "kind" | "message">): boolean {
  if (kind !== "Internal" && kind !== "Query") return false;
  return conflicted.test(message);
}

/**
 * Reports whether two transactions conflicted and this one was not applied: running it again may succeed.
 *
 * @example
 * ```ts
 * if (isTransactionConflict(error)) await tryAgain();
 * ```
 */
export function isTransactionConflict(error: unknown): boolean {
  if (!(error instanceof ServerError) || error.outcome === "unknown") return false;
  return (error.kind === "Query" && error.detailKind === "TransactionConflict") || saysConflict(error);
}

/** @internal */
export function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

/** @internal */
export function textField(value: unknown, name: string): string | undefined {
  const found = field(value, name);
  return typeof found === "string" ? found : undefined;
}

/** The inner kind in the details of an error. @internal */
export function detailKindOf(details: unknown): string | undefined {
  return textField(innermost(details), "kind");
}

/** Auth failures are nested once more: `{ kind: "Auth", details: { kind, details? } }`. */
function innermost(details: unknown): unknown {
  return textField(details, "kind") === "Auth" ? field(details, "details") : details;
}
