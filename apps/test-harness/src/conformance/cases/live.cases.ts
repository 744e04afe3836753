import type { LiveNotification } from "surreal-sdk";
import { BoundIncluded, eq, LiveOverflowError, Range, RecordId, ServerError, Table, Uuid } from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";

const ada = new RecordId("user", "ada");
const user = (n: number): RecordId => new RecordId("user", n);
type Stream = Awaited<ReturnType<Database["subscribeLive"]>>;

/** One turn of the event loop, in a page too. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/** `live`, `subscribeLive`, `kill`. */
export function liveCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  beforeEach(() => scratch.read("DEFINE TABLE user; DEFINE TABLE other"));

  it("reports whole notifications: id, action, record and result, in order", async () => {
    const id = await scratch.db.live("user");
    expect(id).toBeInstanceOf(Uuid);
    const stream = await scratch.db.subscribeLive(id);
    // One by one: the server may notify of two writes in the other order.
    await run(scratch.db.create(ada, { n: 1 }));
    expect(await take(stream, 1)).toEqual([{ id, action: "CREATE", record: ada, result: { id: ada, n: 1 } }]);
    await run(scratch.db.merge(ada, { n: 2 }));
    expect(await take(stream, 1)).toEqual([{ id, action: "UPDATE", record: ada, result: { id: ada, n: 2 } }]);
    await run(scratch.db.delete(ada));
    expect(await take(stream, 1)).toEqual([{ id, action: "DELETE", record: ada, result: { id: ada, n: 2 } }]);
  });

  it("reports JSON Patches in diff mode", async () => {
    const stream = await scratch.db.subscribeLive(await scratch.db.live("user", true));
    await run(scratch.db.create(ada, { n: 1 }));
    expect(await take(stream, 1)).toMatchObject([{ result: [{ op: "replace", path: "", value: { id: ada, n: 1 } }] }]);
    await run(scratch.db.merge(ada, { n: 2 }));
    expect(await take(stream, 1)).toMatchObject([{ result: [{ op: "replace", path: "/n", value: 2 }] }]);
  });

  it("reports what where and fields choose", async () => {
    const id = await scratch.db.live(new Table("user"), { where: eq("n", 2), fields: ["n"] });
    const stream = await scratch.db.subscribeLive(id);
    await run(scratch.db.create("user:1", { n: 1, x: true }));
    await run(scratch.db.create("user:2", { n: 2, x: true }));
    expect(await take(stream, 1)).toMatchObject([
      { action: "CREATE", record: new RecordId("user", 2), result: { n: 2 } },
    ]);
  });

  it("reports the changes of one record, of a range, with linked records, or one value of them", async () => {
    const record = await scratch.db.subscribeLive(await scratch.db.live(new RecordId("user", 2)));
    const range = await scratch.db.subscribeLive(await scratch.db.live("user:2..4", { where: eq("x", true) }));
    const linked = await scratch.db.subscribeLive(await scratch.db.live("user:3", { fetch: ["friend"] }));
    const value = await scratch.db.subscribeLive(await scratch.db.live("user", { value: "n" }));
    // Each is awaited before the next write: servers do not keep the order of what comes close together.
    for (const n of [1, 2, 3, 4]) {
      await run(scratch.db.create(`user:${n}`, { n, x: true, friend: user(1) }));
      expect(await take(value, 1)).toMatchObject([{ result: n }]);
      if (n === 2 || n === 3) expect(await take(range, 1)).toMatchObject([{ record: user(n) }]);
    }
    expect(await take(record, 1)).toMatchObject([{ action: "CREATE", record: user(2) }]);
    expect(await take(linked, 1)).toMatchObject([{ record: user(3), result: { n: 3, friend: { id: user(1), n: 1 } } }]);
  });

  it("loses nothing between live and subscribeLive, nor with requests in between", async () => {
    const id = await scratch.db.live("user");
    await run(scratch.db.create("user:1"));
    const stream = await scratch.db.subscribeLive(id);
    await run(scratch.db.create("user:2"));
    await run(scratch.db.query("RETURN 1"));
    const changes = await take(stream, 2);
    const records = changes.map((change) => "record" in change && String(change.record));
    expect(records.sort()).toEqual(["user:1", "user:2"]);
  });

  it("delivers bursts of changes, 200 in all, each once, in order", async () => {
    const stream = await scratch.db.subscribeLive(await scratch.db.live("user"));
    // A server may end a connection for which more than 100 notifications wait.
    for (const start of [1, 51, 101, 151]) {
      await scratch.read("FOR $n IN 0..50 { CREATE type::record('user', $start + $n) }", { start });
    }
    const changes = await take(stream, 200);
    const ids = changes.map((change) => "record" in change && Number((change.record as RecordId).id));
    expect(ids).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
  });

  it("drops the oldest of a consumer that is too slow, and marks the gap", async () => {
    const id = await scratch.db.live("user");
    const slow = await scratch.db.subscribeLive(id, { queue: 2, overflow: "drop-oldest" });
    const quick = await scratch.db.subscribeLive(id);
    await scratch.read("FOR $n IN 1..=5 { CREATE type::record('user', $n) }");
    await take(quick, 5);
    const [gap, ...rest] = await take(slow, 3);
    expect(gap).toEqual({ id, action: "GAP", reason: "overflow", dropped: 3 });
    expect(rest.map((change) => "record" in change && String(change.record))).toEqual(["user:4", "user:5"]);
  });

  it("ends a consumer that is too slow with an error, where that is chosen", async () => {
    const id = await scratch.db.live("user");
    const slow = await scratch.db.subscribeLive(id, { queue: 1, overflow: "error" });
    const quick = await scratch.db.subscribeLive(id);
    await scratch.read("FOR $n IN 1..=5 { CREATE type::record('user', $n) }");
    expect(await take(quick, 5)).toHaveLength(5);
    const error = await raised(async () => {
      for (let n = 0; n < 5; n += 1) await slow.next();
    });
    expect(error).toBeInstanceOf(LiveOverflowError);
  });

  it("a timeout ends the waiting, not the query", async () => {
    const id = await scratch.db.live("user");
    const impatient = await scratch.db.subscribeLive(id, { timeout: 1 });
    expect(await impatient.next()).toMatchObject({ done: true });
    await run(scratch.db.create(ada));
    const patient = await scratch.db.subscribeLive(id);
    expect(await take(patient, 1)).toMatchObject([{ action: "CREATE", record: ada }]);
  });

  it("a LIVE SELECT sent as a query can be subscribed to", async () => {
    const id = await scratch.db.query<[Uuid]>("LIVE SELECT * FROM user").first();
    const stream = await scratch.db.subscribeLive(id as Uuid);
    await run(scratch.db.create(ada));
    expect(await take(stream, 1)).toMatchObject([{ action: "CREATE", record: ada }]);
  });

  it("two subscribers of one query both get everything, and one may leave", async () => {
    const id = await scratch.db.live("user");
    const first = await scratch.db.subscribeLive(id);
    const second = await scratch.db.subscribeLive(id);
    await run(scratch.db.create("user:1"));
    expect(await take(first, 1)).toHaveLength(1);
    expect(await take(second, 1)).toHaveLength(1);
  });

  it("a change in another table, or by another query, is not reported", async () => {
    const stream = await scratch.db.subscribeLive(await scratch.db.live("user"));
    await run(scratch.db.create("other:1"));
    await run(scratch.db.create("user:1"));
    expect(await take(stream, 1)).toMatchObject([{ record: new RecordId("user", 1) }]);
  });

  it("kill ends its subscribers quietly", async () => {
    const id = await scratch.db.live("user");
    const stream = await scratch.db.subscribeLive(id);
    const another = await scratch.db.subscribeLive(id);
    await run(scratch.db.create(ada));
    expect(await take(another, 1)).toHaveLength(1);
    expect(await scratch.db.kill(id)).toBeUndefined();
    const rest: string[] = [];
    for await (const { action } of stream) rest.push(action);
    expect(rest, "what had come before the kill is still given").toEqual(["CREATE"]);
  });

  it("close ends subscribers quietly", async () => {
    const db = await scratch.another();
    await run(db.query("DEFINE TABLE IF NOT EXISTS user"));
    const stream = await db.subscribeLive(await db.live("user"));
    await db.close();
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it("leaving the loop kills the query on the server", async () => {
    const id = await scratch.db.live("user");
    const stream = await scratch.db.subscribeLive(id);
    await run(scratch.db.create(ada));
    for await (const { action } of stream) {
      expect(action).toBe("CREATE");
      break;
    }
    const info = (await scratch.value("INFO FOR TABLE user")) as { lives: Record<string, string> };
    expect(info.lives).toEqual({});
  });

  if (target.mode === "async") {
    it("one whose caller gave up while it was being started is left neither here nor on the server", async () => {
      const reason = new RangeError("enough");
      for (let turns = 0; turns < 10; turns += 1) {
        const giving = new AbortController();
        const starting = scratch.db.with({ signal: giving.signal }).live("user");
        const ended = starting.then(
          (id) => scratch.db.kill(id),
          (error: unknown) => expect(error).toBe(reason),
        );
        for (let turn = 0; turn < turns; turn += 1) await nextTurn();
        giving.abort(reason);
        await ended;
      }
      const lives = async (): Promise<unknown> =>
        (await scratch.db.query<[{ lives: unknown }]>("INFO FOR TABLE user"))[0].lives;
      while (Object.keys((await lives()) as object).length > 0) await nextTurn();
    });
  }

  it("removing the table ends the subscription quietly", async () => {
    const stream = await scratch.db.subscribeLive(await scratch.db.live("user"));
    await scratch.read("REMOVE TABLE user");
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it("a table that does not exist is an error of the server", async () => {
    expect(await raised(() => scratch.db.live("nowhere"))).toBeInstanceOf(ServerError);
  });

  it.each([42, null, {}, new Range(new BoundIncluded(1), undefined)])(
    "live(%j) names no table and is refused",
    async (what) => {
      const error = await raised(() => scratch.db.live(what as unknown as string));
      expect(error).not.toBeInstanceOf(ServerError);
    },
  );

  it("an id that is no id is refused before anything is sent", async () => {
    expect(await raised(() => scratch.db.kill("x; REMOVE TABLE user" as unknown as Uuid))).not.toBeInstanceOf(
      ServerError,
    );
    expect(await raised(() => scratch.db.subscribeLive(42 as unknown as Uuid))).toBeInstanceOf(TypeError);
  });
}

async function take(stream: Stream, count: number): Promise<LiveNotification[]> {
  const taken: LiveNotification[] = [];
  while (taken.length < count) {
    const next = await stream.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
