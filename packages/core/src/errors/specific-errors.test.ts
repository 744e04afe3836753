import { describe, expect, it } from "vitest";
import { failureOf, type RawResponse } from "../call/reply.ts";
import { isTransactionConflict } from "./server-error.ts";
import {
  AlreadyExistsError,
  InternalError,
  NotAllowedError,
  NotFoundError,
  ThrownError,
  ValidationError,
} from "./server-errors.ts";
import { FieldError, InvalidCredentialsError, UniqueIndexError } from "./specific-errors.ts";
import { toServerError } from "./to-server-error.ts";

const internal = (message: string, method?: string) =>
  toServerError({ kind: "Internal", message }, method === undefined ? {} : { method });

describe("a unique index that holds the value", () => {
  it.each([
    ["Database index `em` already contains 'a', with record `u:1`", "em", "'a'", "u:1"],
    ["Database index `two` already contains [1, 1], with record `u:1`", "two", "[1, 1]", "u:1"],
    [
      "Database index `i` already contains 'x, with record `u:9`', with record `u:1`",
      "i",
      "'x, with record `u:9`'",
      "u:1",
    ],
    ["Database index `i-x` already contains 1, with record ``my t`:`x-1``", "i-x", "1", "`my t`:`x-1`"],
  ])("is told by %s", (message, index, value, recordId) => {
    const error = internal(message);
    expect(error).toBeInstanceOf(UniqueIndexError);
    expect(error).toBeInstanceOf(AlreadyExistsError);
    expect(error).toMatchObject({ name: "UniqueIndexError", kind: "Internal", index, value, recordId, message });
    expect(JSON.parse(JSON.stringify(error))).toMatchObject({ index, value, recordId });
  });
});

describe("a value that does not fit its field", () => {
  it.each([
    [
      "Couldn't coerce value for field `email` of `u:3`: Expected `string` but found `1`",
      "u",
      "email",
      "Expected `string` but found `1`",
    ],
    [
      "Couldn't coerce value for field ``a-b`` of ``my t`:`x``: Expected `int` but found `'x'`",
      "my t",
      "a-b",
      "Expected `int` but found `'x'`",
    ],
    [
      "Found 'bad' for field `email`, with record `u:3`, but field must conform to: $value != 'bad'",
      "u",
      "email",
      "field must conform to: $value != 'bad'",
    ],
    ["Found changed value for field `ro`, with record `u:1`, but field is readonly", "u", "ro", "field is readonly"],
    ["Found field 'zzz', but no such field exists for table 'u'", "u", "zzz", "no such field exists for table 'u'"],
  ])("is told by %s", (message, table, field, reason) => {
    const error = internal(message);
    expect(error).toBeInstanceOf(FieldError);
    expect(error).toBeInstanceOf(ValidationError);
    expect(error).toMatchObject({ name: "FieldError", table, field, reason });
  });
});

it.each(["Internal", "Validation"])("a field's error has the kind %s, by the version of the server", (kind) => {
  const message = "Couldn't coerce value for field `email` of `u:3`: Expected `string` but found `1`";
  const error = toServerError({ kind, code: kind === "Validation" ? -32600 : -32000, message });
  expect(error).toBeInstanceOf(FieldError);
  expect(error).toMatchObject({ kind, table: "u", field: "email", outcome: "failed", retrySafe: false });
});

describe("an event that fails", () => {
  const within = "Error while processing event rules: ";

  it.each([
    [
      "a THROW",
      `${within}An error occurred: Database index \`em\` already contains 'a', with record \`u:1\``,
      ThrownError,
    ],
    [
      "a THROW of an event of an event",
      `${within}Error while processing event 2nd: An error occurred: no`,
      ThrownError,
    ],
    ["a unique index", `${within}Database index \`em\` already contains 'a', with record \`u:1\``, UniqueIndexError],
    [
      "a field",
      `${within}Found -1 for field \`n\`, with record \`u:1\`, but field must conform to: $value > 0`,
      FieldError,
    ],
    ["of ON DELETE THEN", "An error occurred while updating references for `a:1`: An error occurred: no", ThrownError],
    ["anything else", `${within}Invalid query: no`, InternalError],
  ])("has the class of its reason: %s", (_, message, kind) => {
    const error = internal(message);
    expect(error.constructor).toBe(kind);
    expect(error).toMatchObject({ kind: "Internal", message });
  });

  it("may not be tried again for the words of a THROW", () => {
    const error = internal(`${within}An error occurred: Transaction conflict. This transaction can be retried`);
    expect([error.retrySafe, isTransactionConflict(error)]).toEqual([false, false]);
  });
});

