import { describe, expect, it } from "vitest";
import { applyPatch, PatchError } from "./apply-patch.ts";
import type { PatchOperation } from "./crud-builder.ts";

const fox = "The quick brown fox jumps over the lazy dog, again and again.";
/** What SurrealDB 3.0.2 sends for changed texts. */
const sent: readonly [before: string, diff: string, after: string][] = [
  [
    fox,
    "@@ -7,13 +7,11 @@\n ick \n-brown\n+red\n  fox\n@@ -36,10 +36,10 @@\n zy d\n-og\n+%C3%B6G\n , ag\n@@ -45,15 +45,20 @@\n gain and\n+ 100%25\n  again.\n",
    "The quick red fox jumps over the lazy döG, again and 100% again.",
  ],
  ["line1\nline2 é 𝒳 x", "@@ -7,11 +7,12 @@\n line\n-2\n+3\n  %C3%A9 %F0%9D%92%B3 \n-x\n+y~\n", "line1\nline3 é 𝒳 y~"],
];

describe("applyPatch", () => {
  const cases: readonly [name: string, document: unknown, operations: PatchOperation[], result: unknown][] = [
    ["replaces a field", { a: 1, b: 2 }, [{ op: "replace", path: "/a", value: 3 }], { a: 3, b: 2 }],
    ["replaces everything", { a: 1 }, [{ op: "replace", path: "", value: { b: 2 } }], { b: 2 }],
    ["empties the document", { a: 1 }, [{ op: "replace", path: "", value: undefined }], undefined],
    ["inserts into a list", [1, 3], [{ op: "add", path: "/1", value: 2 }], [1, 2, 3]],
    ["appends to a list", { l: [1] }, [{ op: "add", path: "/l/-", value: 2 }], { l: [1, 2] }],
    ["replaces in a list", [1, 3], [{ op: "replace", path: "/1", value: 2 }], [1, 2]],
    ["removes from a list", { l: [1, 2, 3] }, [{ op: "remove", path: "/l/0" }], { l: [2, 3] }],
    ["removes a field", { a: { b: 1, c: 2 } }, [{ op: "remove", path: "/a/b" }], { a: { c: 2 } }],
    ["copies", { a: { b: 1 } }, [{ op: "copy", from: "/a/b", path: "/c" }], { a: { b: 1 }, c: 1 }],
    ["moves", { a: { b: 1 } }, [{ op: "move", from: "/a/b", path: "/c" }], { a: {}, c: 1 }],
    ["reads escaped pointers", { "a/b~c": 1 }, [{ op: "replace", path: "/a~1b~0c", value: 2 }], { "a/b~c": 2 }],
    ["passes a test", { a: [1] }, [{ op: "test", path: "/a", value: [1] }], { a: [1] }],
  ];

  it.each(cases)("%s", (_name, document, operations, result) => {
    const before = structuredClone(document);
    expect(applyPatch(document, operations)).toEqual(result);
    expect(document).toEqual(before);
  });

  it.each(sent)("changes a text by the server's own diff: %j", (before, diff, after) => {
    expect(applyPatch({ s: before }, [{ op: "change", path: "/s", value: diff }])).toEqual({ s: after });
  });

  it("keeps a key that looks like a prototype an own property", () => {
    const result = applyPatch<Record<string, unknown>>({}, [
      { op: "add", path: "/__proto__", value: { polluted: true } },
    ]);
    expect(Object.hasOwn(result, "__proto__")).toBe(true);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  const refused: readonly [document: unknown, operation: PatchOperation][] = [
    [{ a: 1 }, { op: "remove", path: "/b" }],
    [[1], { op: "replace", path: "/1", value: 2 }],
    [[1], { op: "add", path: "/01", value: 2 }],
    [{ a: 1 }, { op: "test", path: "/a", value: 2 }],
    [{ a: 1 }, { op: "replace", path: "a", value: 2 }],
    [{ s: "other" }, { op: "change", path: "/s", value: (sent[0] as [string, string, string])[1] }],
    [{ s: "x" }, { op: "change", path: "/s", value: "no diff" }],
    [{ s: "x" }, { op: "spoil" as "add", path: "/s" }],
  ];

  it.each(refused)("refuses what does not belong to %j: %j", (document, operation) => {
    expect(() => applyPatch(document, [operation])).toThrow(PatchError);
  });
});
