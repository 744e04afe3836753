import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { scriptedPool } from "../test/scripted-engine.ts";

const session = "0a0a0a0a-0000-4000-a000-000000000001";
const another = "0a0a0a0a-0000-4000-a000-000000000002";
const transaction = "0b0b0b0b-0000-4000-a000-000000000001";
const exclusive = true;

describe("a request", () => {
  it("goes to the first connection while nothing else is in flight", async () => {
    const pool = await scriptedPool(3);
    for (const result of [1, 2]) {
      pool.send("query");
      pool.members[0]?.answer(result);
    }
    expect(pool.counts).toEqual([2, 0, 0]);
    expect(pool.recorder.heard).toEqual(["1 1", "2 2"]);
  });

  it("goes where the fewest are in flight", async () => {
    const pool = await scriptedPool(3);
    for (let count = 0; count < 7; count += 1) pool.send("query");
    expect(pool.counts).toEqual([3, 2, 2]);
    pool.members[2]?.answer();
    pool.members[2]?.refuse(pool.members[2].sent[0]?.id);
    pool.send("query");
    pool.send("query");
    expect(pool.counts).toEqual([3, 2, 4]);
  });

  it("that nothing was sent of is not in flight", async () => {
    const pool = await scriptedPool(2);
    const [first] = pool.members;
    if (first !== undefined) first.refusal = new ConnectionUnavailableError("ending", { outcome: "not_sent" });
    expect(() => pool.send("query")).toThrow("ending");
    expect(() => pool.send("attach", [], { session, exclusive })).toThrow("ending");
    if (first !== undefined) first.refusal = undefined;
    pool.send("query");
    pool.send("attach", [], { session: another, exclusive });
    expect(pool.counts).toEqual([2, 0]);
  });

  it("that is given up is in flight until its answer", async () => {
    const pool = await scriptedPool(2);
    const id = pool.send("query");
    pool.connection.abandon?.(id);
    pool.send("query");
    expect(pool.counts).toEqual([1, 1]);
  });

  it.each(["live", "kill", "revoke", "query"])(
    "that changes the session alone, such as %s, goes to the first alone",
    async (method) => {
      const pool = await scriptedPool(2);
      pool.send("query");
      pool.send(method, [], { exclusive });
      pool.members[0]?.answer("done");
      expect(pool.counts).toEqual([2, 0]);
      expect(pool.recorder.heard).toEqual(['2 "done"']);
    },
  );
});

describe("a session", () => {
  it("stays where it was attached, and each goes where the fewest are", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    pool.send("attach", [], { session, exclusive });
    first?.answer();
    pool.send("attach", [], { session: another, exclusive });
    second?.answer();
    pool.send("query", ["first"], { session });
    pool.send("use", ["a", "b"], { session: another, exclusive });
    second?.answer("used");
    pool.send("query", ["second"], { session: another });
    expect(first?.told).toEqual(["attach []", 'query ["first"]']);
    expect(second?.told).toEqual(["attach []", 'use ["a","b"]', 'query ["second"]']);
  });

  it("leaves room when it is detached, and when the server refuses it", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    pool.send("attach", [], { session, exclusive });
    first?.answer();
    pool.send("detach", [], { session, exclusive });
    first?.answer();
    pool.send("attach", [], { session: another, exclusive });
    first?.refuse();
    pool.send("attach", [], { session, exclusive });
    expect([first, second].map((member) => member?.sent.length)).toEqual([4, 0]);
  });
});

describe("a transaction", () => {
  it.each([
    ["an id", transaction],
    ["a list", [transaction]],
    ["an object", { id: transaction.toUpperCase(), isolation: "snapshot" }],
  ])("stays where it was begun, when the answer is %s", async (_form, result) => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    pool.send("query");
    pool.send("begin");
    second?.answer(result);
    pool.send("query", ["inside"], { transaction });
    pool.send("query", ["inside again"], { transaction });
    pool.send("commit", [transaction], { transaction });
    expect(second?.told.slice(1)).toEqual(['query ["inside"]', 'query ["inside again"]', `commit ["${transaction}"]`]);
    expect(first?.sent).toHaveLength(1);
  });

  it("counts as busy until it has ended", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    pool.send("begin");
    first?.answer(transaction);
    pool.send("query");
    second?.answer();
    expect(pool.counts).toEqual([1, 1]);
    pool.send("cancel", [transaction], { transaction });
    first?.answer();
    pool.send("query");
    expect(pool.counts).toEqual([3, 1]);
  });

  it("that is unknown belongs to the first connection, whose answer says so", async () => {
    const pool = await scriptedPool(2);
    pool.send("query");
    pool.send("query", [], { transaction });
    pool.send("begin");
    pool.members[1]?.answer("nothing");
    pool.send("query", [], { transaction });
    expect(pool.counts).toEqual([3, 1]);
  });
});

describe("a streamed query", () => {
  it("is in flight until its last answer, and is stopped where it runs", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    pool.send("query");
    const id = pool.send("query_stream", [], {}, { streamed: true });
    second?.answer({ stream: "rows", values: [1] });
    pool.send("query");
    pool.send("query");
    expect(pool.counts).toEqual([2, 2]);
    pool.send("query_cancel", [id], { ends: id });
    expect(second?.told.at(-1)).toBe(`query_cancel ["${id}"]`);
    second?.answer({ stream: "end" }, id);
    pool.send("query_cancel", [id], { ends: id });
    expect(first?.told.at(-1)).toBe(`query_cancel ["${id}"]`);
    expect(pool.recorder.heard).toEqual(['2 {"stream":"rows","values":[1]}', '2 {"stream":"end"}']);
  });
});

describe("an export", () => {
  it("is carried by the first connection, part by part", async () => {
    const pool = await scriptedPool(2);
    const [first] = pool.members;
    pool.send("query");
    const id = pool.send("export", [], {}, { kind: "export", streamed: true });
    first?.context.listener.part(id, new Uint8Array(3));
    pool.connection.proceed?.(id);
    pool.connection.proceed?.("unknown");
    pool.connection.abandon?.(id);
    pool.connection.abandon?.(id);
    expect(first?.calls).toEqual([`proceed ${id}`, `abandon ${id}`]);
    expect(pool.recorder.heard).toEqual(["part of 2 3"]);
    expect(pool.counts).toEqual([2, 0]);
  });
});
