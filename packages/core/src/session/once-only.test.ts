import { ConnectionLostError } from "@surreal-sdk/transport";
import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { conflict, rows } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, failure, settled } from "../../test/test-world.ts";

const marker = new RecordId("sdk_transaction", "order 1");
const exists: Answer = {
  result: [
    {
      status: "ERR",
      time: "1ms",
      kind: "AlreadyExists",
      details: { kind: "Record", details: { id: "sdk_transaction:1" } },
      result: "Database record `sdk_transaction:1` already exists",
    },
  ],
};
const lost: Answer = { fail: new ConnectionLostError("lost", { outcome: "unknown" }) };

/** The texts of the queries, and the other methods. */
function steps(sent: readonly WireRequest[]): string[] {
  return sent.map(({ method, params }) => (method === "query" ? String(params[0]).split(" ")[0] : method) as string);
}

/** Answers in order by the step; the last answer to a step stays. */
function world(answers: Record<string, Answer[]>, retries = 3) {
  const made = asyncWorld();
  const { db, channel, backstage } = made;
  channel.script = ({ method, params }) => {
    const step = method === "query" ? String(params[0]).split(" ")[0] : method;
    const list = answers[step as string];
    return list === undefined || list.length === 0 ? undefined : list.length > 1 ? list.shift() : list[0];
  };
  let runs = 0;
  const run = () =>
    db.transaction(
      async (tx) => {
        runs += 1;
        await tx.query("UPSERT x").execute();
        return { total: runs };
      },
      { key: "order 1", retries },
    );
  return { ...made, channel, backstage, run, count: () => runs };
}

describe("a transaction with a key", () => {
  it("claims the key before its first statement, and keeps its result with its last", async () => {
    const { channel, run } = world({});
    expect(await run()).toEqual({ total: 1 });
    expect(steps(channel.sent)).toEqual(["begin", "CREATE", "UPSERT", "UPDATE", "commit"]);
    expect(channel.sent[1]?.params[1]).toEqual({ _marker: marker });
    expect(channel.sent[3]?.params[1]).toEqual({ _marker: marker, _value: { total: 1 } });
    const transaction = channel.sent[1]?.txn;
    expect(channel.sent.slice(1, 4).map(({ txn }) => txn)).toEqual([transaction, transaction, transaction]);
  });

  it("returns the result that is kept, and does not run the function", async () => {
    const { channel, run, count } = world({ CREATE: [exists], SELECT: [rows({ id: marker, value: { total: 7 } })] });
    expect([await run(), count()]).toEqual([{ total: 7 }, 0]);
    expect(steps(channel.sent)).toEqual(["begin", "CREATE", "cancel", "SELECT"]);
    expect(channel.sent.at(-1)?.txn).toBeUndefined();
  });

  it("fails clearly when the result cannot be read", async () => {
    const { run } = world({ CREATE: [exists], SELECT: [rows(undefined)] }, 0);
    expect(await failure(run())).toMatchObject({ message: expect.stringMatching(/cannot be read.*sdk_transaction/) });
  });

  it("says that it was applied and its result cannot be read, also where its own answer was lost", async () => {
    const { run, backstage } = world({ commit: [lost], CREATE: [rows(1), exists], SELECT: [rows(undefined)] }, 1);
    const error = failure(run());
    await settled();
    for (const [endPause] of [...backstage.timers]) endPause();
    expect(await error).toMatchObject({ name: "SurrealError", message: expect.stringContaining("was applied") });
  });

  it.each([
    ["create", { CREATE: [rows(undefined)] }, ["begin", "CREATE", "cancel"], 0],
    ["update", { CREATE: [rows(1)], UPDATE: [rows(undefined)] }, ["begin", "CREATE", "UPSERT", "UPDATE", "cancel"], 1],
  ] as const)(
    "is not applied where the user may not %s its record, which servers leave out",
    async (_, answers, sent, runs) => {
      const { channel, run, count } = world(answers as unknown as Record<string, Answer[]>);
      expect(await failure(run())).toMatchObject({
        name: "NotAllowedError",
        message: expect.stringContaining("select, create and update records of sdk_transaction"),
        outcome: "failed",
      });
      expect([steps(channel.sent), count()]).toEqual([sent, runs]);
    },
  );

  it("is committed with its result alone: its function may not commit it before", async () => {
    const { db, channel } = world({});
    const error = await failure(db.transaction(async (tx) => await tx.commit(), { key: "order 1" }));
    expect(error).toMatchObject({ outcome: "not_sent", message: expect.stringContaining("leave commit() out") });
    expect(steps(channel.sent)).toEqual(["begin", "CREATE", "cancel"]);
  });

  it("leaves it open whether it was applied, when that cannot be found out", async () => {
    const { run, count } = world({ commit: [lost] }, 0);
    expect(await failure(run())).toMatchObject({ name: "CommitOutcomeUnknownError", outcome: "unknown" });
    expect(count()).toBe(1);
  });

  it("says that the answer never came, whatever the server says of the runs after it", async () => {
    const { run, backstage } = world({ commit: [lost, conflict] }, 1);
    const error = failure(run());
    await settled();
    for (const [endPause] of [...backstage.timers]) endPause();
    expect(await error).toMatchObject({
      name: "CommitOutcomeUnknownError",
      message: expect.stringContaining("its answer never came"),
      cause: { message: conflict.error.message },
    });
  });

  it("refuses a key that is none, before anything is sent", async () => {
    const { db, channel } = asyncWorld();
    for (const key of ["", 5, null]) {
      expect(await failure(db.transaction(async () => 1, { key: key as never }))).toBeInstanceOf(TypeError);
    }
    expect(channel.sent).toEqual([]);
  });
});
