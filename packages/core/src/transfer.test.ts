import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure } from "../test/test-world.ts";

describe("export() and import()", () => {
  it("sends what to export, and gives the text as it is", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("export", { frame: new TextEncoder().encode("\uFEFFOPTION IMPORT;\n-- 表") });
    expect(await db.export({ tables: ["user"], records: false, users: undefined as never })).toBe(
      "\uFEFFOPTION IMPORT;\n-- 表",
    );
    expect(channel.sent).toMatchObject([
      { method: "export", params: [{ tables: ["user"], records: false }], call: { kind: "export" } },
    ]);
  });

  it.each([
    ["CREATE user;", "OPTION IMPORT;\nCREATE user;"],
    ["OPTION IMPORT;\nCREATE user;", "OPTION IMPORT;\nCREATE user;"],
    [
      "-- a comment\n/* another */ # third\n  option  import;",
      "-- a comment\n/* another */ # third\n  option  import;",
    ],
    ["-- OPTION IMPORT;\nCREATE user;", "OPTION IMPORT;\n-- OPTION IMPORT;\nCREATE user;"],
    ["", "OPTION IMPORT;\n"],
  ])("imports %j as an import", async (sql, sent) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result: [{ status: "OK", time: "1µs", result: undefined }] });
    await db.import(sql);
    expect(channel.sent).toMatchObject([{ method: "import", params: [sent], call: { kind: "import" } }]);
  });

  it("raises the statement of an import that failed", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("import", { result: [{ status: "ERR", time: "1µs", result: "boom", kind: "Thrown" }] });
    expect(await failure(db.import("THROW 1"))).toMatchObject({ name: "ThrownError", statement: 0 });
  });

  it("refuses what is no text, no options, or cannot be done here", async () => {
    const { db, channel } = asyncWorld();
    for (const sql of [5, null, undefined, new Uint8Array()])
      expect(await failure(db.import(sql as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.export({ table: [] } as never))).toBeInstanceOf(TypeError);
    expect(channel.sent).toEqual([]);
    const unable = asyncWorld({ capabilities: { export: false, import: false } }).db;
    expect(() => unable.export()).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
    expect(() => unable.import("")).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
  });
});
