import { ConnectionLostError, LiveEndedError, RecordId, SurrealError, surql } from "surreal-sdk";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Relay } from "../../apart/relay.ts";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";

/** What happens to users when a socket is cut. Stateful network transports only. */
export function outageCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  let relay: Relay;
  beforeEach(async () => {
    relay = await Relay.to(target.url());
  });
  afterEach(() => relay.close());
  const behindRelay = (options = {}): Promise<Database> =>
    scratch.another({ reconnect: { minDelay: 1, maxDelay: 20 }, ...options }, relay.url(target.url()));

  /** Cuts the connection, and waits until the client has seen it. */
  const cut = async (db: Database): Promise<void> => {
    let seen = false;
    const stop = db.on("status", (status) => {
      if (status !== "connected") seen = true;
    });
    relay.cut();
    // A blocking connection hears of it when it is looked at.
    while (!seen && db.status !== "closed") await new Promise((resolve) => setImmediate(resolve));
    stop();
  };

  it("after the peer has dropped the connection, the next request goes over a new one that stands where the old one stood", async () => {
    const db = await behindRelay();
    await db.let("x", 5);
    const { token } = db;
    await cut(db);
    expect(await run(db.query("RETURN [session::db(), $x]"))).toEqual([["main", 5]]);
    expect(db.status).toBe("connected");
    expect(db.token).toBe(token);
    expect(relay.made).toBe(2 * target.sockets);
  });

  it("connect after the peer has dropped the connection opens it again", async () => {
    const db = await behindRelay();
    await cut(db);
    await db.connect();
    expect(db.status).toBe("connected");
    expect(await run(db.query("RETURN 1"))).toEqual([1]);
  });

  it("a request under way when the connection is cut is rejected with an unknown outcome, and is not sent again", async () => {
    await scratch.read("DEFINE TABLE visit");
    const db = await behindRelay();
    relay.cutAfterNextRequest();
    const error = await raised(() => db.query("SLEEP 100ms; CREATE visit"));
    expect(error).toBeInstanceOf(ConnectionLostError);
    expect(error).toMatchObject({ outcome: "unknown", retrySafe: false });
    await run(db.query("RETURN 1"));
    await run(scratch.db.query("SLEEP 200ms"));
    expect(await scratch.value("RETURN count(SELECT id FROM visit)")).toBeLessThanOrEqual(1);
  });

  it("a live query goes on under its id after the connection was cut, and marks the gap", async () => {
    await scratch.read("DEFINE TABLE user");
    const db = await behindRelay();
    const id = await db.live("user");
    const stream = await db.subscribeLive(id);
    await run(scratch.db.create("user:1"));
    expect(await stream.next()).toMatchObject({ value: { id, action: "CREATE", record: new RecordId("user", 1) } });
    await cut(db);
    await db.connect();
    await run(scratch.db.create("user:2"));
    expect(await stream.next()).toEqual({ done: false, value: { id, action: "GAP", reason: "reconnect" } });
    expect(await stream.next()).toMatchObject({ value: { id, action: "CREATE", record: new RecordId("user", 2) } });
  });

  it("a live query goes on in its database, with its variables, wherever its session has gone", async () => {
    await scratch.read("DEFINE TABLE book");
    const db = await behindRelay();
    await db.let("low", 5);
    const id = await db.live("book", { where: surql`n >= $low AND $late = NONE` });
    const stream = await db.subscribeLive(id);
    await db.use(scratch.namespace, "other");
    await run(db.query("DEFINE TABLE book"));
    await db.let("low", 0);
    await db.let("late", true);
    await cut(db);
    await db.connect();
    expect(await stream.next()).toMatchObject({ value: { id, action: "GAP" } });
    await run(db.query("CREATE book:elsewhere SET n = 9"));
    await scratch.read("CREATE book:low SET n = 1; CREATE book:mine SET n = 7");
    expect(await stream.next()).toMatchObject({ value: { id, record: new RecordId("book", "mine") } });
    expect(db.database).toBe("other");
  });

  it("a live query that reads its table again reads the one that it belongs to", async () => {
    await scratch.read("DEFINE TABLE book; CREATE book:here");
    const db = await behindRelay();
    const stream = await db.subscribeLive(await db.live("book", { resync: "snapshot" }));
    await db.use(scratch.namespace, "other");
    await run(db.query("DEFINE TABLE book; CREATE book:there"));
    await cut(db);
    await db.connect();
    await scratch.read("CREATE book:new");
    expect(await stream.next()).toMatchObject({ value: { action: "CREATE", record: new RecordId("book", "new") } });
  });

  it("a live stream throws when its connection is lost for good, and ends quietly when it is closed", async () => {
    await scratch.read("DEFINE TABLE user");
    const db = await behindRelay({ reconnect: false });
    const lost = await db.subscribeLive(await db.live("user"));
    await cut(db);
    expect(await raised(() => lost.next())).toBeInstanceOf(LiveEndedError);
    const closed = await scratch.db.subscribeLive(await scratch.db.live("user"));
    await scratch.db.close();
    expect(await closed.next()).toMatchObject({ done: true });
  });

  it("a session is restored with its own state", async () => {
    const db = await behindRelay();
    const session = await db.newSession();
    await session.use(scratch.namespace, "other");
    await session.let("x", 7);
    await cut(db);
    expect(await session.query("RETURN [session::db(), $x]").first()).toEqual(["other", 7]);
    expect(await db.query("RETURN [session::db(), $x]").first()).toEqual(["main", undefined]);
  });

  it("a transaction does not survive, and says so", async () => {
    await scratch.read("CREATE account:1 SET n = 1");
    const db = await behindRelay();
    const transaction = await db.beginTransaction();
    await run(transaction.merge("account:1", { n: 2 }));
    await cut(db);
    await db.connect();
    const error = await raised(() => transaction.commit());
    expect(error.constructor.name).toBe("TransactionLostError");
    expect(await scratch.value("RETURN account:1.n")).toBe(1);
  });

  it("without reconnecting, the request under way fails and the status says disconnected", async () => {
    const db = await behindRelay({ reconnect: false });
    relay.cutAfterNextRequest();
    expect(await raised(() => db.query("SLEEP 300ms"))).toBeInstanceOf(SurrealError);
    expect(db.status).toBe("disconnected");
  });
}
