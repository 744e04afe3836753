import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, settled, stateless } from "../../test/test-world.ts";

describe("batch()", () => {
  it("sends everything before it waits for anything, and gives all results in order", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", "silence");
    const batch = db.batch((b) => [
      b.select("user:ada"),
      b.query("RETURN 1").first(),
      b.create("user", {}),
      b.insert("user", {}),
      b.query("RETURN 2"),
    ]);
    await settled();
    const open = channel.unanswered;
    expect(open).toHaveLength(5);
    for (const [index, request] of [...open.entries()].reverse()) channel.reply(request, rows([index]));
    expect(await batch).toEqual([0, [1], 2, [3], [[4]]]);
  });

  it("fails with the first failure, when nothing of it runs any more", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", { error: { message: "first" } }, rows(1));
    expect(await failure(db.batch((b) => [b.query("THROW 1"), b.query("RETURN 1")]))).toMatchObject({
      message: "first",
    });
    expect(channel.sent).toHaveLength(2);
  });

  it("holds calls made on the batch, and nothing else", async () => {
    const { db } = asyncWorld();
    expect(await db.batch(() => [])).toEqual([]);
    expect(await failure(db.batch(5 as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.batch((() => 5) as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.batch((() => [5]) as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.batch(() => [db.select("user")] as never))).toBeInstanceOf(TypeError);
  });

  it("works while the thread is blocked", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    channel.script = answering("query", rows(1), rows(2));
    expect(db.batch((b) => [b.query("RETURN 1").first(), b.query("RETURN 2").first()])).toEqual([1, 2]);
  });
});
