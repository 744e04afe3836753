import { LiveOverflowError } from "@surreal-sdk/core";
import { Uuid } from "@surreal-sdk/values";
import { expect, it } from "vitest";
import { puppet, thrown } from "../../test/puppet.ts";
import type { BlockingSurrealConnection } from "./blocking-connection.ts";

const first = Uuid.parse("018f4d3c-0000-7000-8000-000000000001");
const second = Uuid.parse("018f4d3c-0000-7000-8000-000000000002");

/** Starts a live query whose notifications the test controls. */
function started(db: BlockingSurrealConnection, id: Uuid): Uuid {
  db.query("live", { id }).execute();
  return id;
}

const indexes = (changes: Iterable<object>): number[] =>
  [...changes].map((change) => (change as { result: { index: number } }).result.index);

it("several subscriptions on one connection have queues of their own, filled during other calls", () => {
  using db = puppet();
  const one = db.subscribeLive(started(db, first), { timeout: 0 });
  const other = db.subscribeLive(started(db, second), { timeout: 0 });
  db.query("notify", { id: first, n: 3 }).execute();
  db.query("notify", { id: second, n: 2 }).execute();
  expect(indexes(other)).toEqual([0, 1]);
  expect(indexes(one)).toEqual([0, 1, 2]);
});

it("a notification that comes between two calls is there at the next", () => {
  using db = puppet();
  const stream = db.subscribeLive(started(db, first));
  db.query("later", { id: first, n: 5 }).execute();
  expect(stream.next()).toMatchObject({ done: false, value: { id: first, action: "CREATE", result: { index: 5 } } });
});

it("for-of blocks until the query ends", () => {
  using db = puppet();
  const stream = db.subscribeLive(started(db, first));
  db.query("notify", { id: first, n: 2 }).execute();
  db.query("killed", { id: first }).execute();
  expect(indexes(stream)).toEqual([0, 1]);
});

it.each([
  ["closing the connection", (db: BlockingSurrealConnection) => db.close()],
  ["kill", (db: BlockingSurrealConnection) => db.kill(first)],
])("%s ends a stream quietly", (_name, end) => {
  using db = puppet();
  const stream = db.subscribeLive(started(db, first));
  end(db);
  expect(stream.next()).toEqual({ done: true, value: undefined });
});

it("what piles up beyond the limit while nobody looks is dropped in the worker, and the gap says how much", () => {
  using db = puppet();
  const gaps: unknown[] = [];
  db.on("gap", (gap) => gaps.push(gap));
  const stream = db.subscribeLive(started(db, first), { timeout: 0, queue: 20_000, overflow: "drop-oldest" });
  // All in one turn of the worker, so that none is taken in between.
  db.query("notify", { id: first, n: 10_500 }).execute();
  db.query("notify", { id: first, n: 1 }).execute();
  const changes = [...stream];
  expect(changes[10_000]).toEqual({ id: first, action: "GAP", reason: "overflow", dropped: 500 });
  expect(indexes([changes[9_999] as object, changes[10_001] as object])).toEqual([9_999, 0]);
  expect(changes).toHaveLength(10_002);
  expect(gaps).toMatchObject([{ reason: "overflow" }]);
});

it("or ends the query with an error, as live.overflow has it", () => {
  using db = puppet();
  const stream = db.subscribeLive(started(db, first), { timeout: 0, queue: 20_000 });
  db.query("notify", { id: first, n: 10_500 }).execute();
  expect(thrown(() => [...stream])).toBeInstanceOf(LiveOverflowError);
});

it("the end of a live query is heard although everything before it was dropped", () => {
  using db = puppet({ live: { queue: 10_000, overflow: "drop-oldest" } });
  const stream = db.subscribeLive(started(db, first));
  db.query("notify", { id: first, n: 10_500 }).execute();
  db.query("killed", { id: first }).execute();
  expect([...stream]).toHaveLength(10_001);
});
