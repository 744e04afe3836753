import { platformTime } from "@surreal-sdk/transport/toolkit";
import { Datetime, Duration, RecordId, Uuid } from "@surreal-sdk/values";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { asyncWorld, settled, type TestWorld, type WorldOptions } from "../../test/test-world.ts";

const hour = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(platformTime, "now").mockImplementation(() => performance.now());
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

/** A stamp: milliseconds, and a counter in the lower sixteen bits. */
const stampOf = (milliseconds: number, count: number): bigint =>
  (BigInt(Math.floor(milliseconds)) << 16n) | BigInt(count);

/** A table with a change feed on a scripted server, whose clock goes with the test's. */
class FeedWorld {
  readonly world: TestWorld<"async">;
  readonly #start = Date.UTC(2026, 0, 1) - performance.now();
  readonly #log: { stamp: bigint; record: RecordId; n: number }[] = [];
  readonly #expiry: number;
  #liveId = Uuid.v7();
  #stream: AsyncGenerator<unknown, void, undefined> | undefined;
  /** Whether the server answers with an error instead of the feed. */
  isBroken = false;
  /** Whether it answers with an error to every query. */
  isDown = false;

  constructor(expiry: number, options: WorldOptions<"async"> = {}) {
    this.#expiry = expiry;
    this.world = asyncWorld(options);
    this.world.channel.script = ({ method, params }) => {
      if (method === "live") return { result: this.#liveId };
      if (method !== "query") return undefined;
      const [, place = "", text = ""] = /^(USE NS \S+ DB \S+; )?(.*)$/.exec(String(params[0])) ?? [];
      const before = place === "" ? [] : [undefined];
      if (text.startsWith("LIVE")) return rows(...before, this.#liveId);
      if (this.isDown) return { error: { code: -32000, message: "no queries today" } };
      if (text.includes("INFO FOR DB")) return rows(...before, this.#now(), this.#info());
      if (text.startsWith("RETURN time::now()")) return rows(...before, this.#now());
      if (this.isBroken) return { error: { code: -32000, message: "no feed today" } };
      return rows(...before, this.#changesSince(text));
    };
  }

  get #time(): number {
    return this.#start + performance.now();
  }

  async begin(): Promise<void> {
    const id = await this.world.db.live("user", { resync: "changes" });
    this.#stream = this.world.db.subscribeLive(id) as AsyncGenerator<unknown, void, undefined>;
  }

  /** A record changes. Whether the live query reports it depends on the connection. */
  write(key: string, n: number, isReported: boolean): void {
    const record = new RecordId("user", key);
    this.#log.push({ stamp: stampOf(this.#time, this.#log.length), record, n });
    if (isReported) {
      this.world.channel.notify({ id: this.#liveId, action: "UPDATE", record, result: { id: record, n } });
    }
  }

  /** The connection is lost, something happens, and the connection is back. */
  async away(meanwhile: () => void, before = 20_000): Promise<void> {
    await settled();
    this.pass(before);
    this.world.channel.drop();
    this.pass(1_000);
    meanwhile();
    this.#liveId = Uuid.v7();
    this.world.channel.restore();
    await settled();
  }

  pass(milliseconds: number): void {
    vi.advanceTimersByTime(milliseconds);
  }

  async next(count: number): Promise<unknown[]> {
    const told: unknown[] = [];
    while (told.length < count) {
      const change = (await this.#stream?.next())?.value as { action: string; result: { n: number } } | undefined;
      told.push(change?.action === "GAP" ? "GAP" : change?.result.n);
    }
    return told;
  }

  #now(): Datetime {
    return Datetime.fromDate(new Date(this.#time));
  }

  #info(): object {
    const expiry = Duration.parse(`${this.#expiry}ms`);
    return { tables: [{ name: "user", changefeed: { expiry, original: false } }] };
  }

  #changesSince(text: string): object[] {
    const since = /SINCE (\S+) LIMIT/.exec(text)?.[1] ?? "";
    const from = /^\d+$/.test(since) ? BigInt(since) : stampOf(Date.parse(since.slice(2, -1)), 0);
    const oldest = stampOf(this.#time - this.#expiry, 0);
    return this.#log
      .filter(({ stamp }) => stamp >= from && stamp >= oldest)
      .map(({ stamp, record, n }) => ({ versionstamp: stamp, changes: [{ update: { id: record, n } }] }));
  }
}

describe("a live query that reads the change feed after a reconnect", () => {
  it("tells what was missed each time, and never a gap", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    for (let round = 1; round <= 5; round += 1) {
      feed.pass(10_000);
      feed.write("seen", round * 10, true);
      expect(await feed.next(1)).toEqual([round * 10]);
      await feed.away(() => {
        feed.write("missed", round * 10 + 1, false);
        feed.write("missed", round * 10 + 2, false);
      });
      expect(await feed.next(2)).toEqual([round * 10 + 1, round * 10 + 2]);
    }
    expect(feed.world.events).not.toContain("gap: reconnect");
  });

  it("tells what a table that was quiet for longer than its feed reaches back has missed", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    for (let round = 1; round <= 3; round += 1) {
      feed.pass(3 * hour);
      await feed.away(() => feed.write("missed", round, false));
      expect(await feed.next(1)).toEqual([round]);
    }
  });

  it("tells what was missed right behind the change that has ended such a quiet time", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    for (let round = 10; round <= 30; round += 10) {
      feed.pass(3 * hour);
      feed.write("seen", round, true);
      expect(await feed.next(1)).toEqual([round]);
      await settled();
      feed.write("lost before the loss of the connection was noticed", round + 1, false);
      await feed.away(() => feed.write("missed", round + 2, false), 10_000);
      expect(await feed.next(2)).toEqual([round + 1, round + 2]);
    }
    expect(feed.world.events).not.toContain("gap: reconnect");
  });

  it("tells of a gap where more was reported since then than it remembers", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    feed.pass(3 * hour);
    for (let n = 1; n <= 1_001; n += 1) feed.write("seen", n, true);
    await feed.next(1_001);
    await feed.away(() => feed.write("missed", 2_000, false));
    expect(await feed.next(1)).toEqual(["GAP"]);
  });

  it("tells behind a gap nothing that was before it", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    feed.isDown = true;
    await feed.away(() => feed.write("lost", 1, false));
    expect(await feed.next(1)).toEqual(["GAP"]);
    feed.isDown = false;
    await feed.away(() => feed.write("missed", 2, false), 5_000);
    expect(await feed.next(1)).toEqual([2]);
  });

  it("tells what a table that changes now and then has missed, after longer than its feed reaches back", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    for (let n = 1; n <= 40; n += 1) {
      feed.pass(hour / 5);
      feed.write("seen", n, true);
      expect(await feed.next(1)).toEqual([n]);
      await settled();
    }
    await feed.away(() => feed.write("missed", 100, false));
    expect(await feed.next(1)).toEqual([100]);
  });

  it("tells what was missed after the change of a record that began another period", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    for (let n = 1; n <= 5; n += 1) {
      feed.pass(hour / 3);
      feed.write(`seen ${n}`, n, true);
      expect(await feed.next(1)).toEqual([n]);
      await feed.away(() => feed.write("missed", 10 + n, false));
      expect(await feed.next(1)).toEqual([10 + n]);
    }
  });

  it.each<[string, (world: TestWorld<"async">) => Promise<unknown>]>([
    ["let", ({ db }) => db.let("unit", "metre")],
    ["use", ({ db }) => db.use("shop", "other")],
  ])("tells what was missed although the server refuses %s on the new connection", async (method, change) => {
    const feed = new FeedWorld(hour, { namespace: "shop", database: "orders" });
    await feed.begin();
    await change(feed.world);
    const { script } = feed.world.channel;
    feed.world.channel.script = (request) =>
      request.method === method ? { error: { code: -32000, message: "not today" } } : script(request);
    await feed.away(() => feed.write("missed", 1, false));
    expect(await feed.next(1)).toEqual([1]);
    await expect(feed.world.db.query("RETURN 1").execute()).rejects.toMatchObject({ outcome: "not_sent" });
  });

  it("tells of a gap when it was away for longer than the feed reaches back, and goes on well afterwards", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    await feed.away(() => {
      feed.write("lost", 1, false);
      feed.pass(2 * hour);
    });
    expect(await feed.next(1)).toEqual(["GAP"]);
    await feed.away(() => feed.write("missed", 2, false));
    expect(await feed.next(1)).toEqual([2]);
  });

