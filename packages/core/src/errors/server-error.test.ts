import { SurrealError } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { isTransactionConflict, ServerError } from "./server-error.ts";
import * as classes from "./server-errors.ts";
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
import { toServerError } from "./to-server-error.ts";

const auth = (kind: string): unknown => ({ kind: "Auth", details: { kind } });
const named = (kind: string, details: unknown): unknown => ({ kind, details });

describe("the class of a server's error", () => {
  it.each([
    ["Validation", ValidationError],
    ["Configuration", ConfigurationError],
    ["Thrown", ThrownError],
    ["Query", QueryError],
    ["Serialization", SerializationError],
    ["NotAllowed", NotAllowedError],
    ["NotFound", NotFoundError],
    ["AlreadyExists", AlreadyExistsError],
    ["Internal", InternalError],
  ])("of kind %s is its own", (kind, type) => {
    const error = toServerError({ kind, message: "no", code: -1 });
    expect(error.constructor).toBe(type);
    expect(error).toMatchObject({ kind, message: "no", code: -1, outcome: "failed", retrySafe: false });
    expect(error).toBeInstanceOf(SurrealError);
    expect(error.name).toBe(type.name);
  });

  it.each(["Connection", "Context", "Later"])("of kind %s is the base, with the kind kept", (kind) => {
    const error = toServerError({ kind, message: "no" });
    expect(error.constructor).toBe(ServerError);
    expect(error.kind).toBe(kind);
  });

  it.each([
    [-32700, "Validation", "Parse"],
    [-32600, "Validation", undefined],
    [-32603, "Validation", undefined],
    [-32602, "Validation", undefined],
    [-32601, "NotFound", undefined],
    [-32002, "NotAllowed", undefined],
    [-32604, "Configuration", undefined],
    [-32605, "Configuration", undefined],
    [-32606, "Configuration", undefined],
    [-32607, "Configuration", "DialectNotSupported"],
    [-32000, "Internal", undefined],
    [-32001, "Connection", undefined],
    [-32003, "Query", "NotExecuted"],
    [-32004, "Query", "TimedOut"],
    [-32005, "Query", "Cancelled"],
    [-32009, "Query", "TransactionConflict"],
    [-32006, "Thrown", undefined],
    [-32007, "Serialization", undefined],
    [-32008, "Serialization", undefined],
    [1, "Internal", undefined],
  ])("follows the code %i where there is no kind", (code, kind, detailKind) => {
    expect(toServerError({ code, message: "no" })).toMatchObject({ code, kind, detailKind });
  });

  it("takes an empty kind for none", () => {
    expect(toServerError({ kind: "", code: -32006, message: "no" }).kind).toBe("Thrown");
  });
});

describe("what an error tells", () => {
  it.each([
    ["Validation", { kind: "Parse" }, { isParseError: true, parameterName: undefined }],
    ["Validation", named("InvalidParameter", { name: "p" }), { isParseError: false, parameterName: "p" }],
    ["Configuration", { kind: "LiveQueryNotSupported" }, { isLiveQueryNotSupported: true }],
    ["Configuration", { kind: "DialectNotSupported" }, { isDialectNotSupported: true, isLiveQueryNotSupported: false }],
    ["Query", { kind: "NotExecuted" }, { isNotExecuted: true, isCancelled: false, retrySafe: true }],
    ["Query", named("TimedOut", { duration: "2s" }), { isTimedOut: true, timeout: "2s" }],
    ["Query", { kind: "Cancelled" }, { isCancelled: true, timeout: undefined }],
    ["Query", { kind: "TransactionConflict" }, { isTransactionConflict: true, retrySafe: true }],
    ["Serialization", { kind: "Deserialization" }, { isDeserialization: true }],
    ["NotAllowed", auth("TokenExpired"), { isTokenExpired: true, isInvalidAuth: false, detailKind: "TokenExpired" }],
    ["NotAllowed", auth("SessionExpired"), { isSessionExpired: true, isTokenExpired: false }],
    ["NotAllowed", auth("InvalidAuth"), { isInvalidAuth: true }],
    ["NotAllowed", { kind: "Scripting" }, { isScriptingBlocked: true }],
    ["NotAllowed", named("Method", { name: "live" }), { methodName: "live", functionName: undefined }],
    ["NotAllowed", named("Function", { name: "http::get" }), { functionName: "http::get" }],
    ["NotAllowed", named("Target", { name: "10.0.0.1" }), { targetName: "10.0.0.1" }],
    ["NotFound", named("Table", { name: "t" }), { tableName: "t", recordId: undefined }],
    ["NotFound", named("Record", { id: "t:1" }), { recordId: "t:1", tableName: undefined }],
    ["NotFound", named("Method", { name: "m" }), { methodName: "m" }],
    ["NotFound", named("Namespace", { name: "n" }), { namespaceName: "n" }],
    ["NotFound", named("Database", { name: "d" }), { databaseName: "d" }],
    ["NotFound", named("Session", { id: "s" }), { sessionId: "s" }],
    ["AlreadyExists", named("Record", { id: "t:1" }), { recordId: "t:1", tableName: undefined }],
    ["AlreadyExists", named("Table", { name: "t" }), { tableName: "t" }],
    ["AlreadyExists", named("Session", { id: "s" }), { sessionId: "s" }],
    ["AlreadyExists", named("Namespace", { name: "n" }), { namespaceName: "n" }],
    ["AlreadyExists", named("Database", { name: "d" }), { databaseName: "d" }],
  ])("of %s with %j", (kind, details, expected) => {
    expect(toServerError({ kind, details, message: "no" })).toMatchObject(expected);
  });

  it("of a server that writes kind and details twice, is told once", () => {
    const details = { kind: "NotFound", details: named("Table", { name: "t" }) };
    expect(toServerError({ status: "ERR", result: "no", kind: "NotFound", details })).toMatchObject({
      tableName: "t",
      details: named("Table", { name: "t" }),
    });
  });

  it.each([
    [null, undefined],
    [undefined, undefined],
    [{ kind: "Table", details: null }, { kind: "Table" }],
    [{ kind: "Auth", details: { kind: "TokenExpired", details: null } }, auth("TokenExpired")],
  ])("that are not there are undefined: %j", (details, expected) => {
    expect(toServerError({ kind: "NotFound", message: "no", details }).details).toStrictEqual(expected);
  });

  it.each([undefined, null, "text", 5, [], { kind: 5 }])("survives details of the form %j", (details) => {
    const error = toServerError({ kind: "NotFound", message: "no", details }) as NotFoundError;
    expect([error.tableName, error.detailKind]).toEqual([undefined, undefined]);
  });

  it("recognises a parse error by its text where there are no details", () => {
    expect(toServerError({ kind: "Validation", message: "Parse error: no" })).toMatchObject({ isParseError: true });
  });
});

