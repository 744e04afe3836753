import { Range } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { blockingWorld, lastQuery, stateless } from "../../test/test-world.ts";

describe("run()", () => {
  it.each<[string, unknown[], unknown[]]>([
    ["a name", ["time::now"], ["time::now"]],
    ["arguments", ["fn::add", [1, 2]], ["fn::add", null, [1, 2]]],
    ["a version", ["ml::price", undefined, "1.0"], ["ml::price", "1.0"]],
    ["all of it", ["ml::price", [1], "1.0"], ["ml::price", "1.0", [1]]],
    ["objects", ["fn::a", [{ type: "x", list: [new Map([["b", 1]])] }]], ["fn::a", null, [{ type: "x" }]]],
  ])("sends %s", (_, given, params) => {
    const { db, channel } = blockingWorld();
    db.run(...(given as [string]));
    expect(channel.wire).toMatchObject([{ method: "run", params }]);
  });

  it.each<[unknown[], RegExp]>([
    [[5], /not number/],
    [[""], /not a function name/],
    [["fn::"], /not a function name/],
    [["::x"], /not a function name/],
    [["fn::a`b"], /not a function name/],
    [["fn::a\nb"], /not a function name/],
    [["ml::price", "1.0", [1]], /arguments before the version/],
    [["fn::a", { 0: 1 }], /as a list/],
    [["ml::price", [1], 5], /version of a function is a string/],
  ])("refuses %j", (given, message) => {
    const { db, channel } = blockingWorld();
    expect(() => db.run(...(given as [string]))).toThrow(message);
    expect(channel.wire).toEqual([]);
  });

  it("becomes a query where variables are kept on this side", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    db.let("x", 1);
    db.run("fn::my-fn", [2]);
    expect(lastQuery(channel)).toEqual(["RETURN fn::`my-fn`($__surreal_run_arg0)", { x: 1, __surreal_run_arg0: 2 }]);
    expect(() => db.run("ml::price", [1], "1.0")).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
    db.unset("x");
    db.run("fn::my-fn", [2]);
    expect(channel.wire.at(-1)).toMatchObject({ method: "run", params: ["fn::my-fn", null, [2]] });
  });

  it("becomes a query for arguments that the server would change", () => {
    const { db, channel } = blockingWorld();
    const values = [new Set([1]), [{ type: "Point", coordinates: [1, 2] }], { a: new Range(undefined, undefined) }];
    for (const value of values) {
      db.run("fn::a", [value]);
      expect(lastQuery(channel)).toEqual(["RETURN fn::a($__surreal_run_arg0)", { __surreal_run_arg0: value }]);
      expect(() => db.run("ml::price", [value], "1.0")).toThrow(expect.objectContaining({ outcome: "not_sent" }));
    }
  });

  it("leaves values that cannot be read to the encoder", () => {
    const { db, channel } = blockingWorld();
    const cycle: unknown[] = [];
    cycle.push(cycle);
    const broken = Object.defineProperty({}, "x", { enumerable: true, get: () => expect.fail("read") });
    for (const value of [cycle, broken]) {
      expect(() => db.run("fn::a", [value])).toThrow(expect.objectContaining({ name: "EncodeError" }));
    }
    expect(channel.wire).toEqual([]);
  });
});