  it("tells of a gap when the feed cannot be read, and goes on well afterwards", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    feed.isBroken = true;
    await feed.away(() => feed.write("lost", 1, false));
    expect(await feed.next(1)).toEqual(["GAP"]);
    feed.isBroken = false;
    feed.write("seen", 2, true);
    expect(await feed.next(1)).toEqual([2]);
    await feed.away(() => feed.write("missed", 3, false));
    expect(await feed.next(1)).toEqual([3]);
  });

  it("tells of a gap rather than guess how long a quiet connection was alive", async () => {
    const feed = new FeedWorld(hour, { heartbeat: false });
    await feed.begin();
    feed.pass(3 * hour);
    await feed.away(() => feed.write("missed", 1, false));
    expect(await feed.next(1)).toEqual(["GAP"]);
    await feed.away(() => feed.write("missed", 2, false));
    expect(await feed.next(1)).toEqual([2]);
  });

  it("tells what was missed by a catch-up that another loss of the connection has cut short", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    feed.pass(20_000);
    feed.world.channel.drop();
    feed.write("missed", 1, false);
    feed.world.channel.restore();
    // The answers of the catch-up are on their way.
    feed.world.channel.drop();
    feed.write("missed", 2, false);
    feed.world.channel.restore();
    expect(await feed.next(2)).toEqual([1, 2]);
  });

  it("does not tell twice what the new query reports as well", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    await feed.away(() => undefined);
    feed.write("seen", 1, true);
    expect(await feed.next(1)).toEqual([1]);
    await feed.away(() => feed.write("missed", 2, false));
    feed.write("seen", 3, true);
    expect(await feed.next(2)).toEqual([2, 3]);
  });

  it("tells a change that is like one missed long before", async () => {
    const feed = new FeedWorld(hour);
    await feed.begin();
    await feed.away(() => {
      feed.write("missed", 1, false);
      feed.pass(10_000);
    });
    expect(await feed.next(1)).toEqual([1]);
    feed.write("missed", 1, true);
    feed.write("seen", 2, true);
    expect(await feed.next(2)).toEqual([1, 2]);
  });
});
