import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import {
  answering,
  asyncWorld,
  blockingWorld,
  failure,
  lastQuery,
  methods,
  settled,
  type TestWorld,
} from "../../test/test-world.ts";

describe("reading again", () => {
  it.each([
    [false, 1],
    [true, 2],
  ])("with retryReads %s asks %i times for a select whose answer was lost (B22)", async (retryReads, times) => {
    const { db, channel } = asyncWorld({ retryReads });
    await db.ping();
    channel.script = answering("query", "silence");
    const reading = db.select("user").catch((error: Error) => error.name);
    await settled();
    channel.script = () => undefined;
    channel.drop();
    channel.restore();
    expect(await reading).toEqual(retryReads ? [] : "ConnectionLostError");
    expect(methods(channel.sent).filter((method) => method === "query")).toHaveLength(times);
  });

  it("is never done for a query of the user's own", async () => {
    const { db, channel } = asyncWorld({ retryReads: true });
    await db.ping();
    channel.script = answering("query", "silence");
    const reading = failure(db.query("SELECT * FROM user").execute());
    await settled();
    channel.drop();
    channel.restore();
    expect(await reading).toMatchObject({ name: "ConnectionLostError", outcome: "unknown" });
  });
});

describe("the value of one field", () => {
  it("is asked for instead of fields, and is the result", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows([36]), rows(["Ada", "Bob"]), rows([]));
    expect(await db.select("user:ada", { value: "age" })).toBe(36);
    expect(lastQuery(channel)[0]).toBe("SELECT VALUE age FROM $_resource");
    expect(await db.select("user", { value: "name", orderBy: "name" })).toEqual(["Ada", "Bob"]);
    expect(await db.select("user:none", { value: "age" })).toBeUndefined();
  });

  it("is refused beside fields, before anything is sent", async () => {
    const { db, channel } = asyncWorld();
    expect(await failure(selecting(db)("user", { value: "a", fields: ["b"] }))).toBeInstanceOf(TypeError);
    expect(channel.sent).toEqual([]);
  });
});

/** What a server answers that cannot parse a text. */
const parseError = { error: { kind: "Validation", code: -32000, message: "Parse error: Unexpected token `FOR`" } };

describe("clauses of newer servers", () => {
  it("a record is read for a later write", async () => {
    const { db, channel } = asyncWorld();
    await db.select("user:ada", { forUpdate: true, timeout: "1s" });
    expect(lastQuery(channel)[0]).toBe("SELECT * FROM $_resource TIMEOUT 1s FOR UPDATE");
  });

  it("an existing edge is changed", async () => {
    const { db, channel } = asyncWorld();
    await db.relate("user:ada", "knows:1", "user:bob", { since: 1833 }, { orUpdate: true });
    expect(lastQuery(channel)[0]).toBe("RELATE OR UPDATE $_from->$_edge->$_to CONTENT $_content");
  });

  it.each([
    ["forUpdate", "a table", (select: Select) => select("user", { forUpdate: true })],
    ["forUpdate", "a range", (select: Select) => select("user:1..5", { forUpdate: true })],
    ["forUpdate", "old data", (select: Select) => select("user:1", { forUpdate: true, version: new Date() })],
    ["forUpdate", "text", (select: Select) => select("user:1", { forUpdate: "yes" })],
  ])("%s is refused for %s, before anything is sent", async (option, _, call) => {
    const { db, channel } = asyncWorld();
    const error = await failure(call(selecting(db)));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain(option);
    expect(channel.sent).toEqual([]);
  });

  it.each([
    ["forUpdate", "select", ["user:1", { forUpdate: true }]],
    ["orUpdate", "relate", ["user:1", "knows:1", "user:2", {}, { orUpdate: true }]],
  ] as const)("the refusal of %s by an older server names the release that has it", async (feature, method, given) => {
    const expected = { name: "UnsupportedFeatureError", feature, outcome: "failed" };
    const { db, channel } = asyncWorld();
    channel.script = anOlderServer;
    const error = await failure(calling(db, method, given) as Promise<unknown>);
    expect(error).toMatchObject({ ...expected, cause: { name: "ValidationError" } });
    expect(error.message).toContain(`${method}(): this server does not know`);
    const blocking = blockingWorld();
    blocking.channel.script = anOlderServer;
    expect(() => calling(blocking.db, method, given)).toThrow(expect.objectContaining(expected));
  });

  function anOlderServer({ method }: WireRequest): Answer | undefined {
    return method === "version" ? { result: "surrealdb-3.2.6" } : method === "query" ? parseError : undefined;
  }

  it("an error in a text that a newer server cannot parse stays what it is", async () => {
    const { db, channel } = asyncWorld();
    channel.script = ({ method }) =>
      method === "version" ? { result: "surrealdb-3.3.5" } : method === "query" ? parseError : undefined;
    expect(await failure(db.select("user:1", { forUpdate: true }))).toMatchObject({ name: "ValidationError" });
  });
});

type Select = (target: string, options: object) => Promise<unknown>;

/** The method without its types, which refuse these calls as well. */
function selecting(db: TestWorld<"async">["db"]): Select {
  return (...given) => calling(db, "select", given) as Promise<unknown>;
}

function calling(db: object, method: "select" | "relate", given: readonly unknown[]): unknown {
  return (db as Record<string, (...given: readonly unknown[]) => unknown>)[method]?.(...given);
}
