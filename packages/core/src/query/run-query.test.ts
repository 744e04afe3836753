import { describe, expect, it } from "vitest";
import { asyncWorld, blockingWorld } from "../../test/test-world.ts";

describe("a query runs beside the others of its session", () => {
  it.each([
    "SELECT * FROM article WHERE live = true",
    "SELECT * FROM log WHERE text CONTAINS 'how to; use it'",
    "RETURN [$use, live:1, kill:2, `;use db b`] -- ; LIVE SELECT * FROM a",
  ])("with the words in other places than at the beginning of a statement: %s", async (text) => {
    const { db, channel } = asyncWorld();
    await db.query(text).execute();
    expect(channel.wire).toMatchObject([{ method: "query", facts: { exclusive: false } }]);
  });

  it.each(["RETURN 1; LIVE SELECT * FROM a", "kill $id", "/* a */ use db b"])(
    "but not with a statement that changes the session: %s",
    (text) => {
      const { db, channel } = blockingWorld();
      db.query(text).execute();
      expect(channel.wire).toMatchObject([{ method: "query", facts: { exclusive: true } }]);
    },
  );
});
