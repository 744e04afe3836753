import { describe, expect, it } from "vitest";
import { and, between, contains, eq, gt, inside, isNone, knn, matches, not, or, raw, surql } from "../index.ts";
import { cannotFail } from "./safe-condition.ts";

describe("a condition of a live query", () => {
  it.each([
    gt("age", 18),
    eq("address.city", "Zürich"),
    between("n", 1, 5),
    and(gt("n", 2), or(eq("s", "a"), isNone("s"))),
    contains("tags[*].name", "a"),
    inside("s", ["a", "b"]),
    not(eq("n", 1)),
    surql`age > $least AND name IN ${["a"]} AND owner = $auth.id`,
    raw("a == 1 && b ?= 2 || c *= 3"),
    raw("a <b AND c> d"),
    raw("links.*.n CONTAINS 1"),
  ])("cannot fail where it only compares: %#", (condition) => {
    expect(cannotFail(condition.text)).toBe(true);
  });

  it.each([
    raw("string::len(name) > 3"),
    raw("count(tags) > 3"),
    raw("count (tags) > 3"),
    raw("name.len() > 3"),
    raw("n % 2 = 0"),
    raw("n + 1 > 2"),
    raw("n * 2 > 10"),
    raw("n*n > 10"),
    raw("tags[*].n * 2 = [4]"),
    raw("n ** 2 > 10"),
    surql`<int>age > ${18}`,
    surql`n = 1 AND < datetime >created < $now`,
    raw("<option<int>> age = 1"),
    raw("-n > 2"),
    raw("->knows->person CONTAINS person:1"),
    raw("(SELECT VALUE 1 FROM other) = []"),
    raw("fn::visible(id)"),
    raw("name = 'count(x)'"),
    raw("n > 1 -- a comment"),
    matches("text", "word"),
    knn("point", [1, 2], 3),
  ])("may fail where it computes or searches: %#", (condition) => {
    expect(cannotFail(condition.text)).toBe(false);
  });
});
