import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, blockingWorld } from "../../test/test-world.ts";
import type { PatchOperation } from "../typing/patch-operation.ts";

const ada = new RecordId("user", "ada");

describe("the operations of a patch", () => {
  it.each<[string, unknown, RegExp]>([
    ["that is no object", null, /operation 1 .* an object, not null/i],
    ["with an unknown word", { op: "ADD", path: "/a", value: 1 }, /operation 1 .*`op`.*"add"/is],
    ["whose path is a number", { op: "add", path: 5, value: 5 }, /`path`.*"\/address\/city".*not a number/is],
    ["whose path is a list", { op: "replace", path: ["a", "b"], value: 5 }, /`path`.*"\/address\/city"/is],
    ["without a path", { op: "remove" }, /`path`.*undefined/is],
    ["whose source is no text", { op: "move", from: 5, path: "/a" }, /`from`/],
    ["without a value", { op: "add", path: "/a" }, /`value`/],
    ["that would replace the record by a number", { op: "replace", path: "", value: 5 }, /whole record.*object/is],
    ["that would replace the record by nothing", { op: "add", path: "/", value: undefined }, /whole record.*object/is],
  ])("refuses one %s before anything is sent", (_, operation, message) => {
    const { db, channel } = blockingWorld();
    const good: PatchOperation = { op: "remove", path: "/b" };
    const call = () => db.patch(ada, [good, operation as PatchOperation]);
    expect(call).toThrow(TypeError);
    expect(call).toThrow(message);
    expect(channel.wire).toEqual([]);
  });

  it("takes each word, NONE as a value, and a record in the place of a record", () => {
    const { db, channel } = blockingWorld();
    channel.script = answering("query", rows([{ id: ada }]));
    const operations: PatchOperation[] = [
      { op: "add", path: "/a", value: undefined },
      { op: "remove", path: "/b" },
      { op: "replace", path: "", value: { a: 1 } },
      { op: "change", path: "/c", value: "@@ -1 +1 @@\n-a\n+b\n" },
      { op: "copy", from: "/a", path: "/d" },
      { op: "move", from: "/d", path: "e" },
      { op: "test", path: "/a", value: 1 },
    ];
    db.patch(ada, operations);
    expect(channel.wire[0]?.params[1]).toMatchObject({ _patches: operations });
  });
});
