import { Table, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { record, take } from "../../test/live-world.ts";
import { answering, asyncWorld, failure, settled } from "../../test/test-world.ts";

const text = "LIVE SELECT * FROM user";

/** A transaction in which a live query was started. */
async function started() {
  const world = asyncWorld();
  const { db, channel } = world;
  const id = Uuid.v7();
  channel.script = answering("query", rows(id));
  const tx = await db.beginTransaction();
  await tx.query(text).execute();
  return { ...world, channel, id, tx, stream: db.subscribeLive(id) };
}

describe("a live query that is started inside a transaction", () => {
  it("reports from the commit on, and is started again on a new connection", async () => {
    const { channel, id, tx, stream } = await started();
    expect(channel.remembered).toEqual([]);
    await tx.commit();
    expect(channel.remembered).toEqual([`live ${id.toJSON()}`]);
    channel.notify({ id, action: "CREATE", record, result: 1 });
    expect(await take(stream, 1)).toEqual([1]);
    const renamed = Uuid.v7();
    channel.script = answering("query", rows(renamed));
    channel.drop();
    channel.restore();
    expect(channel.wire.at(-1)).toMatchObject({ method: "query", params: [text, {}], txn: undefined });
    channel.notify({ id: renamed, action: "CREATE", record, result: 2 });
    expect(await take(stream, 2)).toEqual(["GAP reconnect", 2]);
  });

  it("loses none of the notifications that come before the answer to the commit", async () => {
    const { channel, id, tx, stream } = await started();
    channel.notify({ id, action: "CREATE", record, result: 1 });
    await tx.commit();
    expect(await take(stream, 1)).toEqual([1]);
  });

  it.each<[string, (world: Awaited<ReturnType<typeof started>>) => Promise<unknown>]>([
    ["is cancelled", ({ tx }) => tx.cancel()],
    [
      "is refused",
      ({ tx, channel }) => {
        channel.script = answering("commit", { error: { kind: "Query", message: "no" } });
        return failure(tx.commit());
      },
    ],
  ])("ends with an error when the transaction %s", async (_, end) => {
    const world = await started();
    const next = failure(world.stream.next());
    await end(world);
    expect(await next).toMatchObject({ name: "LiveEndedError", message: expect.stringContaining("rolled back") });
    expect(world.channel.remembered).toEqual([]);
  });

  it("ends with an error when the connection is lost before the commit, and is not started again", async () => {
    const { channel, stream } = await started();
    const before = channel.wire.length;
    channel.drop();
    expect(await failure(stream.next())).toMatchObject({ name: "LiveEndedError" });
    channel.restore();
    await settled();
    expect(channel.wire.slice(before)).toEqual([]);
  });

  it("takes no transaction along that has the statement among others", async () => {
    const { db, channel } = asyncWorld();
    const id = Uuid.v7();
    channel.script = answering("query", {
      result: [
        { status: "OK", time: "1µs", result: id, type: "live" },
        { status: "OK", time: "1µs", result: new Table("user") },
      ],
    });
    const tx = await db.beginTransaction();
    await tx.query(`${text}; RETURN 1`).execute();
    await tx.commit();
    const stream = db.subscribeLive(id);
    channel.notify({ id, action: "CREATE", record, result: 1 });
    expect(await take(stream, 1)).toEqual([1]);
    channel.drop();
    expect(await failure(stream.next())).toMatchObject({ name: "LiveEndedError" });
  });
});