it.each([
  ["The index 'by_name' already exists", AlreadyExistsError],
  ["The user 'ada' already exists in the database 'd'", AlreadyExistsError],
  ["The function 'fn::x' does not exist", NotFoundError],
  ["The root access method 'x' does not exist", NotFoundError],
  ["The access method does not exist", NotFoundError],
  ["You don't have permission to run the fn::secret function", NotAllowedError],
  ["You don't have permission to get this file in the `b` bucket", NotAllowedError],
  ["The value cannot be converted to a vector: The index 'x' does not exist", InternalError],
])("%s has its class, also without a kind of its own", (message, kind) => {
  expect(internal(message).constructor).toBe(kind);
  expect(toServerError({ kind: "Thrown", message }).constructor).toBe(ThrownError);
});

describe("credentials that are refused", () => {
  it.each([
    ["signin", "No record was returned"],
    ["signup", "No record was returned"],
    ["signup", "The record access signup query failed"],
    ["authenticate", "Base64 error: Invalid input length: 1"],
    ["authenticate", "InvalidToken"],
    ["signin", "This bearer access grant has an invalid format"],
    ["signin", "This access grant has been revoked"],
    ["signin", "The access grant 'abc' does not exist for 'api' in the database 'd'"],
    ["signin", "The root access grant 'abc' does not exist for 'api'"],
  ])("are told by %s: %s", (method, message) => {
    expect(internal(message, method)).toBeInstanceOf(InvalidCredentialsError);
    expect(internal(message, method)).toBeInstanceOf(NotAllowedError);
    expect(internal(message, "query")).not.toBeInstanceOf(InvalidCredentialsError);
  });

  it.each(["InvalidAuth", "InvalidPass", "InvalidSignup"])("are told by the detail %s, as 4.0 sends it", (detail) => {
    const details = { kind: "Auth", details: { kind: detail } };
    const sent = { kind: "NotAllowed", code: -32002, message: "There was a problem with authentication", details };
    for (const method of ["signin", "signup", "authenticate", "refresh"]) {
      expect(toServerError(sent, { method })).toBeInstanceOf(InvalidCredentialsError);
    }
  });

  it("are told by the kind where there is one", () => {
    const sent = { kind: "NotAllowed", message: "no", details: { kind: "Auth", details: { kind: "InvalidAuth" } } };
    expect(toServerError(sent)).toBeInstanceOf(InvalidCredentialsError);
    const expired = { kind: "NotAllowed", message: "no", details: { kind: "Auth", details: { kind: "TokenExpired" } } };
    expect(toServerError(expired)).not.toBeInstanceOf(InvalidCredentialsError);
  });
});

it.each([
  "Database index `em` already contains 'a', with record `u:1`",
  "Found 'bad' for field `email`, with record `u:3`, but field must conform to: true",
  "No record was returned",
])("the words of a THROW change no class: %s", (message) => {
  expect(toServerError({ kind: "Thrown", message }, { method: "signin" }).constructor).toBe(ThrownError);
});

describe("what may be tried again", () => {
  const conflict = {
    status: "ERR",
    time: "1ms",
    result: "no",
    kind: "Query",
    details: { kind: "TransactionConflict" },
  };
  const skipped = { status: "ERR", time: "1ms", result: "no", kind: "Query", details: { kind: "NotExecuted" } };
  const ok = (result: unknown) => ({ status: "OK", time: "1ms", result });
  const failure = (...responses: object[]) => failureOf(responses as RawResponse[], "RETURN 1");

  it("is a conflict of which nothing was applied", () => {
    expect(failure(conflict)).toMatchObject({ retrySafe: true });
    expect(failure(ok(undefined), skipped, conflict)).toMatchObject({ retrySafe: true, statement: 2 });
  });

  it.each([
    ["before", [ok([{ id: 1 }]), conflict]],
    ["behind", [conflict, ok([{ id: 1 }])]],
    ["before, with nothing to show", [ok(undefined), conflict]],
    ["before its transaction", [ok(undefined), ok(undefined), skipped, conflict]],
  ])("is no conflict with a statement applied %s it", (_, responses) => {
    const error = failure(...responses);
    expect(error).toMatchObject({ retrySafe: false, outcome: "failed" });
    expect(isTransactionConflict(error)).toBe(true);
  });

  it.each([
    { kind: "Thrown", message: "An error occurred: transaction conflict" },
    { kind: "Thrown", message: "this transaction can be retried" },
    { kind: "AlreadyExists", message: "transaction conflict" },
    { status: "ERR", result: "An error occurred: Transaction conflict: this transaction can be retried" },
    { kind: "Internal", message: "Database index `i` already contains 'transaction conflict', with record `u:1`" },
    { kind: "Internal", message: "Couldn't coerce value for field `a` of `u:3`: found `'transaction can be retried'`" },
  ])("is not what a user wrote: %j", (sent) => {
    const error = toServerError(sent);
    expect([error.retrySafe, isTransactionConflict(error)]).toEqual([false, false]);
  });

  it("is not a THROW, by whatever words, of a server that sends no kinds", () => {
    const error = toServerError({ status: "ERR", result: "An error occurred: No record was returned" });
    expect(error).toBeInstanceOf(ThrownError);
    expect(error.kind).toBe("Thrown");
  });
});

