import { describe, expect, it } from "vitest";
import { type BoundQuery, raw, surql } from "./bound-query.ts";
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
      `count($_0) ${operator} ($_1 + 1)`,
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

  it.each<[string, BoundQuery, string]>([
    ["text with an operator", eq(surql`a OR b`, 1), "(a OR b) = $_0"],
    ["a value with an operator", gt("a", surql`time::now() - 1d`), "a > (time::now() - 1d)"],
    ["a condition", eq(or(eq("a", 1), eq("b", 2)), true), "((a = $_0) OR (b = $_1)) = $_2"],
    ["a query", inside("a", surql`SELECT VALUE id FROM b`), "a INSIDE (SELECT VALUE id FROM b)"],
    ["a range", eq("a", raw("1..2")), "a = (1..2)"],
    ["a path", eq(raw("->knows->person"), 1), "(->knows->person) = $_0"],
    ["a call", eq(raw("array::len(tags)"), 1), "array::len(tags) = $_0"],
    ["a place in a list", eq(raw(" tags[0].name "), surql`$other`), " tags[0].name  = $other"],
    ["parentheses that do not belong together", eq(raw("(a) + (b)"), 1), "((a) + (b)) = $_0"],
    ["a comment", eq(surql`a -- b`, 1), "(a -- b\n) = $_0"],
  ])("puts parentheses around an operand that needs them: %s", (_, query, text) => {
    expect(query.text).toBe(text);
  });

  it("leave out what is not there", () => {
    expect(and(false, eq("a", 1), null, undefined, 0, "", eq("b", 2)).text).toBe("(a = $_0) AND (b = $_1)");
    expect(or(undefined, eq("a", 1)).text).toBe("a = $_0");
    expect(or(undefined, false).text).toBe("false");
    expect(and(null).text).toBe("true");
  });

  it.each([
    ["and", () => and("a = 1" as never)],
    ["or", () => or(eq("a", 1), "b = 1" as never)],
    ["not", () => not(undefined as never)],
  ])("%s takes no text, which would be concatenated", (name, call) => {
    expect(call).toThrow(TypeError);
    expect(call).toThrow(`${name} takes a condition such as surql`);
  });
});

describe("knn", () => {
  it("names the count and how near is told", () => {
    expect(knn("v", [1, 2], 3).text).toBe("v <|3,EUCLIDEAN|> $_0");
    expect(knn("v", [1, 2], 3, "COSINE_NORMALIZED").text).toBe("v <|3,COSINE_NORMALIZED|> $_0");
    expect(knn("v", [1, 2], 3, "INNER_PRODUCT").text).toBe("v <|3,INNER_PRODUCT|> $_0");
    expect(knn("v", [1, 2], 3, 40).text).toBe("v <|3,40|> $_0");
  });

  it("lets nothing else into the text", () => {
    expect(() => knn("v", [1], 0)).toThrow(RangeError);
    for (const name of ["_", "_COSINE", "COSINE_", "A__B", "COSINE NORMALIZED", ""]) {
      expect(() => knn("v", [1], 1, name as "COSINE"), name).toThrow(TypeError);
    }
    expect(() => knn("v", [1], 1, "X|> 1; DELETE p" as "COSINE")).toThrow(TypeError);
  });
});
