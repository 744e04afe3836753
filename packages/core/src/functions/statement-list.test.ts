import { ConnectionLostError } from "@surreal-sdk/transport";
import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { conflict, rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled, stateless } from "../../test/test-world.ts";
import { surql } from "../surrealql/bound-query.ts";

const done = (...results: unknown[]) => rows(undefined, ...results, "_reached", undefined);

describe("transaction() of a list", () => {
  it("sends one request, also where there are no other transactions, and gives the results of each part", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    channel.script = answering("query", done([{ id: 1 }], 1, 2, ["x"]));
    const parts = [db.create("user").content({ a: 1 }), db.query("LET $a = 1; RETURN 2"), surql`SELECT ${"x"}`];
    expect(await db.transaction(parts)).toEqual([{ id: 1 }, [1, 2], [["x"]]]);
    expect(methods(channel.sent)).toEqual(["query"]);
    expect(channel.sent[0]?.params[0]).toBe(
      "BEGIN;\nCREATE user CONTENT $_content\n;\nLET $a = 1\n;\n2\n;\nSELECT $_0\n;\n$_reached;\nCOMMIT;",
    );
    expect(await db.transaction([])).toEqual([]);
  });

  it("keeps the values of each part apart", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", done([1], undefined, undefined, [2], [3]));
    const ids = [1, 2].map((id) => new RecordId("user", id));
    const list = [...ids.map((id) => db.update(id).merge({ same: true })), surql`RETURN [3]`];
    expect(await db.transaction(list)).toEqual([1, 2, [[3]]]);
    const [text, bindings] = (channel.sent[0]?.params ?? []) as [string, Record<string, unknown>];
    expect(text).toContain(
      "LET $_resource = $_1__resource\n;\nLET $_data = $_1__data\n;\nUPDATE $_resource MERGE $_data",
    );
    expect(bindings).toMatchObject({ _resource: ids[0], _1__resource: ids[1] });
  });

  it("keeps the values of a part, though an earlier one uses or sets the name without binding it", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering(
      "query",
      done(undefined, undefined, 5, undefined, 7, undefined, undefined, undefined, 7),
    );
    const list = [
      db.query("LET $n = 5; RETURN $n"),
      db.query("RETURN $n", { n: 7 }),
      db.query("LET $n = $n + 1"),
      db.query("RETURN $n", { n: 7 }),
    ];
    await db.transaction(list);
    const [text, bindings] = (channel.sent[0]?.params ?? []) as [string, Record<string, unknown>];
    expect(text).toContain(
      "LET $_session_n = $n\n;\nLET $n = 5\n;\n$n\n;\nLET $n = $_1_n\n;\n$n\n;\nLET $n = $_session_n\n;\nLET $n = $n + 1\n;\nLET $n = $_3_n\n;\n$n\n;\n$_reached",
    );
    expect(bindings).toMatchObject({ _1_n: 7, _3_n: 7 });
    expect(bindings).not.toHaveProperty("n");
  });

  it("gives a part the value of the session, though an earlier one binds the name", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", done(undefined, undefined, 1, undefined, 9));
    const list = [db.query("RETURN $n", { n: 1, _session_n: 2, _reached: 3 }), db.query("RETURN $n")];
    expect(await db.transaction(list)).toEqual([[1], [9]]);
    const [text, bindings] = (channel.sent[0]?.params ?? []) as [string, Record<string, unknown>];
    expect(text).toBe(
      "BEGIN;\nLET $_session_n_ = $n\n;\nLET $n = $_0_n\n;\n$n\n;\nLET $n = $_session_n_\n;\n$n\n;\n$_reached_;\nCOMMIT;",
    );
    expect(bindings).toEqual({ _0_n: 1, _session_n: 2, _reached: 3, _reached_: "_reached" });
  });

  it("tells -0 and 0 apart", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", done(0, undefined, -0));
    await db.transaction([db.query("RETURN $n", { n: 0 }), db.query("RETURN $n", { n: -0 })]);
    expect(channel.sent[0]?.params[1]).toEqual({ n: 0, _1_n: -0, _reached: "_reached" });
  });

  it("does not touch names that no part gives a value, and those of the server", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", done(1, undefined, 2, undefined, "LET $auth = 1"));
    await db.transaction([
      surql`RETURN $own`,
      surql`LET $x = $own; RETURN $auth`,
      surql`LET $y = 1; RETURN "LET $auth = 1"`,
    ]);
    expect(channel.sent[0]?.params[0]).toBe(
      'BEGIN;\n$own\n;\nLET $x = $own\n;\n$auth\n;\nLET $y = 1\n;\n"LET $auth = 1"\n;\n$_reached;\nCOMMIT;',
    );
  });

  it("names the part that failed, and not those that failed with it", async () => {
    const { db, channel } = asyncWorld();
    const neighbour = {
      status: "ERR",
      time: "1ms",
      kind: "Query",
      details: { kind: "NotExecuted" },
      result: "not executed",
    };
    const thrown = { status: "ERR", time: "1ms", kind: "Thrown", result: "An error occurred: no" };
    const begin = { status: "OK", time: "1ms", result: undefined };
    channel.script = answering("query", { result: [begin, neighbour, neighbour, thrown, neighbour] });
    const error = await failure(db.transaction([surql`RETURN 1; RETURN 2`, surql`THROW 'no'`]));
    expect(error).toMatchObject({ name: "ThrownError", statement: 1, query: "THROW '…'", outcome: "failed" });
  });

  it("is sent again after a conflict, and not more often than that", async () => {
    const { db, channel, backstage } = asyncWorld();
    channel.script = answering("query", conflict, done([1]));
    const pending = db.transaction([surql`RETURN [1]`]);
    await settled();
    expect(methods(channel.sent)).toEqual(["query"]);
    for (const [fire] of backstage.timers) fire();
    expect(await pending).toEqual([[[1]]]);
    expect(methods(channel.sent)).toEqual(["query", "query"]);
    channel.script = answering("query", conflict);
    expect(await failure(db.transaction([surql`RETURN 1`], { retries: 0 }))).toMatchObject({ retrySafe: true });
    expect(methods(channel.sent)).toEqual(["query", "query", "query"]);
  });

  it("raises that the outcome is unknown when the answer was lost", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", { fail: new ConnectionLostError("cut", { outcome: "unknown" }) });
    expect(await failure(db.transaction([surql`CREATE x`]))).toMatchObject({
      name: "CommitOutcomeUnknownError",
      outcome: "unknown",
    });
  });

  it("notices that a RETURN inside of a part has ended the transaction", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(undefined, 1, undefined));
    const list = [surql`IF true { RETURN 1 }`, surql`CREATE x`];
    expect(await failure(db.transaction(list))).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
  });

  it("gives no part the result of another one where the server found more statements", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", done(1, 2, 3));
    expect(await failure(db.transaction([surql`RETURN 1`, surql`RETURN 2`]))).toMatchObject({
      name: "UnexpectedResponseError",
      outcome: "unknown",
    });
  });

  it("refuses what cannot be a part of it, and sends nothing", async () => {
    const { db, channel } = asyncWorld();
    const sent = db.query("RETURN 1");
    await sent.execute();
    const wrong = [[5], [db.select("user")], [surql`BEGIN`], [surql`/* x */ COMMIT`], ["LIVE SELECT * FROM a"], [sent]];
    for (const list of wrong) expect((await failure(db.transaction(list))).name).toMatch(/TypeError|SurrealError/);
    expect(await failure(db.transaction([surql`RETURN 1`], { key: "a" } as never))).toBeInstanceOf(TypeError);
    const builder = db.create("user").content({});
    channel.script = answering("query", done([1]));
    await db.transaction([builder]);
    expect(await failure(builder.execute())).toMatchObject({ name: "SurrealError", outcome: "not_sent" });
    expect(methods(channel.sent).filter((method) => method === "query")).toHaveLength(3);
  });
});
