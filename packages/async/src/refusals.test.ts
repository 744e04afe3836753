import { FileRef } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { ScriptedEngine } from "../test/scripted-engine.ts";
import { AsyncSurrealConnection } from "./async-connection.ts";

const uuid = "0198a0a0-0000-7000-8000-000000000000";

function connection(): AsyncSurrealConnection {
  const engine = new ScriptedEngine();
  engine.script = ({ method }) => {
    if (method === "query") return { result: [{ status: "OK", time: "1µs", result: [] }] };
    return { result: ["live", "begin", "attach"].includes(method) ? uuid : undefined };
  };
  return new AsyncSurrealConnection("my://host", { engines: { my: engine } });
}

/** One of each class that has methods to be awaited. */
const owners: Readonly<Record<string, (db: AsyncSurrealConnection) => object | PromiseLike<object>>> = {
  connection: (db) => db,
  view: (db) => db.with({ timeout: 1_000 }),
  session: (db) => db.newSession(),
  transaction: (db) => db.beginTransaction(),
  files: (db) => db.files,
  query: (db) => ({ held: db.query("RETURN 1") }),
  "query of the wrong type": (db) => ({ held: db.query(5 as never) }),
  create: (db) => ({ held: db.create("user") }),
  "create of the wrong type": (db) => ({ held: db.create(Symbol("no") as never) }),
  update: (db) => ({ held: db.update("user", {}) }),
  delete: (db) => ({ held: db.delete("user") }),
  insert: (db) => ({ held: db.insert("user") }),
  rows: (db) => db.rows("user"),
};

/** What gives no promise may throw: views, listeners, and streams, which say at once what is wrong with them. */
const direct = new Set(
  "with on rows stream watch loader compile giveUp subscribeLive exportStream constructor".split(" "),
);

const trap = {
  get where(): never {
    throw new Error("read");
  },
};
const file = new FileRef("b", "k");
const wrong: readonly (readonly unknown[])[] = [
  [],
  [5],
  [null],
  ["", ""],
  [Symbol("no")],
  [{ unknown: 1 }],
  [[], []],
  [() => 1],
  [trap, trap],
  ["user", 5],
  ["user", "x", 5],
  ["user:1", {}, trap],
  ["user:1", {}, Symbol("no")],
  [5, Symbol("no"), 5, 5],
  [file],
  [file, Symbol("no")],
];

function methodsOf(value: object): string[] {
  const names = new Set<string>();
  for (let proto = Object.getPrototypeOf(value); proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const [name, { value: member }] of Object.entries(Object.getOwnPropertyDescriptors(proto))) {
      if (typeof member === "function" && !direct.has(name)) names.add(name);
    }
  }
  return [...names];
}

/** Held apart, so that awaiting does not execute it. */
async function madeBy(owner: string, db: AsyncSurrealConnection): Promise<{ readonly held: object }> {
  const made = await owners[owner]?.(db);
  return made !== undefined && "held" in made ? { held: made.held as object } : { held: made as object };
}

describe("a method that can be awaited rejects, whatever it is given, and never throws", () => {
  it.each(Object.keys(owners))("%s", async (owner) => {
    const names = methodsOf((await madeBy(owner, connection())).held);
    expect(names.length).toBeGreaterThan(2);
    const thrown: string[] = [];
    for (const name of names) {
      const db = connection();
      for (const given of wrong) {
        const { held } = await madeBy(owner, db);
        let result: unknown;
        try {
          result = (held as Record<string, (...given: readonly unknown[]) => unknown>)[name]?.(...given);
        } catch (error) {
          thrown.push(`${name}(${given.map((value) => typeof value).join(", ")}): ${error}`);
        }
        await Promise.allSettled([result]);
      }
    }
    expect(thrown).toEqual([]);
  });
});

describe("what is wrong with a builder is told when it is awaited", () => {
  it.each<[string, (db: AsyncSurrealConnection) => PromiseLike<unknown>, RegExp]>([
    ["a condition", (db) => db.update("user").where("a = 1" as never), /where\(\) takes a condition/],
    [
      "the first of several",
      (db) =>
        db
          .update("user")
          .where(5 as never)
          .where(null as never),
      /not number/,
    ],
    ["data for a delete", (db) => db.delete("user").merge({} as never), /A delete takes no data/],
    ["rows", (db) => db.query("RETURN 1").rows(5 as never), /`into`/],
    ["into", (db) => db.query("RETURN 1").into(5 as never), /`into`/],
    ["nothing to read into", (db) => db.query("RETURN 1").into(undefined as never), /into\(\) takes a schema/],
    ["a file", (db) => db.files.get("b:/k" as never), /files\.get\(\) takes a FileRef/],
    ["a bucket", (db) => db.files.list(5 as never), /list\(\) takes the name of a bucket/],
  ])("%s", async (_, call, message) => {
    await expect(Promise.resolve(call(connection()))).rejects.toThrow(message);
  });
});
