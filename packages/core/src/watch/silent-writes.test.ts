import { describe, expect, it } from "vitest";
import type { Answer } from "../../test/scripted-channel.ts";
import { failure, settled } from "../../test/test-world.ts";
import { type Row, readAll, texts, three, watched } from "../../test/watched-table.ts";
import { raw } from "../index.ts";

/** A watch on such a server, which has read everything once; `reads` counts further reads of everything. */
async function watching(version: string, answers: (text: string) => Answer | undefined) {
  const world = watched();
  const { db, channel, table } = world;
  channel.script = (request) => {
    if (request.method === "version") return { result: version };
    return answers(String(request.params[0])) ?? table.answer(request);
  };
  const view = db.watch<Row>("t");
  const stop = view.subscribe(() => undefined);
  await settled();
  const reads = (): number => texts(channel).filter((text) => text === readAll).length - 1;
  return { ...world, view, stop, reads };
}

/** The answer to a query: whether each of its statements went well. */
function statuses(...all: readonly ("OK" | "ERR")[]): Answer {
  return { result: all.map((status) => ({ status, time: "1µs", result: status === "OK" ? [] : "no" })) };
}

const old = "surrealdb-3.0.5";
const ok = "OK";

describe("a watch reads everything again after a query of its connection that the server may not have notified of", () => {
  it.each([
    ["a statement that reads silences the following ones", "LET $n = 1; CREATE t SET n = $n", [ok, ok], old, 1],
    ["so does one that failed", "CREATE t:1; CREATE t:2", ["ERR", ok], old, 1],
    ["a server that does not tell its version may be as old", "LET $n = 1; CREATE t", [ok, ok], "unknown", 1],
    ["a function may write", "RETURN 1; RETURN fn::add()", [ok, ok], old, 1],
    ["a transaction among other statements", "RETURN 1; BEGIN; CREATE t; COMMIT", [ok, ok, ok], old, 1],
    ["two transactions", "BEGIN; CREATE t; COMMIT; BEGIN; CREATE t; COMMIT", [ok, ok, ok, ok], old, 1],
    ["the edges of a deleted record", "DELETE person:1", [ok], old, 1],
    ["the same in a transaction", "begin; delete person:1; commit", [ok, ok, ok], old, 1],
    ["an option", "OPTION IMPORT; CREATE t", [ok, ok], "surrealdb-3.3.5", 1],
    ["not after one that wrote", "CREATE t", [ok], old, 0],
    [
      "not after some that wrote",
      "CREATE t; -- LET\n UPDATE t; RELATE a:1->b->c:1; UPSERT t:1; INSERT INTO t {}",
      [ok, ok, ok, ok, ok],
      old,
      0,
    ],
    ["not after a transaction", "BEGIN; LET $n = 1; CREATE t; COMMIT;", [ok, ok, ok], old, 0],
    ["not after one that was undone", "BEGIN TRANSACTION; CREATE t; THROW 1; COMMIT", ["ERR", "ERR", "ERR"], old, 0],
    ["not after some that read", "SELECT * FROM a; SELECT * FROM b; RETURN deleted", [ok, ok, ok], old, 0],
    ["not after one that failed", "CREATE t:1", ["ERR"], old, 0],
    ["not where the server notifies", "LET $n = 1; CREATE t; DELETE person:1", [ok, ok, ok], "surrealdb-3.1.0", 0],
  ] as const)("%s", async (_, text, answered, version, expected) => {
    const { db, table, view, stop, reads } = await watching(version, (sent) =>
      sent === text ? statuses(...answered) : undefined,
    );
    table.records = [...table.records, { id: three, n: 3 }];
    await db.query(text).responses();
    await settled();
    expect(reads()).toBe(expected);
    expect(view.getSnapshot().rows).toHaveLength(2 + expected);
    stop();
  });

  it("though its caller gave up before the answer", async () => {
    const text = "LET $n = 1; CREATE t SET n = $n";
    const { db, channel, table, view, stop } = await watching(old, (sent) => (sent === text ? "silence" : undefined));
    const abort = new AbortController();
    const sent = failure(db.with({ signal: abort.signal }).query(text).execute());
    await settled();
    abort.abort();
    await sent;
    const [request] = channel.wire.filter(({ params }) => params[0] === text);
    table.records = [...table.records, { id: three, n: 3 }];
    channel.reply(request as never, statuses(ok, ok));
    await settled();
    expect(view.getSnapshot().rows).toHaveLength(3);
    stop();
  });

  it("of another session", async () => {
    const text = "LET $n = 1; CREATE t";
    const { db, table, view, stop } = await watching(old, (sent) => (sent === text ? statuses(ok, ok) : undefined));
    const session = await db.newSession();
    table.records = [...table.records, { id: three, n: 3 }];
    await session.query(text).execute();
    await settled();
    expect(view.getSnapshot().rows).toHaveLength(3);
    stop();
  });

  it("of no watch: one whose condition has such a word does not read for ever", async () => {
    const { db, channel, note } = await watching(old, () => undefined);
    const stop = db.watch<Row>("t", { where: raw("delete = 1") }).subscribe(() => undefined);
    await settled();
    const sent = channel.wire.length;
    note(three);
    await settled();
    expect(channel.wire.length - sent).toBeLessThanOrEqual(2);
    stop();
  });
});

it.each(["CREATE t:3", "CREAT"])(
  "a watch reads everything again after an import of its connection: %s",
  async (text) => {
    const { db, channel, table, view, stop } = await watching("surrealdb-3.3.5", () => undefined);
    const { script } = channel;
    channel.script = (request) => (request.method === "import" && text === "CREAT" ? statuses("ERR") : script(request));
    table.records = [...table.records, { id: three, n: 3 }];
    await db.import(text).catch(() => undefined);
    await settled();
    expect(view.getSnapshot().rows).toHaveLength(3);
    stop();
  },
);

it("no query is listened to where nothing is watched any more", async () => {
  const text = "LET $n = 1; CREATE t";
  const { db, stop, reads } = await watching(old, (sent) => (sent === text ? statuses(ok, ok) : undefined));
  stop();
  await settled();
  await db.query(text).execute();
  await settled();
  expect(reads()).toBe(0);
});
