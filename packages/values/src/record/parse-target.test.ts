import { describe, expect, it } from "vitest";
import {
  BoundExcluded,
  BoundIncluded,
  InvalidRecordIdError,
  InvalidTableError,
  parseTarget,
  Range,
  RecordId,
  Table,
} from "../index.ts";

describe("parseTarget", () => {
  it.each(["user", "_", "User2", "select", "__proto__"])("reads %j as a table", (text) => {
    expect(parseTarget(text)).toStrictEqual(new Table(text));
  });

  it.each([
    ["`my table`", "my table"],
    ["⟨a:b⟩", "a:b"],
    [String(new Table("a`b\\c")), "a`b\\c"],
    [String(new Table("select")), "select"],
  ])("reads %j as the table %j", (text, name) => {
    expect(parseTarget(text)).toStrictEqual(new Table(name));
  });

  it.each<[string, string, RecordId["id"]]>([
    ["user:john", "user", "john"],
    ["user:12", "user", 12],
    ["user:-5", "user", -5],
    ["user:`12`", "user", "12"],
    ["user:⟨a⟩", "user", "a"],
    ["`my table`:x", "my table", "x"],
    ["user:['London', 5]", "user", ["London", 5]],
    ["user:1..5", "user", new Range(new BoundIncluded(1), new BoundExcluded(5))],
  ])("reads %j as the record %s of id %o", (text, table, id) => {
    expect(parseTarget(text)).toStrictEqual(new RecordId(table, id));
  });

  it.each(["", "a-b", "1tbl", "my table", "表", "a.b", "user;", " user", "`a`b", "`a"])(
    "refuses %j, which is no plain name",
    (text) => {
      expect(() => parseTarget(text)).toThrow(
        new InvalidTableError(
          `${JSON.stringify(text)} is not a plain table name: pass new Table(name) for a table of that name, new RecordId(table, id) for a record.`,
        ),
      );
    },
  );

  it.each(["a:b:c", "http://x", "user:", ":john", ":", "::", "user:1;", "user:john-doe", "my-table:1..5"])(
    "refuses %j, which could mean several things",
    (text) => {
      expect(() => parseTarget(text)).toThrow(
        new InvalidRecordIdError(
          `${JSON.stringify(text)} could mean several things: pass new RecordId(table, id) for a record, new Table(name) for a table, or quote a name that is not a plain word, as in "user:⟨ada@home⟩".`,
        ),
      );
    },
  );

  it("cuts a long text in its message", () => {
    expect(() => parseTarget("-".repeat(1_000_000))).toThrow(/^"-{60}…" is not a plain table name/);
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
