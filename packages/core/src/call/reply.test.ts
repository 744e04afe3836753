import { CborCodec } from "@surreal-sdk/codec";
import { describe, expect, it } from "vitest";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
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

  it("shows 200 characters of the query", () => {
    expect(failureOf([err("boom")], "x".repeat(1000))?.query).toBe("x".repeat(200));
  });
});
