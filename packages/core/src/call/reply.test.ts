import { CborCodec } from "@surreal-sdk/codec";
import { describe, expect, it } from "vitest";
import { CommitOutcomeUnknownError, UnexpectedResponseError } from "../errors/core-errors.ts";
import { InternalError } from "../errors/server-errors.ts";
import { failureOf, readReply, toResponses } from "./reply.ts";

const codec = new CborCodec();
const read = (reply: unknown): unknown => readReply(codec, codec.encode(reply), "version");

describe("a reply", () => {
  it.each([
    [{ result: 5 }, 5],
    [{ result: undefined }, undefined],
    [{ result: null }, null],
    [{ result: 1, error: null }, 1],
    [{ id: "a", result: [] }, []],
  ])("%j holds a result", (reply, result) => {
    expect(read(reply)).toEqual(result);
  });

  it("with both a result and an error is an error", () => {
    expect(() => read({ result: 5, error: { message: "no" } })).toThrow(
      new InternalError({ kind: "Internal", message: "no" }),
    );
  });

  it.each(["text", 5, ["x"], { message: "no", cause: 5 }])("with the error %j throws it", (error) => {
    expect(() => read({ error })).toThrow(InternalError);
  });

  it.each([
    [{}, "holds neither a result nor an error"],
    [{ error: null }, "holds neither a result nor an error"],
    [[1], "is not a reply but a list"],
    ["hello", "is not a reply but string"],
    [5, "is not a reply but number"],
    [true, "is not a reply but boolean"],
    [null, "is not a reply but NULL"],
    [undefined, "is not a reply but NONE"],
  ])("%j is none", (reply, message) => {
    expect(() => read(reply)).toThrow(UnexpectedResponseError);
    expect(() => read(reply)).toThrow(`The answer to version ${message}.`);
  });

  it.each([
    ["truncated", [0x82, 0x01]],
    ["nothing", []],
    ["two at once", [0xa0, 0xa0]],
  ])("that is %s cannot be read", (_, bytes) => {
    let error: unknown;
    try {
      readReply(codec, Uint8Array.from(bytes), "version");
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(UnexpectedResponseError);
    expect(error).toMatchObject({ message: "The answer to version could not be decoded.", outcome: "unknown" });
    expect((error as Error).cause).toMatchObject({ name: "DecodeError" });
  });
});

describe("the result of a query", () => {
  it.each([undefined, null, 5, "x", {}])("is refused when it is %j", (result) => {
    expect(() => toResponses(result)).toThrow(UnexpectedResponseError);
  });

  it.each([[[5]], [[null]], [[{}]], [[{ status: "MAYBE" }]], [[{ status: "OK" }, { result: 1 }]]])(
    "is refused when an entry has no status: %j",
    (result) => {
      expect(() => toResponses(result)).toThrow(
        new UnexpectedResponseError("A statement's answer has no status.", { outcome: "unknown" }),
      );
    },
  );
});

describe("the failure of a query", () => {
  const ok = { status: "OK", time: "1µs", result: 1 } as const;
  const err = (result: string, more: object = {}): { status: "ERR"; time: string; result: string } => ({
    status: "ERR",
    time: "1µs",
    result,
    ...more,
  });
  const notExecuted = err("The query was not executed due to a failed transaction");

  it("is none when all went well", () => {
    expect(failureOf([ok, ok], "q")).toBeUndefined();
  });

  it.each([
    ["the statement that failed alone", [ok, err("boom")], 1, "boom"],
    ["the first of several", [err("first"), err("second")], 0, "first"],
    ["the one that really failed, not its neighbours", [notExecuted, notExecuted, err("boom"), notExecuted], 2, "boom"],
    [
      "the one beside those that say so by their kind",
      [err("no", { kind: "Query", details: { kind: "NotExecuted" } }), err("boom", { kind: "Thrown" })],
      1,
      "boom",
    ],
    [
      "the one beside those that were cancelled",
      [err("no", { kind: "Query", details: { kind: "Cancelled" } }), err("boom")],
      1,
      "boom",
    ],
    ["a neighbour where there is nothing else", [notExecuted, notExecuted], 0, notExecuted.result],
    [
      "a cancelled one where there is nothing else",
      [err("The query was not executed due to a cancelled transaction")],
      0,
      "The query was not executed due to a cancelled transaction",
    ],
  ])("is %s", (_, responses, statement, message) => {
    expect(failureOf(responses, "q")).toMatchObject({ statement, message, query: "q", code: 0 });
  });

  const skipped = { kind: "Query", details: { kind: "NotExecuted" } };
  const uncommitted = (why: string, detail?: string) =>
    err(`Cannot COMMIT: ${why}`, { kind: "Query", ...(detail === undefined ? {} : { details: { kind: detail } }) });

  it.each([
    ["There was a problem with the key-value store: the constraint does not hold", "NotExecuted"],
    ["Transaction conflict: Write conflict. This transaction can be retried", "TransactionConflict"],
    ["timed out (5s)", "TimedOut"],
    ["the transaction was aborted due to a nested BEGIN", "NotExecuted"],
  ])("of a transaction is the reason for which it could not be committed: %s", (why, detail) => {
    const rows = [err(notExecuted.result, skipped), err(notExecuted.result, skipped), uncommitted(why, detail)];
    expect(failureOf(rows, "q")).toMatchObject({ statement: 2, message: `Cannot COMMIT: ${why}`, detailKind: detail });
  });

  it.each([
    ["the transaction was aborted due to a prior error", "NotExecuted"],
    ["the transaction was cancelled", "Cancelled"],
  ])("of a transaction is the statement that failed, not what its COMMIT adds: %s", (why, detail) => {
    const rows = [err(notExecuted.result, skipped), err("boom", { kind: "Thrown" }), uncommitted(why, detail)];
    expect(failureOf(rows, "q")).toMatchObject({ statement: 1, message: "boom" });
  });

  it.each(["Cannot COMMIT: the constraint does not hold", "A statement failed after writing part of its change"])(
    "is not worth repeating when it would be the same again: %s",
    (message) => {
      expect(failureOf([err(message, skipped)], "q")).toMatchObject({ outcome: "failed", retrySafe: false });
    },
  );

  describe("of which the server does not know whether it was committed", () => {
    const unknown = "The transaction's commit outcome is unknown";
    const row = err(`${unknown}, so whether this query was applied is undetermined`, { kind: "Query" });
    const why = `${unknown}; it may or may not have been applied: deadline has elapsed`;

    it.each([
      ["a transaction", [row, row, uncommitted(why)], `Cannot COMMIT: ${why}`],
      ["a statement", [ok, err(why, { kind: "Internal" })], why],
    ])("is unknown, for %s", (_, rows, message) => {
      const error = failureOf(rows, "q");
      expect(error).toBeInstanceOf(CommitOutcomeUnknownError);
      expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
      expect(error?.cause).toMatchObject({ message, outcome: "unknown", retrySafe: false });
    });

    it.each([
      err(`An error occurred: ${why}`, { kind: "Thrown" }),
      err(`Database index \`i\` already contains '${why}', with record \`a:1\``, { kind: "Internal" }),
    ])("is not claimed by a text of the user: %j", (entry) => {
      expect(failureOf([entry], "q")).toMatchObject({ outcome: "failed" });
    });
  });

  it("shows 200 characters of the query", () => {
    expect(failureOf([err("boom")], "x".repeat(1000))).toMatchObject({ query: "x".repeat(200) });
  });
});
