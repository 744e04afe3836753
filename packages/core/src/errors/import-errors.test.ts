import { expect, it } from "vitest";
import { answering, asyncWorld, failure } from "../../test/test-world.ts";

it("an import whose text cannot be parsed says that nothing after was run, whatever failed before", async () => {
  const { db, channel } = asyncWorld();
  const thrown = { status: "ERR", time: "1µs", result: "boom", kind: "Thrown" };
  const unreadable = { status: "ERR", time: "1µs", result: "Parse error: Unexpected token", kind: "Internal" };
  channel.script = answering("import", { result: [thrown, unreadable] }, { result: [unreadable] });
  expect((await failure(db.import("THROW 'boom'; CREAT t; CREATE t"))).message).toBe(
    "2 statements of the import failed, and nothing after its parse error was run: boom",
  );
  expect((await failure(db.import("CREAT t; CREATE t"))).message).toBe(
    "1 statement of the import failed, and nothing after its parse error was run: Parse error: Unexpected token",
  );
});
