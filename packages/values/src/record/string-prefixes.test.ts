import { describe, expect, it } from "vitest";
import {
  BoundIncluded,
  Datetime,
  d,
  InvalidDatetimeError,
  InvalidRecordIdError,
  InvalidUuidError,
  Range,
  RecordId,
  r,
  Uuid,
  u,
} from "../index.ts";

const uuid = "018a6680-bef9-701b-9025-e1754f296a0f";

describe("the prefixes of strings", () => {
  it("make what SurrealQL makes of them", () => {
    expect(d`2024-01-01T00:00:00Z`).toStrictEqual(new Datetime(1_704_067_200));
    expect(d`2024-0${1}-01`).toStrictEqual(new Datetime(1_704_067_200));
    expect(u`${uuid}`).toStrictEqual(new Uuid(uuid));
    expect(r`user:12`).toStrictEqual(new RecordId("user", 12));
    expect(r`user:\`12\``).toStrictEqual(new RecordId("user", "12"));
  });

  it.each([
    "ada@home",
    "12",
    "1..5",
    "`:x",
    "a:b",
    "ulid()",
    12,
    2n ** 60n,
    new Uuid(uuid),
    ["London", 5],
    { a: 1 },
    new Range(new BoundIncluded(1)),
  ])("take %o as one id", (id) => {
    expect(r`user:${id}`).toStrictEqual(new RecordId("user", id));
  });

  it("take a text as one table", () => {
    expect(r`${"my table"}:${1}`).toStrictEqual(new RecordId("my table", 1));
  });

  it("refuse what is no such value", () => {
    expect(() => d`today`).toThrow(InvalidDatetimeError);
    expect(() => u`1`).toThrow(InvalidUuidError);
    expect(() => r`user`).toThrow(InvalidRecordIdError);
    expect(() => r`user:[${"London"}]`).toThrow(InvalidRecordIdError);
    expect(() => r`user:${null as never}`).toThrow(
      new TypeError(
        "A record id cannot be null: pass a string, an integer, a bigint, a Uuid, an array, a plain object or a Range. To let the database choose an id, pass the Table instead of a RecordId.",
      ),
    );
    expect(() => r`user:⟨C:\users⟩`).toThrow("JavaScript cannot read an escape");
    expect(() => r("user:1" as never)).toThrow("as in r`user:ada`, not called with a string");
  });
});
