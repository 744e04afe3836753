import { ConnectionLostError, TransportTimeoutError } from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it, vi } from "vitest";
import type { Answer } from "../../test/scripted-channel.ts";
import { answering, asyncWorld, failure, methods, settled, type TestWorld } from "../../test/test-world.ts";

const conflicts: [string, Answer][] = [
  ["by its kind", { error: { kind: "Query", code: -32009, message: "no", details: { kind: "TransactionConflict" } } }],
  [
    "by its text",
    {
      error: {
        kind: "Internal",
        code: -32000,
        message: "Transaction conflict: Write conflict, retry the transaction. This transaction can be retried",
      },
    },
  ],
];
const unknown: Answer = { fail: new ConnectionLostError("lost", { outcome: "unknown" }) };

/** Lets the pauses between attempts pass at once. */
async function hurry(world: TestWorld<"async">): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) {
    await settled();
    for (const timer of [...world.backstage.timers.keys()]) timer();
  }
}

describe("a transaction", () => {
  it("sends everything inside of it as a query that names it, and its end by its id", async () => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = answering("begin", { result: id });
    const tx = await db.beginTransaction();
    await tx.let("x", 1);
    await tx.select("user");
    await tx.merge("user:ada", { a: 1 }).execute();
    await tx.relate("user:ada", "knows", "user:bob");
    await tx.run("fn::add", [1]);
    await tx.unset("x");
    await tx.query("RETURN 1").execute();
    await tx.commit();
    expect([tx.transactionId, tx.sessionId]).toEqual([id.toJSON(), undefined]);
    expect(channel.wire.map(({ method, txn }) => [method, txn])).toEqual([
      ["begin", undefined],
      ...Array.from({ length: 5 }, () => ["query", id.toJSON()]),
      ["commit", undefined],
    ]);
    expect(channel.wire.at(-1)?.params).toEqual([id]);
    expect(channel.wire.slice(1, 6).map(({ params }) => [params[0], (params[1] as { x?: number }).x])).toEqual([
      ["SELECT * FROM user", 1],
      ["UPDATE $_resource MERGE $_data", 1],
      ["RELATE $_from->knows->$_to", 1],
      ["RETURN fn::add($__surreal_run_arg0)", 1],
      ["RETURN 1", undefined],
    ]);
  });

  it("runs in its session", async () => {
    const { db, channel } = asyncWorld();
    const session = await db.newSession();
    const tx = await session.beginTransaction();
    await tx.query("RETURN 1").execute();
    await tx.cancel();
    expect(tx.sessionId).toBe(session.sessionId);
    expect(channel.wire.map(({ method, session: on }) => [method, on === session.sessionId])).toEqual([
      ["attach", true],
      ["begin", true],
      ["query", true],
      ["cancel", true],
    ]);
  });

  it.each<[string, (id: Uuid) => unknown]>([
    ["an id", (id) => id],
    ["text", (id) => id.toJSON()],
    ["a list", (id) => [id]],
    ["an object with the id", (id) => ({ id })],
    ["an object with its text", (id) => ({ txn: id.toJSON() })],
  ])("may be named by %s", async (_, answer) => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = answering("begin", { result: answer(id) });
    expect((await db.beginTransaction()).transactionId).toBe(id.toJSON());
  });

  it.each([undefined, 5, [], [Uuid.v7(), Uuid.v7()], {}, "text"])("is not named by %j", async (result) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("begin", { result });
    expect(await failure(db.beginTransaction())).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
  });

  it.each<["commit" | "cancel", string]>([
    ["commit", "committed"],
    ["cancel", "cancelled"],
  ])("is over after %s: every later call says so without I/O (C16)", async (end, word) => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    await tx[end]();
    const count = channel.wire.length;
    for (const call of [
      tx.commit(),
      tx.cancel(),
      tx.select("user"),
      tx.query("RETURN 1").execute(),
      tx.run("fn::a"),
      tx.files.list("b"),
    ]) {
      expect(await failure(call)).toMatchObject({
        name: "TransactionClosedError",
        outcome: "not_sent",
        message: expect.stringContaining(word),
      });
    }
    expect(channel.wire).toHaveLength(count);
  });

  it("goes on after a statement that failed", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering("query", { result: [{ status: "ERR", time: "1µs", result: "no" }] });
    await failure(tx.query("THROW 'no'").execute());
    channel.script = () => undefined;
    await tx.query("RETURN 1").execute();
    await tx.commit();
  });

  it("is not renewed for: an expired token fails its statement", async () => {
    const { db, channel } = asyncWorld({ auth: { username: "u", password: "p" } });
    const tx = await db.beginTransaction();
    channel.script = answering("query", {
      error: { kind: "NotAllowed", message: "expired", details: { kind: "Auth", details: { kind: "TokenExpired" } } },
    });
    expect(await failure(tx.query("RETURN 1").execute())).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire)).toEqual(["signin", "begin", "query"]);
  });
});

