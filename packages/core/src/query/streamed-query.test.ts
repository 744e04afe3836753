import { ConnectionLostError } from "@surreal-sdk/transport";
import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { expired, rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";
import { RowsRetractedError } from "../errors/core-errors.ts";
import { surql } from "../surrealql/bound-query.ts";

const streaming = { capabilities: { queryStream: true } };
const begin = { statements: 1, stream: "begin", version: 1 };
const batch = (...values: unknown[]) => ({ index: 0, stream: "rows", values });
const finished = (error?: object, index = 0) => ({ index, single: false, stream: "finished", time: "1ms", error });
const refusal = (code: number, message: string) => ({ error: { code, message } });
const query = surql`SELECT * FROM user`;

async function taken<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of stream) all.push(item);
  return all;
}

describe("a streamed query", () => {
  it("gives the rows of the first statement, and skips what it does not know", async () => {
    const { db, channel } = asyncWorld(streaming);
    const parts = [begin, batch(1, 2), { stream: "something new" }, batch(), batch(3), finished()];
    channel.script = answering("query_stream", { stream: parts });
    expect(await taken(db.query("SELECT VALUE n FROM $t", { t: 1 }).stream<number>())).toEqual([1, 2, 3]);
    expect(channel.sent).toMatchObject([
      { method: "query_stream", params: ["SELECT VALUE n FROM $t", { t: 1 }], call: { kind: "rpc", streamed: true } },
    ]);
    expect(channel.cancelled).toEqual([]);
  });

  it("gives a result that is no list as one row, and no result as none", async () => {
    const { db, channel } = asyncWorld(streaming);
    const value = (given: unknown) => ({ index: 0, stream: "value", value: given });
    channel.script = answering(
      "query_stream",
      { stream: [begin, value(5), { ...finished(), single: true }] },
      { stream: [begin, value(null), { ...finished(), single: true }] },
    );
    expect(await taken(db.rows(surql`RETURN 5`))).toEqual([5]);
    expect(await taken(db.rows(surql`RETURN NULL`))).toEqual([]);
  });

  it("gives the rows of the statement that is asked for, in a schema", async () => {
    const { db, channel } = asyncWorld(streaming);
    const second = { ...batch("1", "2"), index: 1 };
    channel.script = answering("query_stream", {
      stream: [begin, batch(9), finished(), second, finished(undefined, 1)],
    });
    const stream = db.query("RETURN [9]; RETURN ['1', '2']").stream<number>({ statement: 1, into: Number });
    expect(await taken(stream)).toEqual([1, 2]);
  });

  it("asks for nothing before the first row is wanted, and takes an answer when its rows are", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { stream: [begin, batch(1, 2), batch(3)], end: "silence" });
    const stream = db.rows<number>(query);
    await settled();
    expect(channel.sent).toEqual([]);
    expect(await stream.next()).toMatchObject({ value: 1 });
    await settled();
    expect(channel.taken).toHaveLength(2);
    expect([(await stream.next()).value, (await stream.next()).value]).toEqual([2, 3]);
    expect(channel.taken).toHaveLength(3);
  });

  it.each(["break", "return()", "throw"])("is cancelled by %s", async (how) => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { stream: [begin, batch(1, 2)], end: "silence" });
    const stream = db.rows<number>(query);
    if (how === "return()") {
      await stream.next();
      await stream.return();
    } else {
      const left = new Error("left");
      const loop = async () => {
        for await (const _ of stream) {
          if (how === "throw") throw left;
          break;
        }
      };
      await loop().catch((error) => expect(error).toBe(left));
    }
    expect([channel.cancelled.length, channel.unanswered.length]).toEqual([1, 0]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it("is cancelled, and over, when a row does not fit", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { stream: [begin, batch(1, "two", 3)], end: "silence" });
    const into = (value: unknown): number => {
      if (typeof value === "number") return value;
      throw new RangeError("no number");
    };
    const stream = db.query("SELECT VALUE n FROM t").stream<number>({ into });
    expect(await failure(taken(stream))).toMatchObject({ name: "RowValidationError", statement: 0, row: 1 });
    expect([channel.cancelled.length, channel.unanswered.length]).toEqual([1, 0]);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it.each([null, [{ status: "OK", time: "1ms", result: [1] }], begin])(
    "fails when its only answer is %j",
    async (result) => {
      const { db, channel } = asyncWorld(streaming);
      channel.script = answering("query_stream", { result });
      expect(await failure(taken(db.rows(query)))).toMatchObject({
        name: "UnexpectedResponseError",
        outcome: "unknown",
      });
    },
  );

  it("fails when it ends within its rows", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { stream: [begin, batch(1)], end: { result: null } });
    const stream = db.rows<number>(query);
    expect(await stream.next()).toMatchObject({ value: 1 });
    expect(await failure(stream.next())).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
  });

  it("is cancelled by the caller's signal, while it waits and between two rows", async () => {
    for (const before of [0, 1]) {
      const { db, channel } = asyncWorld(streaming);
      channel.script = answering("query_stream", { stream: [begin, batch(1)], end: "silence" });
      const abort = new AbortController();
      const stream = db.with({ signal: abort.signal }).rows<number>(query);
      await stream.next();
      const next = before === 0 ? stream.next() : undefined;
      await settled();
      abort.abort(new Error("enough"));
      expect(await failure(next ?? stream.next())).toMatchObject({ message: "enough" });
      expect(channel.cancelled).toHaveLength(1);
    }
  });

  it("ends while a row is awaited, when its consumer leaves", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { stream: [begin], end: "silence" });
    const stream = db.rows<number>(query);
    const first = stream.next();
    await settled();
    await settled();
    void stream.return();
    channel.drop();
    expect(await first).toMatchObject({ done: true });
  });

  it("fails with its connection after the rows that have arrived", async () => {
    const { db, channel } = asyncWorld(streaming);
    const fail = new ConnectionLostError("cut", { outcome: "unknown" });
    channel.script = answering("query_stream", { stream: [begin, batch(1)], end: { fail } });
    const stream = db.rows<number>(query);
    expect(await stream.next()).toMatchObject({ value: 1 });
    expect(await failure(stream.next())).toBe(fail);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it("takes back the rows of a statement that failed", async () => {
    const { db, channel } = asyncWorld(streaming);
    const error = { code: -32000, kind: "Thrown", message: "An error occurred: no" };
    channel.script = answering("query_stream", { stream: [begin, batch(1, 2), batch(3), finished(error)] });
    const stream = db.rows<number>(query);
    for (const row of [1, 2, 3]) expect((await stream.next()).value).toBe(row);
    const thrown = await failure<RowsRetractedError>(stream.next());
    expect(thrown).toBeInstanceOf(RowsRetractedError);
    expect(thrown).toMatchObject({ rows: 3, outcome: "failed", cause: { name: "ThrownError", statement: 0 } });
  });

  it("takes back the rows of a statement that had not finished when all ended", async () => {
    const { db, channel } = asyncWorld(streaming);
    const error = { code: -32000, kind: "Internal", message: "The streaming query was stopped before it completed" };
    const end = { result: { error, results: 0, stream: "end", time: "1ms" } };
    channel.script = answering("query_stream", { stream: [begin, batch(1)], end });
    const stream = db.rows<number>(query);
    await stream.next();
    expect(await failure(stream.next())).toMatchObject({ name: "RowsRetractedError", rows: 1 });
  });

  it("throws the error of a statement itself, when it has given no rows or keeps them", async () => {
    const { db, channel } = asyncWorld(streaming);
    const error = { code: -32000, kind: "Thrown", message: "An error occurred: no" };
    channel.script = answering(
      "query_stream",
      { stream: [begin, finished(error)] },
      { stream: [begin, batch(1), finished(), finished(error, 1)] },
    );
    expect(await failure(taken(db.rows(query)))).toMatchObject({ name: "ThrownError", statement: 0 });
    const stream = db.query("SELECT * FROM user; THROW 'no'").stream<number>();
    expect(await stream.next()).toMatchObject({ value: 1 });
    expect(await failure(stream.next())).toMatchObject({ name: "ThrownError", statement: 1 });
  });

  it("names the statement that failed a transaction, and not those that failed with it", async () => {
    const { db, channel } = asyncWorld(streaming);
    const neighbour = { code: -32003, kind: "Query", message: "m", details: { kind: "NotExecuted" } };
    const error = { code: -32000, kind: "Thrown", message: "An error occurred: no" };
    channel.script = answering("query_stream", {
      stream: [begin, batch(1), finished(neighbour), finished(error, 1)],
    });
    const thrown = await failure(taken(db.query("BEGIN; SELECT 1; THROW 'no'; COMMIT").stream()));
    expect(thrown).toMatchObject({ name: "RowsRetractedError", cause: { name: "ThrownError", statement: 1 } });
  });

  it("is sent once", async () => {
    const { db, channel } = asyncWorld(streaming);
    const builder = db.query("SELECT * FROM user");
    const stream = builder.stream();
    expect(await failure(builder.execute())).toMatchObject({ name: "SurrealError", outcome: "not_sent" });
    expect(() => builder.stream()).toThrow(/sent already/);
    await stream.return();
    expect(channel.sent).toEqual([]);
    expect(() => db.query("RETURN 1").stream({ statement: -1 })).toThrow(RangeError);
    expect(() => db.query("RETURN 1").stream({ index: 1 } as never)).toThrow(TypeError);
  });
});

