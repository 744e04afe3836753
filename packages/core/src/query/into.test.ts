import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure } from "../../test/test-world.ts";
import type { StandardSchema } from "./into.ts";

interface User {
  readonly name: string;
}

type Validate = StandardSchema<User>["~standard"]["validate"];

function schema(validate: Validate): StandardSchema<User> {
  return { "~standard": { version: 1, vendor: "test", validate } };
}

const validate: Validate = (value) => {
  const { name } = value as { name?: unknown };
  if (typeof name === "string") return { value: { name: name.toUpperCase() } };
  return { issues: [{ message: "expected text", path: ["address", { key: 0 }, "name"] }, { message: "and more" }] };
};
const user = schema(validate);

/** What arktype gives: something that can be called as well. */
const callable = Object.assign(() => "called", user);
const later = schema(async (value) => validate(value));

const ada = { name: "ada" };
const wrong = { name: 5 };

describe("into", () => {
  it.each<[string, typeof user]>([
    ["a schema", user],
    ["a schema that can be called", callable],
    ["a schema that takes its time", later],
  ])("reads by %s", async (_, into) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows([ada, { name: "bob" }], 5));
    expect(await db.select("user", { into })).toEqual([{ name: "ADA" }, { name: "BOB" }]);
    expect(await db.query("…").rows(into)).toEqual([{ name: "ADA" }, { name: "BOB" }]);
    expect(await db.insert("user", {}, { into }).execute()).toEqual([{ name: "ADA" }, { name: "BOB" }]);
    expect(await db.update("user", {}, { into }).execute()).toEqual([{ name: "ADA" }, { name: "BOB" }]);
    channel.script = answering("query", rows([ada]));
    expect(await db.select("user:ada", { into })).toEqual({ name: "ADA" });
    expect(await db.delete("user:ada", { into }).execute()).toEqual({ name: "ADA" });
    channel.script = answering("query", rows([]));
    expect(await db.select("user:ada", { into })).toBeUndefined();
  });

  it("reads by a function, that may take its time", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows([ada]));
    expect(await db.select("user", { into: (row) => (row as User).name })).toEqual(["ada"]);
    expect(await db.query("…").into(async (all) => (all as unknown[]).length)).toBe(1);
  });

  it.each<[string, (world: ReturnType<typeof asyncWorld>) => Promise<unknown>, object]>([
    [
      "a row of a select",
      ({ db }) => db.select("user", { into: user }),
      {
        message: "Row 1 of statement 0 does not fit at address.0.name: expected text (and 1 more)",
        statement: 0,
        row: 1,
        path: "address.0.name",
      },
    ],
    [
      "a row of a query",
      ({ db }) => db.query("…").rows(user),
      {
        message: "Row 1 of statement 0 does not fit at address.0.name: expected text (and 1 more)",
        statement: 0,
        row: 1,
      },
    ],
    [
      "a result as a whole",
      ({ db }) => db.query("…").into(user),
      {
        message: "The result does not fit at address.0.name: expected text (and 1 more)",
        statement: undefined,
        row: undefined,
      },
    ],
    [
      "what a function throws",
      ({ db }) => db.select("user", { into: (row) => (row as User).name.trim() }),
      {
        message: expect.stringContaining("Row 1 of statement 0 does not fit: "),
        path: "",
        cause: expect.any(TypeError),
      },
    ],
    [
      "the only record",
      ({ db }) => db.select("user:ada", { into: schema(() => ({ issues: [{ message: "no", path: ["age"] }] })) }),
      { message: "Row 0 of statement 0 does not fit at age: no", statement: 0, row: 0, path: "age" },
    ],
    [
      "a row among all results",
      ({ db }) => db.query("…").into(schema(() => ({ issues: [{ message: "no", path: [0, 1, "age", 2] }] }))),
      { message: "Row 1 of statement 0 does not fit at age.2: no", statement: 0, row: 1, path: "age.2" },
    ],
    [
      "one of all results",
      ({ db }) => db.query("…").into(schema(() => ({ issues: [{ message: "no", path: [{ key: 1 }] }] }))),
      { message: "The result of statement 1 does not fit: no", statement: 1, row: undefined, path: "" },
    ],
    ["what an async schema says", ({ db }) => db.select("user", { into: later }), { row: 1, path: "address.0.name" }],
  ])("says where %s does not fit", async (_, call, expected) => {
    const world = asyncWorld();
    world.channel.script = answering("query", rows([ada, wrong]));
    expect(await failure(call(world))).toMatchObject({
      name: "RowValidationError",
      outcome: "unknown",
      retrySafe: false,
      ...expected,
    });
  });

  it("refuses a class, which nobody can call without new, before anything is sent", async () => {
    class Person {}
    const { db, channel } = asyncWorld();
    const into = Person as never;
    for (const call of [
      () => db.select("user", { into }),
      () => db.query("…").rows(into),
      () => db.query("…").into(into),
    ]) {
      expect(await failure(new Promise((resolve) => resolve(call())))).toEqual(
        new TypeError("`into` is called without `new`: for a class pass (row) => new Person(row)."),
      );
    }
    expect(channel.wire).toEqual([]);
  });

  it("cannot wait for a schema while the thread is blocked", () => {
    const { db, channel } = blockingWorld();
    channel.script = answering("query", rows([ada]));
    expect(() => db.select("user", { into: later })).toThrow(TypeError);
    expect(db.select("user", { into: callable })).toEqual([{ name: "ADA" }]);
  });

  it("takes a row with a field named then for a row", async () => {
    const { db, channel } = asyncWorld();
    const row = JSON.parse('{"then":"later"}') as object;
    channel.script = answering("query", rows([row]));
    expect(await db.select("user:1")).toEqual(row);
    expect(await db.select("user:1", { into: (same) => same })).toEqual(row);
  });

  it("keeps one outcome for all who read the same query in different ways", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows([ada]));
    const query = db.query("…");
    expect([await query.rows(user), await query.first()]).toEqual([[{ name: "ADA" }], [ada]]);
    expect(channel.wire).toHaveLength(1);
  });
});
