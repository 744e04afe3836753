import { type Datetime, Duration, RecordId, type Uuid } from "@surreal-sdk/values";
import type { Place } from "../expectation.ts";

/** A record as it is stored: which it is, by where it lives and a key, and a number that counts writes. */
export interface Stored {
  readonly id: RecordId;
  readonly n: number;
}

export type Action = "CREATE" | "UPDATE" | "DELETE";

interface FeedEntry {
  readonly stamp: bigint;
  readonly entry: Readonly<Record<string, unknown>>;
}

/** A live query that a connection has running. */
export interface LiveQuery {
  readonly id: Uuid;
  readonly table: string;
  readonly place: Place;
  /** The session it runs in. */
  readonly owner: string;
  /** Milliseconds since 1970 from which on the server serves it no more, without a word: its session has ended. */
  readonly expires: number;
  readonly send: (action: Action | "KILLED", record: RecordId | undefined, result: unknown) => void;
  ended: boolean;
}

/** How long a change feed keeps an entry, in milliseconds. */
const feedExpiry = 12_000;

/** The tables of one namespace and database. */
export class Database {
  readonly #home: string;
  readonly #now: () => number;
  readonly #tables: Map<string, { records: Map<number, Stored>; feed: FeedEntry[] }> = new Map();
  readonly lives: Set<LiveQuery> = new Set();
  #stamp = 0n;
  #writes = 0;

  constructor(home: string, now: () => number) {
    this.#home = home;
    this.#now = now;
  }

  /** Another client writes a record, or deletes it. Gives the number of the write. */
  write(table: string, key: number, deletes: boolean): number {
    const { records, feed } = this.#table(table);
    const id = new RecordId(table, [this.#home, key]);
    const before = records.get(key);
    if (deletes && before === undefined) return this.#writes;
    this.#writes += 1;
    const stored: Stored = { id, n: this.#writes };
    if (deletes) records.delete(key);
    else records.set(key, stored);
    const action: Action = deletes ? "DELETE" : before === undefined ? "CREATE" : "UPDATE";
    const result = deletes ? (before as Stored) : stored;
    // Without the originals, feeds tell creations and changes alike, and of a deletion the id alone.
    const entry = deletes ? { delete: { id } } : { update: stored };
    feed.push({ stamp: this.#nextStamp(), entry });
    for (const live of this.lives) if (live.table === table && !live.ended) live.send(action, id, result);
    return this.#writes;
  }

  records(table: string): Stored[] {
    return [...this.#table(table).records.values()];
  }

  /** What `INFO FOR DB STRUCTURE` tells of the feed of every table. */
  info(tables: Iterable<string>): unknown {
    const changefeed = { expiry: Duration.fromMilliseconds(feedExpiry), original: false };
    return { tables: [...tables].map((name) => ({ name, changefeed })) };
  }

  /** `SHOW CHANGES`, from a time or from a stamp on. */
  changes(table: string, since: Datetime | bigint): unknown[] {
    const from = typeof since === "bigint" ? since : BigInt(since.toDate().getTime()) << 16n;
    const { feed } = this.#table(table);
    return feed
      .filter(({ stamp }) => stamp >= from)
      .map(({ stamp, entry }) => ({ versionstamp: stamp, changes: [entry] }));
  }

  #nextStamp(): bigint {
    const now = BigInt(this.#now()) << 16n;
    this.#stamp = now > this.#stamp ? now : this.#stamp + 1n;
    return this.#stamp;
  }

  #table(name: string): { records: Map<number, Stored>; feed: FeedEntry[] } {
    const known = this.#tables.get(name) ?? { records: new Map(), feed: [] };
    this.#tables.set(name, known);
    return known;
  }
}
