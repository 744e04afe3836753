import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import type { PatchOperation } from "../typing/patch-operation.ts";
import { applyPatch } from "./apply-patch.ts";
import { applyTextDiff } from "./text-diff.ts";

const patch = (document: unknown, ...operations: PatchOperation[]): unknown => applyPatch(document, operations);

describe("a patch", () => {
  it.each<[string, unknown, PatchOperation[], unknown]>([
    ["adds a field", { a: 1 }, [{ op: "add", path: "/b", value: 2 }], { a: 1, b: 2 }],
    ["adds to the middle of a list", [1, 3], [{ op: "add", path: "/1", value: 2 }], [1, 2, 3]],
    [
      "adds to the end of a list",
      { l: [1] },
      [
        { op: "add", path: "/l/-", value: 2 },
        { op: "add", path: "/l/2", value: 3 },
      ],
      { l: [1, 2, 3] },
    ],
    [
      "removes the end of a list, from its last item on",
      { l: [1, 2, 3] },
      [
        { op: "remove", path: "/l/2" },
        { op: "remove", path: "/l/1" },
      ],
      { l: [1] },
    ],
    [
      "removes the end of a list, by the indexes before it, as SurrealDB 3.0 tells it",
      { l: [1, 2, 3, 4, 5], m: [[1, 2], 3] },
      [
        { op: "replace", path: "/l/0", value: 0 },
        { op: "remove", path: "/l/2" },
        { op: "remove", path: "/l/3" },
        { op: "remove", path: "/l/4" },
        { op: "remove", path: "/m/0/0" },
        { op: "remove", path: "/m/0/1" },
        { op: "remove", path: "/m/1" },
      ],
      { l: [0, 2], m: [[]] },
    ],
    [
      "removes from the middle of a list one after the other",
      [1, 2, 3, 4, 5],
      [
        { op: "remove", path: "/0" },
        { op: "remove", path: "/1" },
      ],
      [2, 4, 5],
    ],
    [
      "removes fields that are named by numbers",
      { 0: "a", 1: "b" },
      [
        { op: "remove", path: "/0" },
        { op: "remove", path: "/1" },
      ],
      {},
    ],
    ["replaces deep inside", { a: [{ b: 1 }] }, [{ op: "replace", path: "/a/0/b", value: 2 }], { a: [{ b: 2 }] }],
    ["replaces everything", { a: 1 }, [{ op: "replace", path: "", value: 5 }], 5],
    [
      "removes",
      { a: 1, l: [1, 2] },
      [
        { op: "remove", path: "/a" },
        { op: "remove", path: "/l/0" },
      ],
      { l: [2] },
    ],
    [
      "moves and copies",
      { a: 1 },
      [
        { op: "copy", from: "/a", path: "/b" },
        { op: "move", from: "/a", path: "/c" },
      ],
      { b: 1, c: 1 },
    ],
    [
      "reads escaped names",
      { "a/b": 1, "m~n": 2 },
      [
        { op: "replace", path: "/a~1b", value: 3 },
        { op: "remove", path: "/m~0n" },
      ],
      { "a/b": 3 },
    ],
    ["reads ~01 as ~1", { "~1": 1 }, [{ op: "replace", path: "/~01", value: 2 }], { "~1": 2 }],
    [
      "changes a text",
      { t: "one" },
      [{ op: "change", path: "/t", value: "@@ -1,3 +1,3 @@\n-one\n+two\n" }],
      { t: "two" },
    ],
    [
      "tests values of every type",
      { id: new RecordId("a", 1) },
      [{ op: "test", path: "/id", value: new RecordId("a", 1) }],
      { id: new RecordId("a", 1) },
    ],
    ["does nothing", { a: 1 }, [], { a: 1 }],
  ])("%s", (_, document, operations, expected) => {
    const before = structuredClone(JSON.stringify(document));
    expect(patch(document, ...operations)).toEqual(expected);
    expect(JSON.stringify(document)).toBe(before);
  });

  it.each<[string, unknown, PatchOperation]>([
    ["a test that fails", { a: 1 }, { op: "test", path: "/a", value: 2 }],
    ["something to remove", {}, { op: "remove", path: "/a" }],
    ["something on the way", {}, { op: "add", path: "/a/b", value: 1 }],
    ["an object on the way", { a: 5 }, { op: "add", path: "/a/b", value: 1 }],
    ["an index", [], { op: "replace", path: "/0", value: 1 }],
    ["an index that is one", [1], { op: "remove", path: "/01" }],
    ["a pointer", {}, { op: "add", path: "a", value: 1 }],
    ["a source", {}, { op: "move", path: "/a" }],
    ["an operation there is", {}, { op: "frob" as never, path: "/a" }],
    ["the text it was made for", { t: "one" }, { op: "change", path: "/t", value: "@@ -1,3 +1,3 @@\n-two\n+six\n" }],
    ["a text", { t: 5 }, { op: "change", path: "/t", value: "" }],
    ["a field of its own", {}, { op: "remove", path: "/toString" }],
  ])("that does not find %s is refused, and nothing was changed", (_, document, operation) => {
    const before = JSON.stringify(document);
    expect(() => patch(document, operation)).toThrow(expect.objectContaining({ name: "PatchError" }));
    expect(JSON.stringify(document)).toBe(before);
  });

  it("copies a long list once for all of its operations", () => {
    const document = { list: Array.from({ length: 30_000 }, () => 0) };
    const changes = document.list.map((_, at): PatchOperation => ({ op: "replace", path: `/list/${at}`, value: at }));
    const { list } = applyPatch<typeof document>(document, changes);
    expect([list.length, list.at(-1), document.list.at(-1)]).toEqual([30_000, 29_999, 0]);
  });

  it("changes neither the document, nor a value of an operation, nor what something was copied from", () => {
    const document = { a: { n: 1 }, list: [[1]] };
    const value = { n: 1 };
    const changed = patch(
      document,
      { op: "replace", path: "/a/n", value: 2 },
      { op: "copy", from: "/a", path: "/b" },
      { op: "add", path: "/b/m", value: 3 },
      { op: "add", path: "/c", value },
      { op: "replace", path: "/c/n", value: 4 },
      { op: "copy", from: "/list", path: "/list/0" },
      { op: "add", path: "/list/0/-", value: 5 },
      { op: "move", from: "/list", path: "/a/list" },
    );
    expect(changed).toEqual({ a: { n: 2, list: [[[1], 5], [1]] }, b: { n: 2, m: 3 }, c: { n: 4 } });
    expect([document, value]).toEqual([{ a: { n: 1 }, list: [[1]] }, { n: 1 }]);
  });

  it("cannot touch a prototype", () => {
    const made = patch({}, { op: "add", path: "/__proto__", value: { polluted: true } }) as object;
    expect([Object.getPrototypeOf(made), Object.keys(made)]).toEqual([Object.prototype, ["__proto__"]]);
    expect(() => patch({}, { op: "add", path: "/constructor/prototype/polluted", value: true })).toThrow(
      /nothing is there/,
    );
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("a text diff", () => {
  it.each([
    ["a word", "the quick fox", "@@ -5,5 +5,4 @@\n-quick\n+slow\n", "the slow fox"],
    ["an empty text", "", "@@ -0,0 +1,3 @@\n+new\n", "new"],
    ["everything", "old", "@@ -1,3 +0,0 @@\n-old\n", ""],
    ["characters beyond U+FFFF", "a😀b", "@@ -1,3 +1,3 @@\n a%F0%9F%98%80\n-b\n+c\n", "a😀c"],
    ["what is percent-encoded", "a b", "@@ -1,3 +1,4 @@\n a\n- b\n+%25%0Ab\n", "a%\nb"],
    ["two places", "abcdef", "@@ -1,2 +1,1 @@\n-ab\n+x\n@@ -4,2 +3,2 @@\n-de\n+yz\n", "xcyzf"],
  ])("changes %s", (_, text, diff, expected) => {
    expect(applyTextDiff(text, diff)).toBe(expected);
  });

  it.each([
    "@@ nonsense @@\n",
    "-a\n",
    "@@ -1,1 +1,1 @@\n*a\n",
    "@@ -1,1 +1,1 @@\n-%ZZ\n",
    "@@ -9,1 +9,1 @@\n-a\n+b\n",
  ])("is refused when it is %j", (diff) => {
    expect(applyTextDiff("a", diff)).toBeUndefined();
  });
});
