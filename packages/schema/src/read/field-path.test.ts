import { expect, it } from "vitest";
import { splitPath } from "./field-path.ts";

it.each([
  ["name", ["name"]],
  ["addr.geo.lat", ["addr", "geo", "lat"]],
  ["`a.b`", ["a.b"]],
  ["`x y`.`in-side`", ["x y", "in-side"]],
  ["⟨a⟩.b", ["a", "b"]],
  ["`by`", ["by"]],
  ["items.*.qty", ["items", "[]", "qty"]],
  ["items[*].qty", ["items", "[]", "qty"]],
  ["items[0]", ["items", "[]"]],
  ["mat.*.*", ["mat", "[]", "[]"]],
  ["`*`.a", ["*", "a"]],
])("the path %s is split outside of quotes", (path, names) => {
  expect(splitPath(path).map(({ name, isElement }) => (isElement ? "[]" : name))).toEqual(names);
});
