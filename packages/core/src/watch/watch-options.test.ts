import { ConnectionLostError } from "@surreal-sdk/transport";
import { RecordId, Table } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { settled, stateless } from "../../test/test-world.ts";
import { one, type Row, readAll, texts, two, watched } from "../../test/watched-table.ts";

describe("without live queries", () => {
  it("it is refused at the call unless it may poll", async () => {
    const { db } = watched({ capabilities: stateless });
    expect(() => db.watch("t")).toThrow(expect.objectContaining({ name: "UnsupportedFeatureError" }));
  });

  it("it polls, and goes on after a poll that was lost", async () => {
    const { db, channel, table, backstage, errors } = watched({ capabilities: stateless });
    const poll = (): void => {
      for (const fire of [...backstage.timers.keys()]) fire();
    };
    const loop = db.watch<Row>("t", { refresh: 50 })[Symbol.asyncIterator]();
    await loop.next();
    table.instead = { fail: new ConnectionLostError("lost", { outcome: "unknown" }) };
    poll();
    await settled();
    expect(errors).toEqual([expect.any(ConnectionLostError)]);
    table.instead = undefined;
    table.records = [];
    poll();
    expect((await loop.next()).value?.rows).toEqual([]);
    expect(new Set(texts(channel))).toEqual(new Set([readAll]));
    await loop.return();
  });
});

describe("the arguments of watch()", () => {
  it.each<[unknown, object | undefined, string]>([
    [5, undefined, "watch() takes a RecordId, a Table or a string"],
    ["t", { were: 1 }, 'has no option "were". Did you mean "where"?'],
    ["t", { where: "n > 1" }, "where takes a condition"],
    ["t", { limit: -1 }, "`limit` is a whole number from 0 on"],
    ["t", { fetch: [] }, "`fetch` is empty"],
    ["t", { links: true }, "add `fetch`"],
    ["t", { refresh: 0 }, "`refresh` is a number of milliseconds from 1 on"],
    ["t", { timeout: -1 }, "`timeout` is a number of milliseconds from 0 on"],
    ["t", { signal: 1 }, "`signal` is an AbortSignal"],
  ])("%o with %o are refused at the call", (target, options, message) => {
    const { db } = watched();
    expect(() => db.watch(target as string, options)).toThrow(message);
  });

  it.each([
    [one, "LIVE SELECT id FROM t WHERE id = $_where0", { _where0: one }],
    [new Table("t"), "LIVE SELECT id FROM t", {}],
    [
      "t:2..5",
      "LIVE SELECT id FROM t WHERE (id >= $_where0) AND (id < $_where1)",
      { _where0: two, _where1: new RecordId("t", 5) },
    ],
  ] as const)("%s is watched by a live query of its records", async (target, text, bindings) => {
    const { db, channel } = watched();
    const stop = db.watch(target).subscribe(() => undefined);
    await settled();
    expect(channel.wire[0]?.params).toEqual([text, bindings]);
    stop();
  });
});
