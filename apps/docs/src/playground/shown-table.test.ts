import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { shownTable } from "./shown-table.ts";

describe("shownTable", () => {
  it("gives every field a column, the id first, and leaves what is missing empty", () => {
    const rows = [{ age: 1, id: new RecordId("person", "a") }, { name: "Ada" }, 7];
    expect(shownTable(rows)).toEqual({
      columns: ["id", "age", "name", "value"],
      rows: [
        ["person:a", "1", "", ""],
        ["", "", '"Ada"', ""],
        ["", "", "", "7"],
      ],
      more: 0,
    });
  });

  it.each([
    ["a bare value", 42, [["42"]]],
    ["a list of values", [1, 2], [["1"], ["2"]]],
    ["an empty list", [], []],
  ])("shows %s in one column", (_, result, rows) => {
    expect(shownTable(result)).toEqual({ columns: ["value"], rows, more: 0 });
  });

  it("tells how many rows it leaves out", () => {
    const { rows, more } = shownTable(Array.from({ length: 205 }, () => ({ a: 1 })));
    expect([rows.length, more]).toEqual([200, 5]);
  });
});
