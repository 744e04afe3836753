import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure } from "../../test/test-world.ts";

describe("rows()", () => {
  const page = (from: number, to: number): object[] =>
    Array.from({ length: to - from + 1 }, (_, n) => ({ n: from + n, __key: null }));

  it("reads the rows of a query once, each into its schema", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(page(1, 2)));
    const { surql } = await import("../surrealql/bound-query.ts");
    const seen: unknown[] = [];
    for await (const row of db.rows(surql`SELECT * FROM user`, { into: (value) => (value as { n: number }).n }))
      seen.push(row);
    expect([seen, channel.sent.length]).toEqual([[1, 2], 1]);
  });

  it("gives each row to one of several who ask at once", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(page(1, 3)));
    const stream = db.rows("user");
    const asked = await Promise.all([stream.next(), stream.next(), stream.next(), stream.next()]);
    expect(asked.map(({ value }) => (value as { n: number } | undefined)?.n)).toEqual([1, 2, 3, undefined]);
    expect(channel.sent).toHaveLength(1);
  });

  it("gives nothing more to a consumer that left while a page was read", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(page(1, 2)));
    const stream = db.rows("user");
    const [asked, left] = [stream.next(), stream.return()];
    expect(await Promise.all([asked, left, stream.next()])).toEqual(
      Array.from({ length: 3 }, () => ({ done: true, value: undefined })),
    );
    expect(channel.sent).toHaveLength(1);
  });

  it("gives no record twice, though the server finds it behind itself", async () => {
    const { db, channel } = asyncWorld();
    const id = (key: unknown) => ({ key: String(key), __key: new RecordId("user", [key as string]) });
    const [first, set, last] = [id(1), id(new Set([1, 2])), id(true)];
    channel.script = answering(
      "query",
      rows([{ ...first }, { ...set }]),
      rows([{ ...set }, { ...last }]),
      rows([{ ...last }]),
    );
    const seen: unknown[] = [];
    for await (const row of db.rows("user", { pageSize: 2 })) seen.push(row);
    expect(seen).toEqual([{ key: "1" }, { key: "[object Set]" }, { key: "true" }]);
    channel.script = answering("query", rows([set]));
    const stream = db.rows("user", { pageSize: 1 });
    await stream.next();
    expect(await failure(stream.next())).toMatchObject({ name: "UnexpectedResponseError", outcome: "failed" });
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it.each<[string, unknown, object]>([
    ["one record", "user:ada", {}],
    ["a page of nothing", "user", { pageSize: 0 }],
    ["no fields", "user", { fields: [] }],
    ["fields that are no list", "user", { fields: "name" }],
    ["an option that nobody knows", "user", { size: 5 }],
    ["a schema that is none", "user", { into: {} }],
  ])("refuses %s at the call", (_, source, options) => {
    const { db, channel } = asyncWorld();
    expect(() => db.rows(source as string, options)).toThrow(/TypeError|rows|pageSize|fields|into/);
    expect(channel.wire).toEqual([]);
  });
});
