import { Datetime, Decimal, RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { shownValues } from "./shown-value.ts";

describe("shownValues", () => {
  it("names the place, the type and the SurrealQL of each value", () => {
    const born = Datetime.parse("1815-12-10T00:00:00Z");
    const rows = [{ id: new RecordId("person", 1), born, tags: ["a"], none: undefined, empty: [] }];
    expect(shownValues(rows)).toEqual([
      { path: "[0].id", type: "RecordId", text: "person:1" },
      { path: "[0].born", type: "Datetime", text: 'd"1815-12-10T00:00:00Z"' },
      { path: "[0].tags[0]", type: "string", text: '"a"' },
      { path: "[0].none", type: "undefined", text: "NONE" },
      { path: "[0].empty", type: "array", text: "[]" },
    ]);
  });

  it("shows a bare value as the result itself", () => {
    expect(shownValues(Decimal.parse("1.10"))).toEqual([{ path: "result", type: "Decimal", text: "1.10dec" }]);
  });

  it("stops after five hundred values", () => {
    expect(shownValues(Array.from({ length: 1000 }, (_, index) => index))).toHaveLength(500);
  });
});
