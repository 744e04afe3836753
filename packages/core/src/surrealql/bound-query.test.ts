import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { type BoundQuery, fieldPath, raw, surql, tableName } from "./bound-query.ts";
import {
  and,
  between,
  contains,
  containsAll,
  containsAny,
  containsNone,
  eq,
  exact,
  gt,
  gte,
  inside,
  intersects,
  isNone,
  isNull,
  knn,
  lt,
  lte,
  matches,
  ne,
  not,
  notInside,
  or,
  outside,
} from "./expressions.ts";

const shown = (query: BoundQuery): [string, object] => [query.text, query.bindings];

describe("surql", () => {
  it("binds every value under a name that says its place", () => {
    const id = new RecordId("user", "x");
    expect(shown(surql`SELECT * FROM ${id} WHERE a = ${"1; DELETE user"} AND b = ${undefined}`)).toEqual([
      "SELECT * FROM $_0 WHERE a = $_1 AND b = $_2",
      { _0: id, _1: "1; DELETE user", _2: undefined },
    ]);
  });

  it("names the same query the same way every time", () => {
    const make = (): BoundQuery => surql`RETURN ${1} + ${2}`;
    expect(make().text).toBe(make().text);
    const query = make();
    expect(query.bindings).toBe(query.bindings);
  });

  it("nests fragments, and numbers their values anew", () => {
    const inner = surql`age > ${18} ${raw("AND true")}`;
    expect(shown(surql`SELECT * FROM user WHERE ${inner} LIMIT ${inner}${5}`)).toEqual([
      "SELECT * FROM user WHERE age > $_0 AND true LIMIT age > $_1 AND true$_2",
      { _0: 18, _1: 18, _2: 5 },
    ]);
  });

  it.each(["O'Hara", "`; REMOVE TABLE user", "$_0", "\u0000", "⟩", "$\u007bx}"])(
    "takes the text %j for a value",
    (text) => {
      expect(shown(surql`RETURN ${text}`)).toEqual(["RETURN $_0", { _0: text }]);
    },
  );

  it("takes an object that looks like a fragment for a value", () => {
    const fake = { text: "DELETE user", bindings: {}, parts: [{ text: "DELETE user" }] };
    expect(shown(surql`RETURN ${fake}`)).toEqual(["RETURN $_0", { _0: fake }]);
  });

  it("is a tag and no function of text", () => {
    expect(() => (surql as unknown as (text: string) => void)("SELECT 1")).toThrow(TypeError);
    expect(() => surql(["SELECT 1"] as unknown as TemplateStringsArray)).toThrow(/template tag/);
    expect(() => raw(5 as unknown as string)).toThrow(new TypeError("raw() takes a string, not number."));
  });
});

describe("names in the text", () => {
  it.each([
    ["name", "name"],
    ["address.city", "address.city"],
    ["my field", "`my field`"],
    ["a`b", "`a\\`b`"],
    ["a; DELETE user", "`a; DELETE user`"],
    ["*", "`*`"],
  ])("the field %j becomes %s", (path, text) => {
    expect(fieldPath(path)).toBe(text);
  });

  it.each(["", ".", "a.", ".a", "a..b"])("the field %j is refused", (path) => {
    expect(() => fieldPath(path)).toThrow(RangeError);
  });

  it.each([5, null, undefined, ["a"]])("the field %j is refused", (path) => {
    expect(() => fieldPath(path)).toThrow(TypeError);
  });

  it("a table needs a name", () => {
    expect(tableName("a-b")).toBe("`a-b`");
    expect(() => tableName("")).toThrow(expect.objectContaining({ name: "InvalidTableError" }));
  });
});

describe("expressions", () => {
  it.each<[string, (operand: string | BoundQuery, value: never) => BoundQuery]>([
    ["=", eq],
    ["!=", ne],
    ["==", exact],
    [">", gt],
    [">=", gte],
    ["<", lt],
    ["<=", lte],
    ["CONTAINS", contains],
    ["CONTAINSALL", containsAll],
    ["CONTAINSANY", containsAny],
    ["CONTAINSNONE", containsNone],
    ["INSIDE", inside],
    ["NOTINSIDE", notInside],
    ["OUTSIDE", outside],
    ["INTERSECTS", intersects],
    ["@@", matches],
  ])("compare by %s", (operator, make) => {
    expect(shown(make("a.b c", "x" as never))).toEqual([`a.\`b c\` ${operator} $_0`, { _0: "x" }]);
    expect(shown(make(surql`count(${1})`, surql`${2} + 1` as never))).toEqual([
      `count($_0) ${operator} $_1 + 1`,
      { _0: 1, _1: 2 },
    ]);
  });

  it.each<[string, BoundQuery, string]>([
    ["isNone", isNone("a"), "a = NONE"],
    ["isNull", isNull("a"), "a = NULL"],
    ["between", between("a", 1, 2), "(a >= $_0) AND (a <= $_1)"],
    ["not", not(eq("a", 1)), "!(a = $_0)"],
    ["and of one", and(eq("a", 1)), "a = $_0"],
    ["and of none", and(), "true"],
    ["or of none", or(), "false"],
    ["nesting", or(and(eq("a", 1), eq("b", 2)), not(gt("c", 3))), "((a = $_0) AND (b = $_1)) OR (!(c > $_2))"],
    ["three", and(eq("a", 1), eq("b", 2), eq("c", 3)), "(a = $_0) AND (b = $_1) AND (c = $_2)"],
  ])("%s", (_, query, text) => {
    expect(query.text).toBe(text);
  });

  it.each([
    ["and", () => and("a = 1" as never)],
    ["or", () => or(eq("a", 1), null as never)],
    ["not", () => not(undefined as never)],
  ])("%s takes no text, which would be concatenated", (name, call) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`${name} takes a condition such as surql`);
  });
});

describe("knn", () => {
  it("names the count and how near is told", () => {
    expect(knn("v", [1, 2], 3).text).toBe("v <|3,EUCLIDEAN|> $_0");
    expect(knn("v", [1, 2], 3, 40).text).toBe("v <|3,40|> $_0");
  });

  it("lets nothing else into the text", () => {
    expect(() => knn("v", [1], 0)).toThrow(RangeError);
    expect(() => knn("v", [1], 1, "X|> 1; DELETE p" as "COSINE")).toThrow(TypeError);
  });
});
