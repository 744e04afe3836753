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
    this.db = this.#connection(options.url);
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
    await this.#enter(this.db, "main");
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
  async another(database: string): Promise<Database> {
    const other = this.#connection(this.kind === "embedded" ? "mem://" : this.options.url);
    await this.#enter(other, database);
    return other;
  }

  /** Ends the tour and takes away what it made. */
  async leave(): Promise<void> {
    await this.#journal?.stop();
    if (this.kind !== "embedded") await this.db.query(`REMOVE NAMESPACE IF EXISTS ${this.namespace}`).execute();
    await this.db.close();
  }

  #connection(url: string): Database {
    return AsyncSurreal(url, { reconnect: { attempts: 60, minDelay: 50, maxDelay: 500 } });
  }

  async #enter(db: Database, database: string): Promise<void> {
    const { user, password } = this.options;
    if (this.kind !== "embedded") await db.signin({ username: user, password });
    await db.use(this.namespace, database);
  }
}
