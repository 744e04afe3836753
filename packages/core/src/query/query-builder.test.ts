import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { asyncWorld, blockingWorld } from "../../test/test-world.ts";

describe("a query that is taken for its results says what to do", () => {
  type ListLike = Iterable<unknown> & { readonly length: number; readonly [index: number]: unknown };
  const uses: readonly [string, (query: ListLike) => unknown][] = [
    ["a loop", (query) => [...query]],
    ["destructuring", ([first]) => first],
    ["its length", (query) => query.length],
    ["its first item", (query) => query[0]],
    ["its tenth item", (query) => query[9]],
  ];

  it.each(uses)("without promises: %s", (_, use) => {
    const { db, channel } = blockingWorld();
    expect(() => use(db.query("RETURN 1") as unknown as ListLike)).toThrow(
      new TypeError("A query is not a list of its results: call execute(), first() or rows()."),
    );
    expect(channel.wire).toEqual([]);
  });

  it.each(uses)("with promises: %s", (_, use) => {
    const { db } = asyncWorld();
    expect(() => use(db.query("RETURN 1") as unknown as ListLike)).toThrow(/await it, or call execute\(\)/);
  });

  it("but it can be printed and made JSON of", () => {
    const query = blockingWorld().db.query("RETURN 1");
    expect(inspect(query)).toContain("QueryBuilder");
    expect(JSON.stringify(query)).toBe("{}");
  });
});
