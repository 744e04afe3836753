import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { settled } from "../../test/test-world.ts";
import { one, type Row, readAll, readSome, texts, three, two, watched } from "../../test/watched-table.ts";
import { gt, raw } from "../index.ts";
import type { WatchSnapshot } from "./watch-views.ts";

const tableMissing: Answer = {
  result: [
    {
      status: "ERR",
      time: "1ms",
      kind: "NotFound",
      details: { kind: "Table" },
      result: "The table 'other' does not exist",
    },
  ],
};

describe("watch()", () => {
  it("sends nothing before there is a consumer, then starts the live query before it reads", async () => {
    const { db, channel } = watched();
    const view = db.watch<Row>("t");
    await settled();
    expect(texts(channel)).toEqual([]);
    const stop = view.subscribe(() => undefined);
    await settled();
    expect(texts(channel)).toEqual(["LIVE SELECT id FROM t", readAll]);
    stop();
    await settled();
    expect(texts(channel).at(-1)).toBe("kill");
  });

  it("reads all records of a burst at once, and keeps the objects of the rows that are equal", async () => {
    const { db, channel, table, note } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    const first = (await loop.next()).value;
    table.records = [table.records[0] as Row, { id: two, n: 5 }, { id: three, n: 3 }];
    for (const id of [two, three, two]) note(id);
    const second = (await loop.next()).value;
    expect(second?.rows.map(({ n }) => n)).toEqual([1, 5, 3]);
    expect(second?.rows[0]).toBe(first?.rows[0]);
    expect(second?.changes).toEqual({ added: [{ id: three, n: 3 }], changed: [{ id: two, n: 5 }], removed: [] });
    expect(texts(channel)).toEqual(["LIVE SELECT id FROM t", readAll, readSome]);
    expect(channel.wire.at(-1)?.params[1]).toEqual({ _ids: [two, three] });
    await loop.return();
  });

  it("reads once more for what changes while it reads, however often that is", async () => {
    const { db, channel, table, note } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    table.instead = "silence";
    note(one);
    await settled();
    for (let n = 0; n < 500; n += 1) note(two);
    const [reading] = channel.unanswered;
    table.instead = undefined;
    table.records = [{ id: two, n: 9 }];
    channel.reply(reading as WireRequest, rows([]));
    expect((await loop.next()).value?.rows.map(({ n }) => n)).toEqual([2]);
    expect((await loop.next()).value?.rows.map(({ n }) => n)).toEqual([9]);
    expect(texts(channel).slice(2)).toEqual([readSome, readSome]);
    await loop.return();
  });

  it("yields nothing where the record that changed has the same row as before", async () => {
    const { db, channel, note, table } = watched();
    const seen: WatchSnapshot<Row>[] = [];
    const stop = db.watch<Row>("t").subscribe((snapshot) => seen.push(snapshot));
    await settled();
    note(one);
    await settled();
    expect(texts(channel).at(-1)).toBe(readSome);
    expect(seen.map(({ status }) => status)).toEqual(["loading", "current"]);
    table.records = [];
    note(one, "DELETE");
    await settled();
    expect(seen.at(-1)?.changes).toEqual({ added: [], changed: [], removed: [{ id: one, n: 1 }] });
    stop();
  });

  it("calls no listener that another one has removed", async () => {
    const { db, note, table } = watched();
    const view = db.watch<Row>("t");
    const seen: string[] = [];
    let stopSecond = (): void => undefined;
    const stopFirst = view.subscribe(({ rows: [, second] }) => {
      if (second === undefined) stopSecond();
    });
    stopSecond = view.subscribe(({ rows: found }) => seen.push(found.map(({ n }) => n).join()));
    await settled();
    table.records = table.records.slice(0, 1);
    note(two, "DELETE");
    await settled();
    expect(seen).toEqual(["", "1,2"]);
    stopFirst();
  });

  it("reads everything where more has changed than it remembers", async () => {
    const { db, channel, note, table } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    table.records = [];
    for (let n = 0; n <= 1_000; n += 1) note(new RecordId("t", n));
    expect((await loop.next()).value?.rows).toEqual([]);
    expect(texts(channel).at(-1)).toBe(readAll);
    await loop.return();
  });

  it("asks for records that match or have matched, where the condition only compares", async () => {
    const { db, channel } = watched();
    const stop = db.watch<Row>("t", { where: gt("n", 1) }).subscribe(() => undefined);
    await settled();
    expect(texts(channel)).toEqual([
      "INFO FOR TABLE t STRUCTURE",
      "LIVE SELECT id FROM t WHERE (n > $_where0) OR ((SELECT VALUE 1 FROM [$before] WHERE (n > $_where1)))",
      `${readAll} WHERE n > $_where0`,
    ]);
    stop();
  });

  it.each<[string, Answer | undefined, Parameters<typeof raw>[0]]>([
    ["may fail", undefined, "string::len(s) > 1"],
    ["may read a computed field", rows({ fields: [{ name: "s", computed: "n > 1" }] }), "s = true"],
    ["may read a future", rows({ fields: [{ name: "s", value: "<future> { n }" }] }), "s = true"],
    ["cannot be judged", { error: { kind: "NotAllowed", code: -32002, message: "no" } }, "s = true"],
  ])("asks for all records of the table where the condition %s", async (_, info, where) => {
    const { db, channel, table } = watched();
    channel.script = (request) =>
      String(request.params[0]).startsWith("INFO") && info !== undefined ? info : table.answer(request);
    const stop = db.watch<Row>("t", { where: raw(where) }).subscribe(() => undefined);
    await settled();
    expect(texts(channel)).toContain("LIVE SELECT id FROM t");
    stop();
  });

  it("reads a window as a whole, in the order of the server", async () => {
    const { db, channel, table, note } = watched();
    const loop = db.watch<Row>("t", { orderBy: "n DESC", limit: 2, start: 1 })[Symbol.asyncIterator]();
    await loop.next();
    table.records = [...table.records].reverse();
    note(three);
    const { value } = await loop.next();
    expect(value?.rows.map(({ n }) => n)).toEqual([2, 1]);
    expect(value?.changes).toEqual({ added: [], changed: [], removed: [] });
    expect(texts(channel).at(-1)).toBe("SELECT *, $this.id AS __key FROM t ORDER BY n DESC LIMIT 2 START 1");
    await loop.return();
  });

  it("watches the tables that rows link to, and reads the rows with a link that changed", async () => {
    const { db, channel, table } = watched();
    const other = new RecordId("other", 1);
    channel.script = (request) => {
      const answer = table.answer(request);
      if (!String(request.params[0]).includes("__links")) return answer;
      return rows([{ id: one, n: 1, o: { id: other }, __key: one, __links: [other] }]);
    };
    const loop = db.watch("t", { fetch: ["o"], links: true })[Symbol.asyncIterator]();
    await loop.next();
    await settled();
    const select = "SELECT *, $this.id AS __key, [o] AS __links FROM";
    const whole = `${select} t FETCH o`;
    expect(texts(channel)).toEqual(["LIVE SELECT id FROM t", whole, "LIVE SELECT id FROM other", whole]);
    channel.notify({ id: table.live, action: "UPDATE", record: other, result: {} });
    channel.notify({ id: table.live, action: "UPDATE", record: new RecordId("other", 2), result: {} });
    await settled();
    expect(texts(channel).at(-1)).toBe(`${select} $_ids WHERE id != NONE FETCH o`);
    expect(channel.wire.at(-1)?.params[1]).toEqual({ _ids: [one] });
    await loop.return();
  });

  it("looks again for a table that rows link to and that does not exist yet", async () => {
    const { db, channel, table, backstage } = watched();
    const other = new RecordId("other", 1);
    let isMissing = true;
    channel.script = (request) => {
      const text = String(request.params[0]);
      if (isMissing && text.includes("FROM other")) return tableMissing;
      if (!text.includes("__links")) return table.answer(request);
      return rows([{ id: one, n: 1, o: isMissing ? undefined : { id: other }, __key: one, __links: [other] }]);
    };
    const again = (): number => [...backstage.timers.values()].filter((time) => time === 2_000).length;
    const loop = db.watch("t", { fetch: ["o"], links: true })[Symbol.asyncIterator]();
    await loop.next();
    await settled();
    const lives = (): number => texts(channel).filter((text) => text === "LIVE SELECT id FROM other").length;
    expect([lives(), again()]).toEqual([1, 2]);
    for (const fire of [...backstage.timers.keys()]) fire();
    await settled();
    expect([lives(), again()]).toEqual([2, 1]);
    isMissing = false;
    for (const fire of [...backstage.timers.keys()]) fire();
    expect((await loop.next()).value?.rows).toMatchObject([{ o: { id: other } }]);
    await settled();
    expect([lives(), again()]).toEqual([3, 1]);
    await loop.return();
  });
});

