import { describe, expect, it } from "vitest";
import { token } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { failure, methods, settled } from "../../test/test-world.ts";
import { one, type Row, readAll, texts, three, two, watched } from "../../test/watched-table.ts";
import { LiveEndedError } from "../index.ts";

describe("a watch, when its connection breaks", () => {
  it("reads everything after the reconnect and yields only what is different", async () => {
    const { db, channel, table } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    const first = (await loop.next()).value;
    channel.drop();
    table.records = [table.records[0] as Row, { id: three, n: 3 }];
    channel.restore();
    const second = (await loop.next()).value;
    expect(second?.rows[0]).toBe(first?.rows[0]);
    expect(second?.changes).toEqual({ added: [{ id: three, n: 3 }], changed: [], removed: [{ id: two, n: 2 }] });
    await loop.return();
  });

  it("repeats the read that was lost", async () => {
    const { db, channel, table, note } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    table.instead = "silence";
    note(one);
    await settled();
    channel.drop();
    table.instead = undefined;
    table.records = [];
    channel.restore();
    expect((await loop.next()).value?.rows).toEqual([]);
    await loop.return();
  });

  it("ends with a LiveEndedError when it is lost for good", async () => {
    const { db, channel } = watched();
    const view = db.watch<Row>("t");
    const loop = view[Symbol.asyncIterator]();
    await loop.next();
    const waiting = failure(loop.next());
    channel.drop("disconnected");
    expect(await waiting).toBeInstanceOf(LiveEndedError);
    expect(await loop.next()).toEqual({ done: true, value: undefined });
  });
});

describe("a watch ends", () => {
  it("with a LiveEndedError when the server ends the live query", async () => {
    const { db, note } = watched();
    const view = db.watch<Row>("t");
    const stop = view.subscribe(() => undefined);
    await settled();
    note(one, "KILLED");
    await settled();
    expect(view.getSnapshot()).toMatchObject({ status: "ended", error: { name: "LiveEndedError" } });
    stop();
  });

  it("with the error of a read that the server refuses, and ends the live query", async () => {
    const { db, channel, table, note } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    table.instead = { error: { kind: "NotAllowed", code: -32002, message: "no" } };
    note(one);
    expect(await failure(loop.next())).toMatchObject({ name: "NotAllowedError" });
    await settled();
    expect(methods(channel.wire).at(-1)).toBe("kill");
  });

  it.each(["close", "abort", "abort of with()", "close the connection"])("without an error by: %s", async (how) => {
    const { db, channel } = watched();
    const abort = new AbortController();
    const { signal } = abort;
    const view = how === "abort of with()" ? db.with({ signal }).watch<Row>("t") : db.watch<Row>("t", { signal });
    const loop = view[Symbol.asyncIterator]();
    await loop.next();
    const waiting = loop.next();
    if (how === "close") await view.close();
    else if (how.startsWith("abort")) abort.abort();
    else await db.close();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await settled();
    expect(methods(channel.wire).includes("kill")).toBe(how !== "close the connection");
    expect(view.getSnapshot().error).toBe(undefined);
  });

  it("with its last consumer: a loop that is left does not end the others", async () => {
    const { db, channel } = watched();
    const view = db.watch<Row>("t");
    const [a, b] = [view[Symbol.asyncIterator](), view[Symbol.asyncIterator]()];
    await Promise.all([a.next(), b.next()]);
    await a.return();
    expect(methods(channel.wire)).not.toContain("kill");
    await b.return();
    expect(methods(channel.wire).filter((method) => method !== "query")).toEqual(["kill"]);
  });

  it("and begins again with the next consumer, with the same objects", async () => {
    const { db } = watched();
    const view = db.watch<Row>("t");
    const first = (await view[Symbol.asyncIterator]().next()).value;
    await view.close();
    const again = db.watch<Row>("t");
    let stop = again.subscribe(() => undefined);
    await settled();
    const before = again.getSnapshot().rows;
    stop();
    expect(again.getSnapshot()).toMatchObject({ status: "loading", rows: before });
    stop = again.subscribe(() => undefined);
    await settled();
    expect(again.getSnapshot().status).toBe("current");
    expect(again.getSnapshot().rows).toBe(before);
    expect(first?.rows).toEqual(before);
    stop();
  });

  it("after `timeout` milliseconds without a change", async () => {
    const { db, channel, backstage } = watched();
    const loop = db.watch<Row>("t", { timeout: 40 })[Symbol.asyncIterator]();
    await loop.next();
    const waiting = loop.next();
    for (const [fire, milliseconds] of backstage.timers) if (milliseconds === 40) fire();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await settled();
    expect(methods(channel.wire).at(-1)).toBe("kill");
    expect([...backstage.timers.values()]).toEqual([]);
  });
});

