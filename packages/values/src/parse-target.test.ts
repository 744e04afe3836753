import { describe, expect, it } from "vitest";
import {
  BoundExcluded,
  BoundIncluded,
  InvalidRangeError,
  InvalidRecordIdError,
  InvalidTableError,
  parseTarget,
  Range,
  RecordId,
  Table,
} from "./index.ts";

const from = (value: unknown) => new BoundIncluded(value);
const upTo = (value: unknown) => new BoundExcluded(value);

describe("parseTarget", () => {
  it.each(["user", "_", "User2", "select", "__proto__"])("reads %j as a table", (text) => {
    expect(parseTarget(text)).toStrictEqual(new Table(text));
  });

  it.each<[string, string, string | number | bigint]>([
    ["user:john", "user", "john"],
    ["user:12", "user", 12],
    ["user:01", "user", 1],
    ["user:0", "user", 0],
    ["user:9007199254740993", "user", 9007199254740993n],
    [`user:${"0".repeat(100)}7`, "user", 7],
    ["user:-5", "user", "-5"],
    ["user:²", "user", "²"],
    ["user:1.5", "user", "1.5"],
    ["user:a b", "user", "a b"],
    ["user:⟨a⟩", "user", "⟨a⟩"],
    ["user:u'018a6680'", "user", "u'018a6680'"],
    ["my-table:x", "my-table", "x"],
  ])("reads %j as the record %s of id %o", (text, table, id) => {
    expect(parseTarget(text)).toStrictEqual(new RecordId(table, id));
  });

  it.each<[string, Range]>([
    ["t:1..5", new Range(from(1), upTo(5))],
    ["t:1..=5", new Range(from(1), from(5))],
    ["t:a..b-c", new Range(from("a"), upTo("b-c"))],
    ["t:1a..2b", new Range(from("1a"), upTo("2b"))],
    ["t:-007..-0", new Range(from(-7), upTo(0))],
    ["t:-5..", new Range(from(-5))],
    ["t:..=a1", new Range(undefined, from("a1"))],
    ["t:..", new Range()],
    ["t:9223372036854775807..", new Range(from(9223372036854775807n))],
  ])("reads %j as a range of records", (text, range) => {
    expect(parseTarget(text)).toStrictEqual(new RecordId("t", range));
  });

  it.each(["", "a-b", "1tbl", "my table", "表", "a.b", "user;", " user"])(
    "refuses %j, which is no plain name",
    (text) => {
      expect(() => parseTarget(text)).toThrow(
        new InvalidTableError(
          `${JSON.stringify(text)} is no plain table name: pass new Table(name) for a table of that name, new RecordId(table, id) for a record.`,
        ),
      );
    },
  );

  it.each(["a:b:c", "user:", ":john", ":", "::", "user:1;", "t:1..10; REMOVE TABLE t;", "a:b:"])(
    "refuses %j, which could mean several things",
    (text) => {
      expect(() => parseTarget(text)).toThrow(
        new InvalidRecordIdError(
          `${JSON.stringify(text)} could mean several things: pass new RecordId(table, id) for a record, new Table(name) for a table.`,
        ),
      );
    },
  );

  it.each(["user:1>..5", "user:1...5", "user:a b..c", "user:1..5..9", "my-table:1..5", "t:a..=b=", "t:`a`..b"])(
    "refuses %j, which is no plain range",
    (text) => {
      expect(() => parseTarget(text)).toThrow(InvalidRangeError);
      expect(() => parseTarget(text)).toThrow("pass new RecordId(table, new Range(begin, end))");
    },
  );

  it("refuses a range that includes an end it does not have", () => {
    expect(() => parseTarget("t:1..=")).toThrow(
      new InvalidRangeError(
        '"t:1..=" includes an end that is missing: pass new RecordId(table, new Range(begin, end)).',
      ),
    );
  });

  it.each(["t:9223372036854775808", "t:-9223372036854775809..", `t:${"9".repeat(1_000_000)}`])(
    "refuses an integer beyond 64 bits",
    (text) => {
      expect(() => parseTarget(text)).toThrow(InvalidRecordIdError);
      expect(() => parseTarget(text)).toThrow(
        'does not fit into 64 bits: pass new RecordId(table, "digits") for a string id.',
      );
    },
  );

  it("cuts a long text in its message", () => {
    expect(() => parseTarget("-".repeat(1_000_000))).toThrow(/^"-{60}…" is no plain table name/);
  });

  it.each([
    [null, "null"],
    [new Date(0), "an instance of Date"],
    [{ table: "a" }, "an object"],
  ])("refuses %o, which is no text", (text, what) => {
    expect(() => parseTarget(text as never)).toThrow(
      new TypeError(`A target is a RecordId, a Table or a text such as "user:john", not ${what}.`),
    );
  });
});