describe("the message of an error", () => {
  it.each([
    ["text", "broken", "broken"],
    ["a statement", { status: "ERR", result: "broken" }, "broken"],
    ["a list", ["a", "b"], "The server reported an error without a message: a list of 2"],
    ["a number", 5, "The server reported an error without a message: 5"],
    ["null", null, "The server reported an error without a message: null"],
    ["another form", { reason: "x" }, "The server reported an error without a message: { reason }"],
    ["a message that is none", { message: 5 }, "The server reported an error without a message: { message }"],
  ])("comes from %s", (_, sent, message) => {
    const error = toServerError(sent);
    expect(error).toBeInstanceOf(InternalError);
    expect(error.message).toBe(message);
  });

  it("hints at the version where a server does not know a tag", () => {
    expect(toServerError("Encountered an unknown CBOR tag 56").message).toContain("sets need SurrealDB 3.0 or newer");
  });

  it("is cut where a server sends too much of it", () => {
    expect(toServerError("x".repeat(1_000_000)).message).toHaveLength(8193);
  });

  it("takes nothing from a polluted or pretended prototype", () => {
    const error = toServerError(JSON.parse('{"message":"no","__proto__":{"kind":"Thrown","code":7}}'));
    expect(error).toMatchObject({ kind: "Internal", code: 0, message: "no" });
    expect(({} as { kind?: unknown }).kind).toBeUndefined();
  });
});

describe("the causes of an error", () => {
  const error = toServerError({
    kind: "Internal",
    message: "outer",
    cause: { kind: "NotAllowed", message: "middle", cause: { kind: "Thrown", message: "inner" } },
  });

  it("are errors themselves, and can be searched", () => {
    expect(error.serverCause).toBeInstanceOf(NotAllowedError);
    expect(error.findCause("Thrown")?.message).toBe("inner");
    expect([error.hasKind("Internal"), error.hasKind("Thrown"), error.hasKind("Query")]).toEqual([true, true, false]);
    expect(error.findCause("Query")).toBeUndefined();
  });

  it.each([null, undefined])("may be %s", (cause) => {
    expect(toServerError({ message: "no", cause }).serverCause).toBeUndefined();
  });

  it.each(["text", 5, ["x"]])("keep the text of %j", (cause) => {
    expect(toServerError({ message: "no", cause }).serverCause).toBeInstanceOf(InternalError);
  });
});

describe("what may be done again", () => {
  it.each([
    [{ kind: "Query", message: "no", details: { kind: "TransactionConflict" } }, true],
    [{ code: -32009, message: "no" }, true],
    [
      {
        kind: "Internal",
        code: -32000,
        message: "Transaction conflict: Write conflict. This transaction can be retried",
      },
      true,
    ],
    [{ kind: "Query", message: "Transaction conflict: Write conflict. This transaction can be retried" }, true],
    ["Failed to commit transaction due to a read or write conflict. This transaction can be retried", true],
    [{ kind: "Thrown", message: "no" }, false],
    [{ kind: "Query", message: "no", details: { kind: "TimedOut" } }, false],
  ])("%j is a conflict: %s", (sent, expected) => {
    const error = toServerError(sent);
    expect([isTransactionConflict(error), error.retrySafe]).toEqual([expected, expected]);
  });

  it.each([[new Error("Transaction conflict")], [undefined], ["Transaction conflict"]])(
    "%s is no conflict of a server",
    (given) => {
      expect(isTransactionConflict(given)).toBe(false);
    },
  );

  it("knows a server that shuts down gracefully from one that cut off what it was doing", () => {
    expect(toServerError("The server is gracefully shutting down")).toMatchObject({
      outcome: "failed",
      retrySafe: true,
    });
    expect(toServerError("The request was cancelled because the WebSocket is closing")).toMatchObject({
      outcome: "unknown",
      retrySafe: false,
    });
  });
});

it("has no class without a kind that makes it", () => {
  expect(Object.keys(classes).sort()).toEqual(
    [
      "AlreadyExistsError",
      "ConfigurationError",
      "InternalError",
      "NotAllowedError",
      "NotFoundError",
      "QueryError",
      "SerializationError",
      "ThrownError",
      "ValidationError",
    ].sort(),
  );
});