describe("a query that fails as a whole", () => {
  it.each(["Closure values cannot be converted to public value", "anything"])("may have run: %s", (message) => {
    expect(toServerError({ code: -32000, message }, { method: "query" })).toMatchObject({
      outcome: "unknown",
      retrySafe: false,
    });
  });

  it("may have run when the server cannot read the request or encode its result, and knows which one it was", () => {
    const sent = { code: -32700, kind: "Validation", message: "Parse error" };
    const outcomes = [true, false].map((named) => toServerError(sent, { method: "query", named }).outcome);
    expect([...outcomes, toServerError(sent, { method: "use", named: true }).outcome]).toEqual([
      "unknown",
      "failed",
      "failed",
    ]);
    const messages = [true, false].map((named) => toServerError(sent, { method: "query", named }).message);
    expect(messages).toEqual([expect.stringMatching(/cannot send the result/), "Parse error"]);
  });

  it("may have run where an embedded database cannot encode its result", () => {
    const cause = { kind: "Internal", message: "Unsupported value type: Regex" };
    const sent = { code: -32700, kind: "Validation", message: "Parse error", cause };
    expect(toServerError(sent, { method: "query" })).toMatchObject({
      outcome: "unknown",
      retrySafe: false,
      message: expect.stringMatching(/^Parse error: .*cannot send the result.*regex.*<string>/),
    });
  });

  it("may have run where the answers to one statement of a streamed query cannot be encoded", () => {
    const sent = { status: "ERR", kind: "Validation", code: -32700, result: "Parse error" };
    expect(toServerError(sent, { statement: 0 })).toMatchObject({
      outcome: "unknown",
      message: expect.stringMatching(/cannot send the result/),
    });
  });

  it("may have run where only one statement reports that its result cannot be encoded", () => {
    const sent = { status: "ERR", kind: "Internal", result: "Closure values cannot be converted to public value" };
    expect(toServerError(sent, { statement: 1 })).toMatchObject({ outcome: "unknown", retrySafe: false });
  });

  it.each([
    { code: -32000, message: "There was a problem with the database: Parse error: Unexpected token" },
    { kind: "NotAllowed", message: "no" },
    { kind: "Validation", message: "no" },
    { kind: "Internal", message: "Transaction conflict: Write conflict. This transaction can be retried" },
  ])("has not run when it was refused: %j", (sent) => {
    expect(toServerError(sent, { method: "query" })).toMatchObject({ outcome: "failed" });
  });
});

describe("an error that is printed", () => {
  const query = "DEFINE USER ada ON ROOT PASSWORD 'canary' COMMENT \"canary";
  const error = toServerError({ kind: "Internal", result: "no" }, { statement: 1, query });
  const shown = {
    name: "InternalError",
    message: "no",
    outcome: "failed",
    retrySafe: false,
    kind: "Internal",
    statement: 1,
  };

  it("shows as JSON what it means, and no secret of its query", () => {
    const text = JSON.stringify(error);
    expect(JSON.parse(text)).toMatchObject({ ...shown, query: "DEFINE USER ada ON ROOT PASSWORD '…' COMMENT \"…" });
    expect(text).not.toContain("canary");
  });

  it("shows the same in the console", async () => {
    const { inspect } = await import("node:util");
    const text = inspect(error);
    for (const part of [
      "InternalError: no",
      "outcome: 'failed'",
      "retrySafe: false",
      "kind: 'Internal'",
      "statement: 1",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("DEFINE USER ada");
    expect(text).not.toContain("canary");
  });
});
