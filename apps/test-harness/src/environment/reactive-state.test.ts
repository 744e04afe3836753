import { reactive, readonly } from "@vue/reactivity";
import { AsyncSurreal, api, eq, equals, RecordId, raw, Surreal, surql, toSurrealQL } from "surreal-sdk";
import { stringify } from "surreal-sdk/json";
import { describe, expect, it } from "vitest";

type Connection = ReturnType<typeof AsyncSurreal>;
const modes = [
  { mode: "async", connect: AsyncSurreal },
  { mode: "blocking", connect: Surreal as unknown as typeof AsyncSurreal },
];

/** What a program may keep in the state of its pages, or of a store. */
async function keptOf(db: Connection): Promise<Record<string, object>> {
  await db.query("DEFINE TABLE user").execute();
  return {
    connection: db,
    view: db.with({ timeout: 1_000 }),
    session: await db.newSession(),
    transaction: await db.beginTransaction(),
    query: db.query("RETURN 1"),
    change: db.update("user"),
    insert: db.insert("user"),
    text: surql`RETURN 1`,
    condition: eq("n", 1),
    raw: raw("n"),
    watch: db.watch("user"),
    stream: db.subscribeLive(await db.live("user")),
    rows: db.rows("user"),
    files: db.files,
    loader: db.loader(),
    api: api(db as never),
  };
}

describe.each(modes)("in the reactive state of a framework, $mode", ({ connect }) => {
  it("everything that is kept is what it was: private members cannot be read through a proxy", async () => {
    const db = connect("mem://", { namespace: "state", database: "state" });
    const kept = await keptOf(db);
    const wrapped = Object.keys(kept).filter((name) => reactive({ held: kept[name] }).held !== kept[name]);
    expect(wrapped).toEqual([]);
    const { connection } = reactive({ connection: db }) as unknown as { connection: Connection };
    expect(await connection.query("RETURN 1").first()).toBe(1);
    expect(Object.prototype.toString.call(db)).toBe(`[object ${db.constructor.name}]`);
    await db.close();
  });

  it.each([
    ["a reactive object", reactive],
    ["a read-only one", readonly],
  ])("the values of %s are written, with its sets and maps", async (_, wrap) => {
    const db = connect("mem://", { namespace: "state", database: "state" });
    const friend = new RecordId("user", ["x", 2]);
    const row = () => ({
      id: new RecordId("user", 1),
      tags: new Set<unknown>(["a", { friend }]),
      seen: new Map([["today", new Set([1])]]),
      list: [{ at: new Date(0) }, new Uint8Array([1])],
      friend,
    });
    const state = wrap(row()) as ReturnType<typeof row>;
    await db.create(state.id, state);
    const { seen, ...rest } = row();
    const stored = await db.select("user:1");
    expect(equals(stored, { ...rest, seen: Object.fromEntries(seen) })).toBe(true);
    expect(equals(state.tags, row().tags)).toBe(true);
    expect(stringify(state)).toBe(stringify(row()));
    expect(toSurrealQL(state.tags)).toBe(toSurrealQL(row().tags));
    await db.close();
  });
});
