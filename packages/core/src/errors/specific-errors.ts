import { toIsolationError } from "./isolation-errors.ts";
import { detailKindOf, type ServerError, type ServerErrorFacts } from "./server-error.ts";
import { AlreadyExistsError, NotAllowedError, NotFoundError, ThrownError, ValidationError } from "./server-errors.ts";

/**
 * A unique index contains the value already, for another record.
 *
 * @example
 * ```ts
 * if (error instanceof UniqueIndexError && error.index === "user_email") return "This address is taken.";
 * ```
 */
export class UniqueIndexError extends AlreadyExistsError {
  static override readonly errorName: string = "UniqueIndexError";

  /** The name of the index. */
  readonly index: string;
  /** The value as SurrealQL text, such as `'ada@example.com'`; a list where the index has several fields. */
  readonly value: string;
  readonly #recordId: string;

  /** @internal */
  constructor(facts: ServerErrorFacts, found: { index: string; value: string; recordId: string }) {
    super(facts);
    this.index = found.index;
    this.value = found.value;
    this.#recordId = found.recordId;
    // An own property is printed, unlike the getter.
    Object.defineProperty(this, "recordId", {
      configurable: true,
      enumerable: true,
      writable: true,
      value: found.recordId,
    });
  }

  /** The record that has the value, as text. */
  override get recordId(): string {
    return this.#recordId;
  }
}

/**
 * A value does not fit its field: it has another type, its `ASSERT` does not hold, the field is read-only or is not
 * defined.
 *
 * @example
 * ```ts
 * if (error instanceof FieldError) form.showProblem(error.field, error.reason);
 * ```
 */
export class FieldError extends ValidationError {
  static override readonly errorName: string = "FieldError";

  /** The table. */
  readonly table: string;
  /** The path of the field, such as `"address.city"`. */
  readonly field: string;
  /** The reason, in the words of the server. */
  readonly reason: string;

  /** @internal */
  constructor(facts: ServerErrorFacts, found: { table: string; field: string; reason: string }) {
    super(facts);
    this.table = found.table;
    this.field = found.field;
    this.reason = found.reason;
  }
}

/**
 * The name, the password or the token is wrong, the user does not exist, or signing up was refused.
 *
 * @example
 * ```ts
 * const tokens = await db.signin(credentials).catch((error) => {
 *   if (error instanceof InvalidCredentialsError) return undefined;
 *   throw error;
 * });
 * ```
 */
export class InvalidCredentialsError extends NotAllowedError {
  static override readonly errorName: string = "InvalidCredentialsError";

  /** The name, the password or the token is wrong. */
  override get isInvalidAuth(): boolean {
    return true;
  }
}

/**
 * Kinds that servers give to errors without a specific kind. Users' texts have the kind `Thrown`, and are never
 * parsed.
 */
const unspecific = new Set(["Internal", "NotFound", "AlreadyExists", "Validation", "Query"]);
const wrongCredentials = new Set(["InvalidAuth", "InvalidPass", "InvalidSignup"]);
const refusedSign = /^(?:No record was returned|The record access sign(?:in|up) query failed)/;
const refusedKey =
  /^(?:This bearer access grant has an invalid format|This access grant has been revoked|The (?:root )?access grant '.*' does not exist for )/;
const refusedToken = /^(?:InvalidToken|Base64 error|JSON error|UTF-?8 error|The token is invalid)/i;

/**
 * Returns the class of an error that an application can act on, by the server's kind, or by its message where the kind
 * is unspecific. An error with an unknown message keeps the class of its kind.
 *
 * @internal
 */
export function toSpecificError(facts: ServerErrorFacts, method: string | undefined): ServerError | undefined {
  if (refusesCredentials(facts, method)) return new InvalidCredentialsError(facts);
  const isolation = toIsolationError(facts);
  if (isolation !== undefined) return isolation;
  if (!unspecific.has(facts.kind)) return undefined;
  const reason = facts.message.replace(within, "");
  if (reason !== facts.message && reason.startsWith("An error occurred: ")) return new ThrownError(facts);
  return toUniqueIndexError(facts, reason) ?? toFieldError(facts, reason) ?? toNamedReason(facts, reason);
}

/** What servers put before the reason when an event or `ON DELETE THEN` fails, also within each other. */
const within =
  /^(?:Error while processing event .{1,1000}?: |An error occurred while updating references for `.{1,1000}?`: )+/s;

const denied = /^You don't have permission to /;
const definition = /^The (?:[a-z]+ ){1,3}(?:'.{1,1000}' )?(?:(already exists)|does not exist)\b/s;

/** Reasons for which servers have a kind, and do not send it with each. */
function toNamedReason(facts: ServerErrorFacts, said: string): ServerError | undefined {
  if (facts.kind !== "Internal") return undefined;
  if (denied.test(said)) return new NotAllowedError(facts);
  const found = definition.exec(said);
  return found === null ? undefined : new (found[1] === undefined ? NotFoundError : AlreadyExistsError)(facts);
}

function refusesCredentials(facts: ServerErrorFacts, method: string | undefined): boolean {
  const detail = detailKindOf(facts.details);
  if (facts.kind === "NotAllowed" && detail !== undefined && wrongCredentials.has(detail)) return true;
  if (!unspecific.has(facts.kind)) return false;
  if (method === "signin" || method === "signup") {
    return refusedSign.test(facts.message) || refusedKey.test(facts.message);
  }
  return method === "authenticate" && refusedToken.test(facts.message);
}

function toUniqueIndexError(facts: ServerErrorFacts, said: string): UniqueIndexError | undefined {
  const found = /^Database index `(.{1,1000}?)` already contains (.*), with record `(.{1,1000})`$/s.exec(said);
  if (found === null) return undefined;
  const [, index = "", value = "", recordId = ""] = found;
  return new UniqueIndexError(facts, { index, value, recordId });
}

const wrongType = /^Couldn't coerce value for field `(.{1,1000}?)` of `(.{1,1000}?)`: (.+)$/s;
const wrongValue = /^Found .* for field `(.{1,1000}?)`, with record `(.{1,1000}?)`, but (.+)$/s;
const unknownField = /^Found field '(.{1,1000}?)', but (no such field exists for table '(.{1,1000})')$/s;

function toFieldError(facts: ServerErrorFacts, said: string): FieldError | undefined {
  const unknown = unknownField.exec(said);
  if (unknown !== null) {
    const [, field = "", reason = "", table = ""] = unknown;
    return new FieldError(facts, { table, field: unquoted(field), reason });
  }
  const found = wrongType.exec(said) ?? wrongValue.exec(said);
  if (found === null) return undefined;
  const [, field = "", recordId = "", reason = ""] = found;
  return new FieldError(facts, { table: tableOf(recordId), field: unquoted(field), reason });
}

/** The table of a record id in the server's text. */
function tableOf(recordId: string): string {
  const quoted = /^(?:`([^`]+)`|⟨([^⟩]+)⟩):/.exec(recordId);
  return quoted?.[1] ?? quoted?.[2] ?? recordId.slice(0, Math.max(0, recordId.indexOf(":")));
}

function unquoted(name: string): string {
  return (
    /^`([^`]+)`$|^⟨([^⟩]+)⟩$/
      .exec(name)
      ?.slice(1)
      .find((each) => each !== undefined) ?? name
  );
}
