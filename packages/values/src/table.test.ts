import { describe, expect, it } from "vitest";
import { RecordId, Table } from "./index.ts";

describe("a Table", () => {
  it.each(["user", "", "user:1", "1tbl", "表格", "has space", "⟨x⟩"])("may be called %j", (name) => {
    expect(new Table(name).name).toBe(name);
    expect(JSON.stringify(new Table(name))).toBe(JSON.stringify(name));
  });

  it.each<[unknown, string]>([
    [null, "not null"],
    [undefined, "not undefined"],
    [123, "not a number"],
    [new Table("a"), "this is a Table already"],
    [new RecordId("a", 1), "pass recordId.table"],
  ])("refuses the name %o: %s", (name, message) => {
    expect(() => new Table(name as never)).toThrow(TypeError);
    expect(() => new Table(name as never)).toThrow(message);
  });

  it("refuses half a surrogate pair", () => {
    expect(() => new Table("\uD800")).toThrow(RangeError);
  });
});
