import { array, assert, constantFrom, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { acceptsNone, type Kind } from "./kind.ts";
import { readKind } from "./read-kind.ts";

const int: Kind = { is: "int" };
const text: Kind = { is: "string" };
const none: Kind = { is: "none" };

describe("the text of a kind", () => {
  it.each<[string, Kind]>([
    ["any", { is: "any" }],
    ["STRING", text],
    ["none | string", { is: "either", of: [none, text] }],
    ["option<string>", { is: "either", of: [none, text] }],
    ["option<int | string>", { is: "either", of: [none, int, text] }],
    ["array", { is: "array", of: { is: "any" } }],
    ["array<int, 10>", { is: "array", of: int, size: 10 }],
    ["set<int | string>", { is: "set", of: { is: "either", of: [int, text] } }],
    ["array<array<int>> | string", { is: "either", of: [{ is: "array", of: { is: "array", of: int } }, text] }],
    ["record", { is: "record", tables: [] }],
    ["record<person | `odd-names`>", { is: "record", tables: ["person", "odd-names"] }],
    ["table<person>", { is: "table", tables: ["person"] }],
    ["file<pictures>", { is: "file", buckets: ["pictures"] }],
    ["geometry<point | multipolygon>", { is: "geometry", shapes: ["point", "multipolygon"] }],
    ["[int, none | string]", { is: "tuple", items: [int, { is: "either", of: [none, text] }] }],
    ["[]", { is: "tuple", items: [] }],
    ["[tenant: string, number: int]", { is: "tuple", items: [text, int] }],
    ["u8", { is: "u8" }],
    ["f16", { is: "f16" }],
  ])("%s is read", (given, kind) => {
    expect(readKind(given)).toEqual(kind);
  });

  it("gives the keys of an object, quoted or not", () => {
    expect(readKind('{ a: int, `b c`: none | string, "d": [int] }')).toEqual({
      is: "object",
      isExact: true,
      isOpen: false,
      fields: [
        { name: "a", kind: int },
        { name: "b c", kind: { is: "either", of: [none, text] } },
        { name: "d", kind: { is: "tuple", items: [int] } },
      ],
    });
  });

  it.each<[string, Kind]>([
    ["'it\"s'", { is: "literal", of: "string", value: 'it"s' }],
    ['"a\\"|b"', { is: "literal", of: "string", value: 'a"|b' }],
    ["true", { is: "literal", of: "bool", value: true }],
    ["-12", { is: "literal", of: "int", value: -12 }],
    ["9007199254740993", { is: "literal", of: "int", value: 9007199254740993n }],
    [" 1.5f", { is: "literal", of: "float", value: 1.5 }],
    ["1e-7f", { is: "literal", of: "float", value: 1e-7 }],
    ["-2.50dec", { is: "literal", of: "decimal", text: "-2.50" }],
    ["1h30m", { is: "literal", of: "duration", text: "1h30m" }],
    ["5µs", { is: "literal", of: "duration", text: "5µs" }],
  ])("%s is a literal", (given, kind) => {
    expect(readKind(given)).toEqual(kind);
  });

  it("may hold double blanks, as a union with floats does", () => {
    expect(readKind("1 |  1.5f |  2dec | 'a'")).toMatchObject({
      is: "either",
      of: [{ of: "int" }, { of: "float" }, { of: "decimal" }, { of: "string" }],
    });
  });

  it.each(["vector<f32, 3>", "array<", "int |", "record<>", "{ a int }", "geometry<cube>", "1 2", "", "a::b"])(
    "that is not understood, %j, is kept",
    (given) => {
      expect(readKind(given)).toEqual({ is: "unknown", text: given });
    },
  );

  it("never fails", () => {
    const pieces = constantFrom(
      "array<",
      "<",
      ">",
      "|",
      "[",
      "]",
      "{",
      "}",
      ":",
      ",",
      "1",
      "-",
      ".",
      "'",
      "`",
      "int",
      " ",
    );
    assert(property(array(pieces), (list) => void readKind(list.join(""))));
    assert(property(string(), (given) => void readKind(given)));
  });
});

it.each([
  ["option<int>", true],
  ["any", true],
  ["int | string | none", true],
  ["null | int", false],
  ["array<option<int>>", false],
])("whether %s accepts NONE is %s", (given, accepts) => {
  expect(acceptsNone(readKind(given))).toBe(accepts);
});
