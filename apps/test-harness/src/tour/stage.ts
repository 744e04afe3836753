import { randomUUID } from "node:crypto";
import { AsyncSurreal, RecordId } from "surreal-sdk";
import { JournalWatch } from "./journal-watch.ts";
import { loadWorld } from "./load-world.ts";
import type { TourOptions } from "./tour-options.ts";

/** A connection of the async API, whichever engine carries it. */
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
  async prepare(): Promise<void> {
    await this.db.connect();
    await loadWorld(this.db);
    await this.db.query("DEFINE TABLE IF NOT EXISTS journal").execute();
    if (this.kind !== "http" && this.#journal?.open !== true) {
      this.#journal = await JournalWatch.start(this.db, this.#journal?.entries ?? []);
    }
  }

  /** Writes down that a chapter is over. */
  async note(number: number, chapter: string): Promise<void> {
    await this.db.upsert(new RecordId("journal", number), { chapter, at: new Date() });
  }

  /** Another connection: to this database of the same server, or of a store of its own in memory. */
  another(database: string): Database {
    return this.#connection(database);
  }

  /** Ends the tour and takes away what it made. */
  async leave(): Promise<void> {
    try {
      await this.#journal?.stop();
      if (this.kind !== "embedded") await this.db.query(`REMOVE NAMESPACE IF EXISTS ${this.namespace}`).execute();
    } finally {
      await this.db.close();
    }
  }

  /** Says everything in the options, so that it is in force again on every new connection. */
  #connection(database: string): Database {
    const { url, user, password } = this.options;
    const options = { namespace: this.namespace, database, reconnect: { attempts: 60, minDelay: 50, maxDelay: 500 } };
    if (this.kind === "embedded") return AsyncSurreal(url, options);
    return AsyncSurreal(url, { ...options, auth: { username: user, password } });
  }
}
