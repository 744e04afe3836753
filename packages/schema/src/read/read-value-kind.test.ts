import { expect, it } from "vitest";
import type { Kind } from "../kind/kind.ts";
import { readValueKind } from "./read-value-kind.ts";

it.each<[string, Kind]>([
  ["10", { is: "int" }],
  ["0.5f", { is: "float" }],
  ["2dec", { is: "decimal" }],
  ["1h30m", { is: "duration" }],
  ["'x'", { is: "string" }],
  ["true", { is: "bool" }],
  ["NULL", { is: "null" }],
  ["NONE", { is: "none" }],
  ["d'2024-01-01T00:00:00Z'", { is: "datetime" }],
  ["u'018f3b5e-7f3a-7cc2-9f4e-0123456789ab'", { is: "uuid" }],
  ["person:ada", { is: "record", tables: ["person"] }],
  ["person:`a b`", { is: "record", tables: ["person"] }],
  ["[]", { is: "array", of: { is: "any" } }],
  ["[1, 2]", { is: "array", of: { is: "int" } }],
  ["[1, 'x', 2]", { is: "array", of: { is: "either", of: [{ is: "int" }, { is: "string" }] } }],
  ["person:[1, 2]", { is: "unknown", text: "person:[1, 2]" }],
  ["1..5", { is: "unknown", text: "1..5" }],
  ["10u8", { is: "unknown", text: "10u8" }],
])("the value %s has a kind", (text, kind) => {
  expect(readValueKind(text)).toEqual(kind);
});

it("an object gives its keys", () => {
  expect(readValueKind("{ lang: 'en', nested: { off: false } }")).toMatchObject({
    is: "object",
    fields: [
      { name: "lang", kind: { is: "string" } },
      { name: "nested", kind: { is: "object", fields: [{ name: "off", kind: { is: "bool" } }] } },
    ],
  });
});