describe("a streamed query that waits for the next connection", () => {
  it("runs in its session, though that is closed behind it", async () => {
    const { db, channel } = asyncWorld(streaming);
    const session = await db.newSession();
    channel.script = answering("query_stream", { stream: [begin, batch(1), finished()] });
    channel.drop();
    const before = channel.wire.length;
    const all = taken(session.rows(query));
    await session.closeSession();
    channel.restore();
    expect(await all).toEqual([1]);
    await settled();
    const sent = channel.wire.slice(before).map(({ method, session: id }) => [method, id]);
    expect(sent).toEqual(["attach", "query_stream", "detach"].map((method) => [method, session.sessionId]));
    expect(channel.remembered).toEqual([]);
  });

  it("that its caller has given up keeps no closed session", async () => {
    const { db, channel } = asyncWorld(streaming);
    const session = await db.newSession();
    channel.drop();
    const giving = new AbortController();
    const all = failure(taken(session.with({ signal: giving.signal }).rows(query)));
    await settled();
    giving.abort(new Error("no more"));
    expect(await all).toMatchObject({ message: "no more" });
    await session.closeSession();
    expect(channel.remembered).toEqual([]);
  });
});

describe("a server that does not stream", () => {
  it.each([
    ["does not have the method", refusal(-32601, "Method not found")],
    ["does not allow the method", refusal(-32602, "Method not allowed")],
  ])("because it %s is asked once for each connection", async (_why, answer) => {
    const { db, channel, errors } = asyncWorld(streaming);
    channel.script = (request) => (request.method === "query_stream" ? answer : rows([1, 2]));
    expect([await taken(db.rows(query)), await taken(db.rows(query))]).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(methods(channel.sent)).toEqual(["query_stream", "query", "query"]);
    channel.drop();
    channel.restore();
    await settled();
    await taken(db.rows(query));
    expect(methods(channel.sent).slice(3)).toEqual(["query_stream", "query"]);
    expect(errors).toEqual([]);
  });

  it("because it streams too many answers already is asked again the next time", async () => {
    const { db, channel } = asyncWorld(streaming);
    const full = refusal(-32602, "Too many concurrent streaming queries");
    channel.script = ({ method }) => (method === "query_stream" ? full : rows([1]));
    await taken(db.rows(query));
    await taken(db.rows(query));
    expect(methods(channel.sent)).toEqual(["query_stream", "query", "query_stream", "query"]);
  });

  it("is given no streamed query in a transaction, for a change of the session, or by an engine that cannot", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query", rows([1]));
    const transaction = await db.beginTransaction();
    expect(await taken(transaction.rows(query))).toEqual([1]);
    await taken(db.query("USE NS a; SELECT * FROM user").stream());
    expect(methods(channel.sent)).toEqual(["begin", "query", "query"]);
    const plain = asyncWorld();
    await taken(plain.db.rows(query));
    expect(methods(plain.channel.sent)).toEqual(["query"]);
  });

  it("refuses the query itself in the same way", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { error: { code: -32000, kind: "Validation", message: "Parse error" } });
    expect(await failure(taken(db.rows(query)))).toMatchObject({ name: "ValidationError", message: "Parse error" });
    expect(methods(channel.sent)).toEqual(["query_stream"]);
  });

  it("because the identity has expired renews it and streams", async () => {
    const { db, channel } = asyncWorld({ ...streaming, auth: { username: "root", password: "root" } });
    const answers = [expired, { stream: [begin, batch(1), finished()] }];
    const renewal = [expired, rows(undefined)];
    channel.script = ({ method }) => {
      if (method === "query_stream") return answers.shift();
      return method === "query" ? renewal.shift() : undefined;
    };
    expect(await taken(db.rows(query))).toEqual([1]);
    expect(methods(channel.sent)).toEqual(["query_stream", "query", "signin", "query", "query_stream"]);
  });
});

describe("the pages of a table", () => {
  const row = (id: number) => ({ id: new RecordId("user", id), __key: new RecordId("user", id) });

  it("are streamed, and the next one begins behind the last row", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering(
      "query_stream",
      { stream: [begin, batch(row(1)), batch(row(2)), finished()] },
      { stream: [begin, batch(row(3)), finished()] },
    );
    const all = await taken(db.rows<{ id: RecordId }>("user", { pageSize: 2 }));
    expect(all.map(({ id }) => id.id)).toEqual([1, 2, 3]);
    expect(all[0]).toStrictEqual({ id: new RecordId("user", 1) });
    expect(methods(channel.sent)).toEqual(["query_stream", "query_stream"]);
  });

  it("are cancelled with the page that is being read", async () => {
    const { db, channel } = asyncWorld(streaming);
    channel.script = answering("query_stream", { stream: [begin, batch(row(1))], end: "silence" });
    for await (const _ of db.rows("user")) break;
    expect(channel.cancelled).toHaveLength(1);
  });
});