describe("a transaction whose connection is lost", () => {
  it("is lost: what was sent is unknown, what comes is not sent, nothing runs again (C12)", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering("query", "silence");
    const sent = failure(tx.query("CREATE user").execute());
    await settled();
    channel.drop();
    channel.restore();
    expect(await sent).toMatchObject({
      name: "TransactionLostError",
      outcome: "unknown",
      retrySafe: false,
      cause: { name: "ConnectionLostError" },
    });
    for (const call of [tx.query("RETURN 1").execute(), tx.commit(), tx.cancel()]) {
      expect(await failure(call)).toMatchObject({ name: "TransactionLostError", outcome: "not_sent" });
    }
    expect(methods(channel.wire)).toEqual(["begin", "query"]);
  });

  it("leaves it unknown whether it was committed, and never commits again (C13)", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering("commit", "silence");
    const committing = failure(tx.commit());
    await settled();
    channel.drop();
    channel.restore();
    expect(await committing).toMatchObject({
      name: "CommitOutcomeUnknownError",
      outcome: "unknown",
      retrySafe: false,
      message: expect.stringContaining("Read back"),
      cause: { name: "ConnectionLostError" },
    });
    expect(await failure(tx.commit())).toMatchObject({ name: "TransactionClosedError" });
    expect(methods(channel.wire)).toEqual(["begin", "commit"]);
  });

  it("is unknown as well when the commit is not answered in time", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering("commit", { fail: new TransportTimeoutError("late", { outcome: "unknown" }) });
    expect(await failure(tx.commit())).toMatchObject({
      name: "CommitOutcomeUnknownError",
      cause: { name: "TransportTimeoutError" },
    });
  });

  it("is unknown as well when the server does not know it, and is not committed again", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    const message = "The transaction's commit outcome is unknown; it may or may not have been applied: no answer";
    channel.script = answering("commit", { error: { code: -32000, kind: "Internal", message } });
    const error = await failure(tx.commit());
    expect(error).toMatchObject({ name: "CommitOutcomeUnknownError", outcome: "unknown", retrySafe: false });
    expect(error).toMatchObject({ cause: { name: "InternalError", message, outcome: "unknown" } });
    expect(error.message).toContain("The server does not know");
    expect(await failure(tx.commit())).toMatchObject({ name: "TransactionClosedError" });
  });

  it("has failed, and is not to be repeated, when one of its statements has left a part of its change", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    const message = "A statement failed after writing part of its change, so the transaction cannot be committed";
    const error = { code: -32003, kind: "Query", details: { kind: "NotExecuted" }, message };
    channel.script = answering("commit", { error });
    expect(await failure(tx.commit())).toMatchObject({
      name: "QueryError",
      message,
      isNotExecuted: true,
      outcome: "failed",
      retrySafe: false,
    });
  });

  it("can be committed again when the commit was never sent", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering(
      "commit",
      { fail: new TransportTimeoutError("late", { outcome: "not_sent" }) },
      { result: undefined },
    );
    expect(await failure(tx.commit())).toMatchObject({ name: "TransportTimeoutError", outcome: "not_sent" });
    await tx.commit();
    expect(await failure(tx.commit())).toMatchObject({ name: "TransactionClosedError" });
  });

  it("is rolled back, which is what cancel() asks for (C15)", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering("cancel", "silence");
    const cancelling = tx.cancel();
    await settled();
    channel.drop();
    await cancelling;
  });

  it.each(["query", "commit"])("is lost when a %s was not sent, before the connection says so", async (method) => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    channel.script = answering(method, { fail: new ConnectionLostError("gone", { outcome: "not_sent" }) });
    const call = method === "query" ? tx.query("RETURN 1").execute() : tx.commit();
    const lost = { name: "TransactionLostError", outcome: "not_sent" };
    expect(await failure(call)).toMatchObject(lost);
    expect(await failure(tx.query("RETURN 2").execute())).toMatchObject(lost);
    expect(methods(channel.wire)).toEqual(["begin", method]);
  });

  it("was never begun when the answer to begin is lost (C14)", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("begin", "silence");
    const beginning = failure(db.beginTransaction());
    await settled();
    channel.drop();
    channel.restore();
    expect(await beginning).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
    expect(methods(channel.wire)).toEqual(["begin"]);
  });

  it("is closed with it", async () => {
    const { db } = asyncWorld();
    const tx = await db.beginTransaction();
    await db.close();
    expect(await failure(tx.query("RETURN 1").execute())).toMatchObject({
      name: "TransactionLostError",
      outcome: "not_sent",
    });
  });
});