describe("a watch reads everything once more", () => {
  it("some time after its start: for transactions that had begun before", async () => {
    const { db, channel, table, backstage } = watched();
    const loop = db.watch<Row>("t")[Symbol.asyncIterator]();
    await loop.next();
    table.records = [];
    expect([...backstage.timers.values()]).toEqual([2_000]);
    for (const fire of backstage.timers.keys()) fire();
    expect((await loop.next()).value?.rows).toEqual([]);
    expect([texts(channel).at(-1), backstage.timers.size]).toEqual([readAll, 0]);
    await loop.return();
  });

  it("some time after rows link to another table, for the same reason", async () => {
    const { db, channel, table, backstage, note } = watched();
    const other = new RecordId("other", 1);
    let link: unknown;
    channel.script = (request) => {
      if (!String(request.params[0]).includes("__links")) return table.answer(request);
      return rows([{ id: one, n: 1, o: link, __key: one, __links: link === undefined ? [] : [other] }]);
    };
    const loop = db.watch("t", { fetch: ["o"], links: true })[Symbol.asyncIterator]();
    await loop.next();
    for (const fire of [...backstage.timers.keys()]) fire();
    await settled();
    expect(backstage.timers.size).toBe(0);
    link = { id: other, n: 1 };
    note(one);
    await loop.next();
    await settled();
    expect([...backstage.timers.values()]).toEqual([2_000]);
    link = { id: other, n: 2 };
    for (const fire of backstage.timers.keys()) fire();
    expect((await loop.next()).value?.rows).toEqual([{ id: one, n: 1, o: link }]);
    await loop.return();
  });

  it("after `refresh` milliseconds, which the process need not wait for once the connection does not hold it", async () => {
    const { db, backstage } = watched();
    const refreshing = (): (() => void)[] =>
      [...backstage.timers].filter(([, time]) => time === 50).map(([fire]) => fire);
    const isIdle = (): boolean[] => refreshing().map((timer) => backstage.idle.has(timer));
    db.ref();
    const stop = db.watch<Row>("t", { refresh: 50 }).subscribe(() => undefined);
    await settled();
    expect(isIdle()).toEqual([false]);
    db.unref();
    for (const fire of refreshing()) fire();
    await settled();
    expect(isIdle()).toEqual([true]);
    stop();
  });

  it("after `refresh` milliseconds, again and again", async () => {
    const { db, channel, backstage } = watched();
    const stop = db.watch<Row>("t", { refresh: 50 }).subscribe(() => undefined);
    await settled();
    for (let times = 2; times < 5; times += 1) {
      for (const [fire, milliseconds] of [...backstage.timers]) if (milliseconds === 50) fire();
      await settled();
      expect(texts(channel).filter((text) => text === readAll).length).toBe(times);
    }
    stop();
  });
});
