import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { AsyncSurreal, RecordId, Surreal } from "surreal-sdk";
import { JournalWatch } from "./journal-watch.ts";
import { loadWorld } from "./load-world.ts";
import { answer, type Mode, type Part } from "./play.ts";
import type { TourOptions } from "./tour-options.ts";

/**
 * A connection, whichever engine carries it. The types are those of the async API: the blocking one has the same methods,
 * with plain values in the place of promises.
 */
export type Database = ReturnType<typeof AsyncSurreal>;

/** The database the tour plays in: a namespace nobody else uses, gone when the tour is over. */
export class Stage {
  readonly db: Database;
  readonly options: TourOptions;
  readonly namespace: string;
  /** How often the connection was lost and found again. */
  reconnects = 0;
  #journal: JournalWatch | undefined;

  constructor(options: TourOptions) {
    this.options = options;
    this.namespace = `tour_${randomUUID().slice(0, 8)}`;
    this.db = this.#connection("main");
    this.db.on("status", (status: string) => {
      if (status === "reconnecting") this.reconnects += 1;
    });
  }

  get mode(): Mode {
    return this.options.blocking ? "blocking" : "async";
  }

  get kind(): "embedded" | "ws" | "http" {
    const scheme = this.options.url.split(":", 1)[0]?.toLowerCase() ?? "";
    if (/^wss?$/.test(scheme)) return "ws";
    return /^https?$/.test(scheme) ? "http" : "embedded";
  }

  /** What was written at the end of each chapter, as a live query saw it; nothing over HTTP. */
  get journal(): JournalWatch | undefined {
    return this.#journal;
  }

  /** Connects, and sees to it that the world and the journal are there: also after a server came back empty. */
  *prepare(): Part<void> {
    yield* answer(this.db.connect());
    yield* loadWorld(this.db);
    yield* answer(this.db.query("DEFINE TABLE IF NOT EXISTS journal"));
    if (this.kind === "http" || (yield* this.#stillListens())) return;
    this.#journal = yield* JournalWatch.start(this.db, this.#journal?.entries ?? []);
  }

  *#stillListens(): Part<boolean> {
    if (this.#journal === undefined) return false;
    const sign = `(lost for the ${this.reconnects}. time, and back)`;
    yield* this.note(500 + this.reconnects, sign);
    return yield* this.#journal.hears(sign);
  }

  /** Writes down that a chapter is over. */
  *note(number: number, chapter: string): Part<void> {
    yield* answer(this.db.upsert(new RecordId("journal", number), { chapter, at: new Date() }));
  }

  /** Lets some milliseconds pass. */
  *pause(milliseconds: number): Part<void> {
    if (this.mode === "async") yield pause(milliseconds);
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
  }

  /** Another connection: to this database of the same server, or of a store of its own in memory. */
  another(database: string): Database {
    return this.#connection(database);
  }

  /** Ends the tour and takes away what it made. */
  *leave(): Part<void> {
    try {
      if (this.#journal !== undefined) yield* this.#journal.stop();
      if (this.kind !== "embedded") yield* answer(this.db.query(`REMOVE NAMESPACE IF EXISTS ${this.namespace}`));
    } finally {
      yield* answer(this.db.close());
    }
  }

  /** Says everything in the options, so that it is in force again on every new connection. */
  #connection(database: string): Database {
    const { url, user, password } = this.options;
    const options = { namespace: this.namespace, database, reconnect: { attempts: 60, minDelay: 50, maxDelay: 500 } };
    const all = this.kind === "embedded" ? options : { ...options, auth: { username: user, password } };
    return this.options.blocking ? (Surreal(url, all) as unknown as Database) : AsyncSurreal(url, all);
  }
}
