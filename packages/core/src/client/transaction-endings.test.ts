import type { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

describe("a transaction whose session is reset or closed", () => {
  const closed = {
    name: "TransactionClosedError",
    outcome: "not_sent",
    message: expect.stringContaining("reset() or closeSession()"),
  };

  it("by reset() is over, and sends nothing any more", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    await db.reset();
    await settled();
    const before = channel.wire.length;
    expect(await failure(tx.query("CREATE user").execute())).toMatchObject(closed);
    expect(await failure(tx.commit())).toMatchObject(closed);
    expect(channel.wire).toHaveLength(before);
  });

  it("by closeSession() is over, and no other one is", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    const [own, other] = [await session.beginTransaction(), await db.beginTransaction()];
    await session.closeSession();
    expect(await failure(own.commit())).toMatchObject(closed);
    await other.query("CREATE user").execute();
    await other.commit();
    expect(methods(channel.wire).slice(-2)).toEqual(["query", "commit"]);
  });

  it.each(["reset", "closeSession"] as const)(
    "by %s() is cancelled on servers that would keep it open, whatever they say",
    async (end) => {
      const { db, channel, errors } = asyncWorld();
      const session = await db.newSession();
      const tx = await session.beginTransaction();
      await (await session.beginTransaction()).commit();
      channel.script = answering("cancel", { error: { kind: "Internal", message: "Transaction not found" } });
      await session[end]();
      await settled();
      const cancels = channel.wire.filter(({ method }) => method === "cancel");
      expect(cancels.map(({ params }) => (params[0] as Uuid).toJSON())).toEqual([tx.transactionId]);
      expect(errors).toEqual([]);
    },
  );

  it("fails transaction(), although its function has returned", async () => {
    const { db, channel } = asyncWorld();
    const pending = db.transaction(async () => {
      await db.reset();
      return "done";
    });
    expect(await failure(pending)).toMatchObject(closed);
    expect(methods(channel.wire)).not.toContain("commit");
  });
});

describe("transaction() whose connection is lost while its function waits for something else", () => {
  it("fails, although its function returns", async () => {
    const { db, channel } = asyncWorld();
    const pending = db.transaction(async (tx) => {
      await tx.query("CREATE user").execute();
      channel.drop();
      channel.restore();
      return "done";
    });
    expect(await failure(pending)).toMatchObject({ name: "TransactionLostError", outcome: "not_sent" });
    expect(methods(channel.wire)).not.toContain("commit");
  });

  it("returns what its function returns where that has ended the transaction itself", async () => {
    const { db, channel } = asyncWorld();
    expect(
      await db.transaction(async (tx) => {
        await tx.cancel();
        return "done";
      }),
    ).toBe("done");
    expect(methods(channel.wire)).toEqual(["begin", "cancel"]);
  });
});
