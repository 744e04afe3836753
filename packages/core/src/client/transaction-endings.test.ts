import { TransportTimeoutError } from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";
import type { CallSettings } from "../call/call-context.ts";

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

describe("commit() while calls of its transaction have no answer", () => {
  const unanswered = async (settings: CallSettings = {}) => {
    const world = asyncWorld();
    world.channel.script = answering("query", "silence");
    const tx = await world.db.with(settings).beginTransaction();
    const query = Promise.allSettled([tx.query("CREATE user").execute()]);
    const committing = tx.commit();
    await settled();
    expect(methods(world.channel.wire)).toEqual(["begin", "query"]);
    return { ...world, channel: world.channel, tx, query, committing };
  };

  it("is sent behind the last answer, and no call comes in between", async () => {
    const { channel, tx, committing } = await unanswered();
    expect(await failure(tx.query("CREATE user").execute())).toMatchObject({ name: "TransactionClosedError" });
    channel.reply(channel.unanswered[0] as WireRequest, rows([]));
    await committing;
    expect(methods(channel.wire)).toEqual(["begin", "query", "commit"]);
  });

  it("is not sent when they take longer than its timeout, and can be called again", async () => {
    const { channel, backstage, tx, committing } = await unanswered({ timeout: 50 });
    const refused = failure(committing);
    for (const fire of [...backstage.timers.keys()]) fire();
    expect(await refused).toMatchObject({ name: "TransportTimeoutError", outcome: "not_sent" });
    channel.reply(channel.unanswered[0] as WireRequest, rows([]));
    await tx.commit();
    expect(methods(channel.wire)).toEqual(["begin", "query", "commit"]);
  });

  it.each(["the connection is lost", "the session is reset"])("is not sent when %s", async (what) => {
    const { db, channel, query, committing } = await unanswered();
    const refused = failure(committing);
    if (what === "the session is reset") await db.reset();
    else {
      channel.drop();
      channel.restore();
    }
    for (const request of channel.unanswered) channel.reply(request, rows([]));
    await query;
    expect(await refused).toMatchObject({ name: expect.stringMatching(/^Transaction(Lost|Closed)Error$/) });
    expect(methods(channel.wire)).not.toContain("commit");
  });

  it("does not wait for a call whose caller has given up", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", "silence");
    const given = new AbortController();
    const tx = await db.with({ signal: given.signal }).beginTransaction();
    const query = failure(tx.query("CREATE user").execute());
    await settled();
    given.abort();
    await query;
    expect(await failure(tx.commit())).toMatchObject({ name: "AbortError" });
    await tx[Symbol.asyncDispose]();
  });
});

describe("a transaction whose caller has given up", () => {
  const begun = async () => {
    const world = asyncWorld();
    const giving = new AbortController();
    const view = world.db.with({ signal: giving.signal });
    await view.ping();
    return { ...world, channel: world.channel, giving, view };
  };

  it("is cancelled on the server, since nothing else would end it there", async () => {
    const { channel, giving, view } = await begun();
    channel.script = answering("query", "silence");
    const pending = failure(
      view.transaction(async (tx) => {
        const query = tx.query("CREATE user").execute();
        await settled();
        giving.abort(new RangeError("enough"));
        await query;
      }),
    );
    expect(await pending).toStrictEqual(new RangeError("enough"));
    expect(methods(channel.wire)).toEqual(["ping", "begin", "query", "cancel"]);
  });

  it("is cancelled where its scope is left, and that does not fail", async () => {
    const { channel, giving, view } = await begun();
    {
      await using tx = await view.beginTransaction();
      giving.abort();
      expect(await failure(tx.query("CREATE user").execute())).toMatchObject({ name: "AbortError" });
      expect(await failure(tx.commit())).toMatchObject({ name: "AbortError" });
    }
    expect(methods(channel.wire)).toEqual(["ping", "begin", "cancel"]);
  });

  it("is cancelled where the answer to begin() comes too late for the caller", async () => {
    const { channel, giving, view } = await begun();
    channel.script = answering("begin", "silence");
    const beginning = failure(view.beginTransaction());
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await beginning).toStrictEqual(new RangeError("enough"));
    const id = Uuid.v7();
    channel.reply(channel.unanswered[0] as WireRequest, { result: id });
    await settled();
    expect(channel.wire.slice(1)).toMatchObject([{ method: "begin" }, { method: "cancel", params: [id] }]);
  });

  it("while it commits is left to the server, which is asked to cancel what it has not heard of", async () => {
    const { channel, giving, view } = await begun();
    channel.script = answering("commit", "silence");
    const tx = await view.beginTransaction();
    const committing = failure(tx.commit());
    await settled();
    giving.abort(new RangeError("enough"));
    expect(await committing).toStrictEqual(new RangeError("enough"));
    await settled();
    expect(methods(channel.wire)).toEqual(["ping", "begin", "commit", "cancel"]);
  });

  it("is not begun where that has happened before", async () => {
    const { channel, giving, view } = await begun();
    giving.abort();
    expect(await failure(view.beginTransaction())).toMatchObject({ name: "AbortError" });
    expect(methods(channel.wire)).toEqual(["ping"]);
  });
});

describe("a cancellation whose turn does not come in time", () => {
  const late = new TransportTimeoutError("cancel was not sent", { outcome: "not_sent" });
  const world = () => {
    const { db, channel } = asyncWorld();
    let isFirst = true;
    channel.script = ({ method }) => {
      if (method !== "cancel" || !isFirst) return undefined;
      isFirst = false;
      return { fail: late };
    };
    return { db, channel };
  };

  it("is sent once more for a function that has thrown, since its caller has no transaction to cancel", async () => {
    const { db, channel } = world();
    const thrown = new RangeError("enough");
    const failed = failure(db.transaction(() => Promise.reject(thrown)));
    expect(await failed).toBe(thrown);
    await settled();
    expect(methods(channel.wire)).toEqual(["begin", "cancel", "cancel"]);
  });

  it("is sent once more where a scope is left, which hears of the first", async () => {
    const { db, channel } = world();
    const tx = await db.beginTransaction();
    expect(await failure(tx[Symbol.asyncDispose]())).toBe(late);
    await settled();
    expect(methods(channel.wire)).toEqual(["begin", "cancel", "cancel"]);
    expect(await failure(tx.commit())).toMatchObject({ name: "TransactionClosedError" });
  });

  it("is left to the caller of cancel(), whose transaction goes on", async () => {
    const { db, channel } = world();
    const tx = await db.beginTransaction();
    expect(await failure(tx.cancel())).toBe(late);
    await settled();
    await tx.cancel();
    expect(methods(channel.wire)).toEqual(["begin", "cancel", "cancel"]);
  });

  it("is sent once more for a session that is closed", async () => {
    const { db, channel } = world();
    const session = await db.newSession();
    await session.beginTransaction();
    await session.closeSession();
    await settled();
    expect(methods(channel.wire)).toEqual(["attach", "begin", "cancel", "detach", "cancel"]);
  });
});
