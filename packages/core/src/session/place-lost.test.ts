import type { Replay } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { refused, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods } from "../../test/test-world.ts";
import { NotAllowedError } from "../errors/server-errors.ts";

describe("a namespace that the server refuses on a new connection", () => {
  it("is shown as in force no more, and what waited for it fails unsent", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    channel.drop();
    channel.script = answering("use", refused);
    const waiting = db.query("RETURN 1").execute();
    channel.restore();
    expect(await failure(waiting)).toMatchObject({
      name: "UseRestoreError",
      outcome: "not_sent",
      cause: expect.any(NotAllowedError),
    });
    expect([db.namespace, db.database]).toEqual([undefined, undefined]);
    expect(methods(channel.wire)).not.toContain("query");
  });

  it("is told though nobody waits, and nothing runs without one until use() is called", async () => {
    const { db, channel, errors } = asyncWorld();
    await db.use("n", "d");
    channel.drop();
    channel.script = answering("use", refused);
    channel.restore();
    channel.script = () => undefined;
    expect(errors).toMatchObject([{ name: "UseRestoreError" }]);
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ name: "UseRestoreError" });
    expect(methods(channel.wire)).not.toContain("query");
    await db.use("n", "e");
    await db.query("RETURN 2").execute();
    expect(methods(channel.wire.slice(-2))).toEqual(["use", "query"]);
  });

  it("is asked for on the next connection where the verdict on this one came too late for it", async () => {
    const { db, channel } = asyncWorld();
    await db.authenticate(token({ ID: "root" }));
    await db.use("n", "d");
    const place = channel.replays.get("default use") as Replay;
    channel.drop();
    channel.script = answering("use", refused);
    channel.restore();
    channel.setReplay(place);
    channel.drop();
    const sent = channel.wire.length;
    channel.restore();
    expect(channel.wire.slice(sent).map(({ replay }) => replay)).toEqual(["default identity", "default use"]);
  });

  it("is not left out of an export or an import, which would go to no database or another one", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "d");
    channel.drop();
    channel.script = answering("use", refused);
    channel.restore();
    channel.script = () => undefined;
    const sent = channel.wire.length;
    for (const transfer of [db.export(), db.exportStream().next(), db.import("CREATE a;")])
      expect(await failure(transfer)).toMatchObject({ name: "UseRestoreError", outcome: "not_sent" });
    expect(methods(channel.wire.slice(sent))).toEqual([]);
    await db.use("n", "e");
    await db.import("CREATE a;");
    expect(methods(channel.wire.slice(sent))).toEqual(["use", "import"]);
  });

  it("is not replaced by the one that a token names, on any later connection", async () => {
    const { db, channel } = asyncWorld();
    await db.authenticate(token({ NS: "n", DB: "rec", ID: "ada" }));
    await db.use("m", "d");
    channel.drop();
    channel.script = answering("use", refused);
    channel.restore();
    channel.script = () => undefined;
    for (let again = 0; again < 2; again += 1) {
      channel.drop();
      channel.restore();
    }
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ name: "UseRestoreError" });
    expect(methods(channel.wire)).not.toContain("query");
  });

  it("takes no other session along", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    await session.use("n", "d");
    channel.drop();
    channel.script = answering("use", refused);
    channel.restore();
    await db.query("RETURN 1").execute();
    expect(await failure(session.query("RETURN 2").execute())).toMatchObject({ name: "UseRestoreError" });
  });
});