describe("transaction()", () => {
  it("commits what returns, and gives it", async () => {
    const { db, channel } = asyncWorld();
    expect(await db.transaction(async (tx) => (await tx.query("RETURN 1").execute()).length)).toBe(1);
    expect(await db.transaction(() => "plain")).toBe("plain");
    expect(methods(channel.wire)).toEqual(["begin", "query", "commit", "begin", "commit"]);
  });

  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new RangeError("mine");
      },
    ],
    ["rejects", () => Promise.reject(new RangeError("mine"))],
  ])("cancels what %s, and throws the same", async (_, body) => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.transaction(body))).toStrictEqual(new RangeError("mine"));
    expect(methods(channel.wire)).toEqual(["begin", "cancel"]);
  });

  it("throws what went wrong first, though cancelling fails as well", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("cancel", { error: { message: "cannot cancel" } });
    expect(await failure(db.transaction(() => Promise.reject(new Error("first"))))).toEqual(new Error("first"));
  });

  it("leaves a transaction alone that the function has ended itself", async () => {
    const { db, channel } = asyncWorld();
    expect(
      await db.transaction(async (tx) => {
        await tx.cancel();
        return 1;
      }),
    ).toBe(1);
    expect(
      await db.transaction(async (tx) => {
        await tx.commit();
        return 2;
      }),
    ).toBe(2);
    expect(methods(channel.wire)).toEqual(["begin", "cancel", "begin", "commit"]);
  });

  it.each(conflicts)("runs again after a conflict at the commit, told %s (C21)", async (_, conflict) => {
    const world = asyncWorld();
    const body = vi.fn(async () => "done");
    world.channel.script = answering("commit", conflict, conflict, { result: undefined });
    const running = world.db.transaction(body);
    await hurry(world);
    expect(await running).toBe("done");
    expect(body).toHaveBeenCalledTimes(3);
    expect(methods(world.channel.wire)).toEqual(["begin", "commit", "begin", "commit", "begin", "commit"]);
  });

  it.each(conflicts)("runs again after a conflict in a statement, told %s", async (_, conflict) => {
    const world = asyncWorld();
    world.channel.script = answering("query", conflict, { result: [{ status: "OK", time: "1µs", result: 1 }] });
    const running = world.db.transaction((tx) => tx.query("UPDATE user").execute());
    await hurry(world);
    expect(await running).toEqual([1]);
    expect(methods(world.channel.wire)).toEqual(["begin", "query", "cancel", "begin", "query", "commit"]);
  });

  it.each([
    [undefined, 4],
    [1, 2],
    [0, 1],
  ])("with retries: %s gives up after %i attempts", async (retries, attempts) => {
    const world = asyncWorld();
    world.channel.script = answering("commit", conflicts[0]?.[1] as Answer);
    const running = failure(world.db.transaction(() => 1, retries === undefined ? {} : { retries }));
    await hurry(world);
    expect(await running).toMatchObject({ name: "QueryError", isTransactionConflict: true });
    expect(methods(world.channel.wire).filter((method) => method === "begin")).toHaveLength(attempts);
  });

  it.each<[string, Answer, string]>([
    ["the outcome is unknown", unknown, "CommitOutcomeUnknownError"],
    ["the server says no for another reason", { error: { kind: "Thrown", message: "no" } }, "ThrownError"],
  ])("never runs again when %s", async (_, answer, name) => {
    const world = asyncWorld();
    const body = vi.fn(() => 1);
    world.channel.script = answering("commit", answer);
    const running = failure(world.db.transaction(body));
    await hurry(world);
    expect(await running).toMatchObject({ name });
    expect(body).toHaveBeenCalledTimes(1);
  });

  it.each([[-1], ["3"], [Number.NaN]])("refuses retries: %s", async (retries) => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.transaction(() => 1, { retries: retries as number }))).toBeInstanceOf(RangeError);
    expect(channel.wire).toEqual([]);
  });

  it("refuses what is no function, and options that nobody knows", async () => {
    const { db } = asyncWorld();
    expect(await failure(db.transaction("tx" as never))).toBeInstanceOf(TypeError);
    expect(await failure(db.transaction(() => 1, { tries: 1 } as never))).toMatchObject({
      message: expect.stringContaining('no option "tries"'),
    });
  });
});
