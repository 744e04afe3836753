import { FaultProxy } from "@surreal-sdk/test-server";
import { AsyncSurreal, type LiveNotification } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type StartedServer, serversApart } from "../real/servers-here.ts";

const options = {
  namespace: "live",
  database: "live",
  auth: { username: "root", password: "root" },
  reconnect: { minDelay: 5, maxDelay: 20 },
} as const;

function told(item: LiveNotification): string {
  if (item.action === "GAP") return `GAP ${item.reason}`;
  // Some servers say what was deleted, some only that it was.
  if (item.action === "DELETE") return `DELETE ${item.record}`;
  return `${item.action} ${item.record} ${(item.result as { n?: number }).n}`;
}

describe.each(serversApart())("on $name", ({ start }) => {
  let server: StartedServer;
  let proxy: FaultProxy;

  beforeAll(async () => {
    server = await start();
    proxy = await FaultProxy.to(Number(new URL(server.wsUrl).port));
  });

  afterAll(async () => {
    await proxy.close();
    await server.close();
  });

  /** Writes while the connection of the test is gone, and lets it come back. */
  async function whileAway(sql: string): Promise<void> {
    proxy.faults = { refuse: true };
    proxy.cut();
    const writer = AsyncSurreal(server.wsUrl, options);
    await writer.query(sql);
    await writer.close();
    proxy.faults = {};
  }

  describe.each([
    {
      name: "from the change feed",
      define: "DEFINE TABLE thing CHANGEFEED 1h INCLUDE ORIGINAL",
      resync: "changes",
      missed: ["UPDATE thing:1 3", "CREATE thing:2 1", "DELETE thing:1", "CREATE thing:1 9"],
    },
    {
      name: "from a feed that tells no creation from a change",
      define: "DEFINE TABLE thing CHANGEFEED 1h",
      resync: "changes",
      missed: ["UPDATE thing:1 3", "UPDATE thing:2 1", "DELETE thing:1", "UPDATE thing:1 9"],
    },
    { name: "from no feed, by a GAP", define: "DEFINE TABLE thing", resync: "changes", missed: ["GAP reconnect"] },
    {
      name: "from a snapshot, as things are now",
      define: "DEFINE TABLE thing",
      resync: "snapshot",
      missed: ["UPDATE thing:1 9", "CREATE thing:2 1"],
    },
  ] as const)("what was missed by a reconnect is told $name (F15)", ({ define, resync, missed }) => {
    it("in order, once, and before the stream goes on", async () => {
      await using db = AsyncSurreal(proxy.wsUrl, options);
      await db.query(`REMOVE TABLE IF EXISTS thing; ${define}`);
      await using stream = db.subscribeLive(await db.live("thing", { resync }));
      const next = async (count: number): Promise<string[]> => {
        const items: string[] = [];
        while (items.length < count) items.push(told((await stream.next()).value as LiveNotification));
        return items;
      };
      await db.query("CREATE thing:1 SET n = 1");
      expect(await next(1)).toEqual(["CREATE thing:1 1"]);
      await db.query("UPDATE thing:1 SET n = 2");
      expect(await next(1)).toEqual(["UPDATE thing:1 2"]);

      await whileAway("UPDATE thing:1 SET n = 3; CREATE thing:2 SET n = 1; DELETE thing:1; CREATE thing:1 SET n = 9");

      expect(await next(missed.length)).toEqual(missed);
      await db.query("UPDATE thing:2 SET n = 5");
      expect(await next(1)).toEqual(["UPDATE thing:2 5"]);
    });
  });

  it("what was missed is told from the change feed again and again", async () => {
    await using db = AsyncSurreal(proxy.wsUrl, options);
    await db.query("REMOVE TABLE IF EXISTS often; DEFINE TABLE often CHANGEFEED 1h INCLUDE ORIGINAL");
    await using stream = db.subscribeLive(await db.live("often", { resync: "changes" }));
    for (let round = 1; round <= 3; round += 1) {
      await db.query(`CREATE often:seen${round} SET n = ${round}`);
      expect(told((await stream.next()).value as LiveNotification)).toBe(`CREATE often:seen${round} ${round}`);
      await whileAway(`CREATE often:missed${round} SET n = ${round}`);
      expect(told((await stream.next()).value as LiveNotification)).toBe(`CREATE often:missed${round} ${round}`);
    }
  });

  it("a live query goes on in its own database after the server was out of reach", async () => {
    await using db = AsyncSurreal(proxy.wsUrl, options);
    await db.query("DEFINE TABLE IF NOT EXISTS book");
    const id = await db.live("book", { resync: "snapshot" });
    await using stream = db.subscribeLive(id);
    await db.use("live", "other");
    await db.query("DEFINE TABLE IF NOT EXISTS book; CREATE book:there");
    await whileAway("CREATE book:here SET n = 1");
    expect(told((await stream.next()).value as LiveNotification)).toBe("CREATE book:here 1");
    await db.query("CREATE book:elsewhere SET n = 2; USE DB live; CREATE book:again SET n = 3");
    expect(told((await stream.next()).value as LiveNotification)).toBe("CREATE book:again 3");
  });
});
