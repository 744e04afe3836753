import { ConnectionLostError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { type ScriptedPool, scriptedPool } from "../test/scripted-engine.ts";

const change = { exclusive: true };

/** Asserts that the pool has ended, with all its connections, and reports nothing any more. */
function expectLost({ recorder, members }: ScriptedPool, message: RegExp): void {
  const [end, ...others] = recorder.ends;
  expect(end).toBeInstanceOf(ConnectionLostError);
  expect(end).toMatchObject({ outcome: "unknown", message: expect.stringMatching(message) });
  expect(others).toEqual([]);
  for (const { calls } of members) expect(calls).toEqual(["close 0"]);
  members[0]?.answer();
  expect(recorder.heard.at(-1)).toBe("closed");
}

describe("a change of the session", () => {
  it.each(["use", "let", "unset", "authenticate", "invalidate", "reset"])(
    "by %s is made on the first connection, then on the others, then answered",
    async (method) => {
      const pool = await scriptedPool(3);
      const [first, second, third] = pool.members;
      pool.send(method, ["x"], change);
      expect(pool.counts).toEqual([1, 0, 0]);
      first?.answer("made");
      for (const member of pool.members) expect(member.told).toEqual([`${method} ["x"]`]);
      second?.answer("as well");
      expect(pool.recorder.heard).toEqual([]);
      third?.answer("as well");
      expect(pool.recorder.heard).toEqual(['1 "made"']);
    },
  );

  it.each([
    ["signin", "header.claims.signature"],
    ["signup", { access: "header.claims.signature", refresh: "refresh" }],
    ["refresh", { access: "header.claims.signature", refresh: "refresh" }],
  ])("by %s is made on the others by its token, and its secrets are sent once", async (method, result) => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    pool.send(method, [{ user: "root", pass: "secret" }], change);
    first?.answer(result);
    expect(second?.told).toEqual(['authenticate ["header.claims.signature"]']);
    expect(second?.sent[0]?.facts.method).toBe("authenticate");
    second?.answer();
    expect(pool.recorder.heard).toEqual([`1 ${JSON.stringify(result)}`]);
  });

  it("that the server refuses is not repeated", async () => {
    const pool = await scriptedPool(2);
    pool.send("use", ["a", "b"], change);
    pool.members[0]?.refuse();
    expect(pool.recorder.heard).toEqual(['1 "refused"']);
    pool.send("query");
    pool.send("query");
    expect(pool.counts).toEqual([2, 1]);
  });

  it("that another connection refuses ends all of them", async () => {
    const pool = await scriptedPool(3);
    const [first, second, third] = pool.members;
    pool.send("use", ["a", "b"], change);
    first?.answer();
    second?.answer();
    third?.refuse();
    expectLost(pool, /accepted "use" on one of them and not on another: all 3 connections of the pool were closed/);
  });

  it("that cannot be sent to another connection ends all of them", async () => {
    const pool = await scriptedPool(2);
    const refusal = new ConnectionLostError("gone", { outcome: "not_sent" });
    if (pool.members[1] !== undefined) pool.members[1].refusal = refusal;
    pool.send("use", ["a", "b"], change);
    pool.members[0]?.answer();
    expectLost(pool, /accepted "use" on one/);
    expect(pool.recorder.ends[0]?.cause).toBe(refusal);
  });

  it.each([
    ["holds no token", { secret: "of another form" }],
    ["holds a token that the server refuses", "header.claims.signature"],
  ])("by a sign-in whose answer %s leaves the session to the first connection", async (_case, result) => {
    const pool = await scriptedPool(3);
    const [first, second, third] = pool.members;
    pool.send("signin", [{ key: "secret" }], change);
    first?.answer(result);
    if (typeof result === "string") {
      second?.refuse();
      expect(pool.recorder.heard).toEqual([]);
      third?.answer();
    }
    expect(pool.recorder.heard).toEqual([`1 ${JSON.stringify(result)}`]);
    const before = pool.counts;
    pool.send("use", ["a", "b"], change);
    first?.answer("made");
    pool.send("query");
    pool.send("query");
    pool.send("attach", [], { session: "s", ...change });
    expect(pool.counts).toEqual([(before[0] as number) + 4, ...before.slice(1)]);
    expect(pool.recorder.heard.at(-1)).toBe('2 "made"');
  });

  it("ends all connections when one that repeats it reports an error without an id", async () => {
    const pool = await scriptedPool(2);
    pool.send("use", ["a", "b"], change);
    pool.members[0]?.answer();
    pool.members[1]?.say({ error: { code: -32700, message: "Parse error" } });
    expectLost(pool, /reported an error on one of them that names no request/);
  });

  it("keeps later requests on the first connection while it has no answer, though its caller has given up", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    const use = pool.send("use", ["a", "b"], change);
    pool.connection.abandon?.(use);
    pool.send("query");
    pool.send("query");
    expect(pool.counts).toEqual([3, 0]);
    first?.answer("late", use);
    pool.send("query");
    expect(pool.counts).toEqual([4, 1]);
    second?.answer();
    pool.send("query");
    expect(pool.counts).toEqual([4, 2]);
    expect(pool.recorder.heard).toEqual(['1 "late"']);
  });

  it("is repeated after an earlier one, in the order in which the first connection made them", async () => {
    const pool = await scriptedPool(2);
    const [first, second] = pool.members;
    const one = pool.send("use", ["one", "db"], change);
    const two = pool.send("use", ["two", "db"], change);
    first?.answer(2, two);
    first?.answer(1, one);
    expect(second?.told).toEqual(['use ["two","db"]']);
    second?.answer();
    expect(second?.told).toEqual(['use ["two","db"]', 'use ["one","db"]']);
    second?.answer();
    expect(pool.recorder.heard).toEqual(["2 2", "1 1"]);
  });

  it("of an attached session is none of the others' business", async () => {
    const pool = await scriptedPool(2);
    pool.send("attach", [], { session: "s", ...change });
    pool.members[0]?.answer();
    pool.send("use", ["a", "b"], { session: "s", ...change });
    pool.members[0]?.answer();
    expect(pool.counts).toEqual([2, 0]);
    expect(pool.recorder.heard).toEqual(["1 null", "2 null"]);
  });

  it("is answered at once by a pool of one", async () => {
    const pool = await scriptedPool(1);
    pool.send("use", ["a", "b"], change);
    pool.members[0]?.answer("made");
    expect(pool.recorder.heard).toEqual(['1 "made"']);
  });
});