describe("a watch follows its session", () => {
  it("to another identity: it starts again and reads everything", async () => {
    const { db, channel, table } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    table.records = [{ id: one, n: 1 }];
    await db.signin({ username: "root", password: "root" });
    expect((await loop.next()).value?.changes.removed).toEqual([{ id: two, n: 2 }]);
    expect(texts(channel).slice(2)).toEqual(["signin", "kill", "LIVE SELECT id FROM t", readAll]);
    await loop.return();
  });

  it("not to a state that is the same", async () => {
    const { db, channel } = watched({ namespace: "n", database: "d" });
    const stop = db.watch<Row>("t").subscribe(() => undefined);
    await settled();
    await db.use("n", "d");
    await settled();
    expect(methods(channel.wire)).not.toContain("kill");
    stop();
  });
});

describe("a watch, when a transaction of its connection ends", () => {
  it.each([
    ["reads everything where the server notifies of no transaction", "surrealdb-3.2.6", "commit", 2],
    ["reads nothing where the server notifies of them", "surrealdb-3.3.0", "commit", 1],
    ["reads nothing after one that was cancelled", "surrealdb-3.2.6", "cancel", 1],
  ] as const)("%s", async (_, version, ending, reads) => {
    const { db, channel, table } = watched();
    channel.script = (request) => (request.method === "version" ? { result: version } : table.answer(request));
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    const transaction = await db.beginTransaction();
    table.records = [...table.records, { id: three, n: 3 }];
    await transaction[ending]();
    await settled();
    expect(texts(channel).filter((text) => text === readAll)).toHaveLength(reads);
    await loop.return();
  });
});

it("a watch reads everything again when a server before 3.3 has renewed its list of live queries", async () => {
  const { db, channel, table, backstage, note } = watched();
  channel.script = (request) => (request.method === "version" ? { result: "surrealdb-3.2.6" } : table.answer(request));
  const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
  await loop.next();
  const started = ["LIVE SELECT id FROM t", readAll];
  expect(texts(channel)).toEqual(started);
  for (let turn = 0; turn < 2; turn += 1) {
    for (const [fire, milliseconds] of [...backstage.timers]) if (milliseconds === 2_000) fire();
    await settled();
  }
  expect(texts(channel).slice(started.length)).toEqual([readAll, "LIVE SELECT id FROM t", "kill", readAll]);
  table.records = [];
  note(one);
  expect((await loop.next()).value?.rows).toEqual([{ id: two, n: 2 }]);
  await loop.return();
});

it("a watch whose session gets another identity while it starts begins again", async () => {
  const { db, channel, table, note } = watched({ capabilities: { reconnect: false } });
  let asked = 0;
  const second = (): Answer | undefined => {
    asked += 1;
    return asked === 2 ? "silence" : undefined;
  };
  channel.script = (request) => {
    return (String(request.params[0]).startsWith("LIVE") ? second() : undefined) ?? table.answer(request);
  };
  const view = db.watch<Row>("t");
  const stop = view.subscribe(() => undefined);
  await settled();
  const [request] = channel.unanswered as [WireRequest];
  await db.authenticate(token({ ID: "user:ada", AC: "account" }));
  channel.expire(request);
  await settled();
  expect(view.getSnapshot()).toMatchObject({ status: "current", error: undefined });
  const started = texts(channel).filter((text) => text.startsWith("LIVE"));
  expect(started).toHaveLength(4);
  table.records = [];
  note(one);
  await settled();
  expect(view.getSnapshot().rows).toEqual([{ id: two, n: 2 }]);
  stop();
});
