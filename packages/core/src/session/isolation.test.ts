import { Duration, Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure, methods } from "../../test/test-world.ts";

const id = Uuid.v7();

describe("the options of a transaction", () => {
  it("go to the server as it names them", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("begin", { result: { id, isolation: "snapshot", snapshot: 1 } });
    const transaction = await db.beginTransaction({ isolation: "snapshot", readOnly: true, maxStaleness: "5s" });
    expect(transaction.transactionId).toBe(id.toJSON());
    await db.transaction(async () => 1, { isolation: "serializable", retries: 0 });
    await db.transaction(async () => 1, { readOnly: true });
    expect(channel.sent.filter(({ method }) => method === "begin").map(({ params }) => params)).toEqual([
      [{ isolation: "snapshot", read_only: { max_staleness: Duration.parse("5s") } }],
      [{ isolation: "serializable" }],
      [{ read_only: {} }],
    ]);
  });

  it("are not sent where there are none", async () => {
    const { db, channel } = asyncWorld();
    await db.beginTransaction();
    await db.beginTransaction({});
    expect(channel.sent.map(({ params }) => params)).toEqual([[], []]);
  });

  it("are refused by a server that ignores them, and its transaction is cancelled", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("begin", { result: id });
    const error = await failure(db.beginTransaction({ readOnly: true }));
    expect(error).toMatchObject({ name: "UnsupportedFeatureError", outcome: "not_sent" });
    expect(methods(channel.sent)).toEqual(["begin", "cancel"]);
    expect(channel.sent[1]?.params).toEqual([id]);
  });

  it.each([
    [{ isolation: "dirty" }],
    [{ readOnly: 1 }],
    [{ maxStaleness: "5s" }],
    [{ readOnly: true, maxStaleness: "soon" }],
    [{ level: "snapshot" }],
  ])("are checked before anything is sent: %j", async (options) => {
    const { db, channel } = asyncWorld();
    expect((await failure(db.beginTransaction(options as never))).name).toMatch(/TypeError|InvalidDurationError/);
    expect((await failure(db.transaction(async () => 1, options as never))).name).toMatch(/TypeError|InvalidDuration/);
    expect(channel.sent).toEqual([]);
  });

  it("read nothing and write a key at the same time in no case", async () => {
    const { db } = asyncWorld();
    expect(await failure(db.transaction(async () => 1, { readOnly: true, key: "a" }))).toBeInstanceOf(TypeError);
  });
});

describe("the server's reasons", () => {
  it.each(["ReadSnapshotTooStale", "SerializableStaleRead", "IsolationNotSupported"])(
    "have a class: %s",
    async (kind) => {
      const { db, channel } = asyncWorld();
      channel.script = answering("begin", { error: { code: -32003, kind: "Query", message: "no", details: { kind } } });
      const error = await failure(db.beginTransaction({ readOnly: true }));
      expect(error).toMatchObject({ name: `${kind}Error`, outcome: "failed" });
    },
  );
});
