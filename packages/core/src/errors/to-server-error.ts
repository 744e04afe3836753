import { maskLiterals } from "@surreal-sdk/values";
import {
  field,
  ownWords,
  ServerError,
  type ServerErrorFacts,
  saysConflict,
  saysUnknownCommit,
  textField,
} from "./server-error.ts";
import {
  AlreadyExistsError,
  ConfigurationError,
  InternalError,
  NotAllowedError,
  NotFoundError,
  QueryError,
  SerializationError,
  ThrownError,
  ValidationError,
} from "./server-errors.ts";
import { toSpecificError } from "./specific-errors.ts";

/** The constructor of a kind's error. */
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
  [-32607, "Configuration"],
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

/** Where an error occurred, as far as it is known. */
export interface ServerErrorPlace {
  readonly statement?: number;
  readonly query?: string;
  /** The method of the request, if the error answers the whole request. */
  readonly method?: string;
  /** Whether the answer names its request: a server that could not read a request knows no name of it. */
  readonly named?: boolean;
  /** Whether another part of the same request was applied. */
  readonly applied?: boolean;
}

/**
 * Creates the error from what a server sent: the `error` of a reply, or a failed statement's entry. Its text is kept,
 * whatever its shape.
 *
 * @internal
 */
export function toServerError(sent: unknown, place: ServerErrorPlace = {}): ServerError {
  const code = numberField(sent, "code");
  const kind = kindOf(sent, code);
  const cause = field(sent, "cause");
  const reason = textField(cause, "message");
  const said = messageOf(sent);
  const isResultLost = isUnwritable({ message: said, code, reason }, place);
  const message = isResultLost ? unwritable : said;
  const details = withoutNull(unwrapped(field(sent, "details"), kind));
  const facts: ServerErrorFacts = {
    kind,
    message,
    code,
    details: details ?? detailOfCode(code, textField(sent, "kind")),
    cause: cause === undefined || cause === null ? undefined : toServerError(cause),
    statement: place.statement,
    query: place.query === undefined ? undefined : maskLiterals(place.query, 200),
    ...(isResultLost || mayHaveRun({ kind, message: said }, place) ? { outcome: "unknown", retrySafe: false } : {}),
    ...(place.applied === true ? { retrySafe: false } : {}),
  };
  return toSpecificError(facts, place.method) ?? new (classes.get(kind) ?? ServerError)(facts);
}

/** Errors that servers raise before they run anything, or that undo everything, although their kind does not say so. */
const notRun =
  /parse error|not allowed|permission|expired|specify a (namespace|database)|shutting down|unable to handle/i;

/** A server that closes reports as cancelled what it may have applied; one reports a result that it cannot encode. */
const ranAnyway = /* @__PURE__ */ ownWords(
  "cancelled because the websocket is closing|cannot be converted to public value",
);

/** What an embedded database says of a result that it cannot encode. */
const encoding = /^Unsupported value type/;

/**
 * Whether statements may have been applied although the server reports an error: a query that fails as a whole has run; a
 * server that shuts down may have applied what it reports as cancelled; and a server may not know itself whether a commit
 * was applied.
 */
function mayHaveRun(said: { kind: string; message: string }, { method }: ServerErrorPlace): boolean {
  const { kind, message } = said;
  if (ranAnyway.test(message) || saysUnknownCommit(said)) return true;
  if (method !== "query") return false;
  if (refusals.has(kind)) return false;
  return !notRun.test(message) && !saysConflict(said);
}

const unwritable =
  "Parse error: the server cannot send the result of the query, which has probably run. Leave a value such as a regex out, or cast it: <string>pattern.";

/** Servers say "Parse error" of a request that they cannot read, and of a result that they cannot encode. */
function isUnwritable(
  { message, code, reason }: { message: string; code: number; reason: string | undefined },
  { method, named, statement }: ServerErrorPlace,
): boolean {
  if (code !== -32700 || message !== "Parse error") return false;
  return statement !== undefined || (method === "query" && (named === true || encoding.test(reason ?? "")));
}

/** Kinds of errors that are raised before a query runs, or that report their own outcome. */
const refusals = new Set(["Validation", "Configuration", "NotAllowed", "NotFound", "AlreadyExists", "Query", "Thrown"]);

function kindOf(sent: unknown, code: number): string {
  const named = textField(sent, "kind");
  if (named !== undefined && named !== "") return named;
  // In 2.x, -32602 means wrong parameters; in 3.x, which names its kinds, it means not allowed.
  if (code === -32602) return "Validation";
  return kindOfCode.get(code) ?? (isThrown(messageOf(sent)) ? "Thrown" : "Internal");
}

/** What servers of the 2.x series, which send no kind, put before the text of a `THROW`. */
function isThrown(message: string): boolean {
  return message.startsWith("An error occurred: ");
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

/** Early 3.0 servers nested `{ kind, details }` of a statement's error twice. */
function unwrapped(details: unknown, kind: string): unknown {
  const inner = field(details, "details");
  const twice = textField(details, "kind") === kind && typeof inner === "object" && inner !== null;
  return twice ? inner : (details ?? undefined);
}

/** Absent details arrive as NONE or as NULL, at every level; the SDK reports them as `undefined`. */
function withoutNull(details: unknown): unknown {
  const inner = field(details, "details");
  if (inner === undefined) return details;
  const { details: _inner, ...rest } = details as Record<string, unknown>;
  return inner === null ? rest : { ...rest, details: withoutNull(inner) };
}

/** Servers without kinds express by the code what newer ones say in the details. */
function detailOfCode(code: number, kind: string | undefined): unknown {
  if (kind !== undefined) return undefined;
  const detail = {
    [-32700]: "Parse",
    [-32003]: "NotExecuted",
    [-32004]: "TimedOut",
    [-32005]: "Cancelled",
    [-32009]: "TransactionConflict",
    [-32607]: "DialectNotSupported",
  }[code];
  return detail === undefined ? undefined : { kind: detail };
}

function numberField(sent: unknown, name: string): number {
  const found = field(sent, name);
  return typeof found === "number" ? found : 0;
}
