import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

describe("reading again", () => {
  it.each([
    [false, 1],
    [true, 2],
  ])("with retryReads %s asks %i times for a select whose answer was lost (B22)", async (retryReads, times) => {
    const { db, channel } = asyncWorld({ retryReads });
    await db.ping();
    channel.script = answering("query", "silence");
    const reading = db.select("user").catch((error: Error) => error.name);
    await settled();
    channel.script = () => undefined;
    channel.drop();
    channel.restore();
    expect(await reading).toEqual(retryReads ? [] : "ConnectionLostError");
    expect(methods(channel.sent).filter((method) => method === "query")).toHaveLength(times);
  });

  it("is never done for a query of the user's own", async () => {
    const { db, channel } = asyncWorld({ retryReads: true });
    await db.ping();
    channel.script = answering("query", "silence");
    const reading = failure(db.query("SELECT * FROM user").execute());
    await settled();
    channel.drop();
    channel.restore();
    expect(await reading).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
  });
});
