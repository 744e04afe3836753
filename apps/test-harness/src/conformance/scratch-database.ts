import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeEach } from "vitest";
import type { Database, DatabaseOptions, Target } from "./target.ts";
import { root } from "./target.ts";

/** A database of one case: nobody else sees it, and it is gone afterwards. */
export class ScratchDatabase {
  readonly #target: Target;
  readonly #opened: Database[] = [];
  #db: Database | undefined;
  #token: string | undefined;
  /** A connection that an earlier case has left in good order. */
  #spare: Database | undefined;
  namespace = "";

  constructor(target: Target) {
    this.#target = target;
    beforeEach(() => this.#enter());
    afterEach(() => this.#leave());
    afterAll(() => this.#spare?.close());
  }

  /** The connection of the case: signed in as root over the network, with a namespace and the database `main`. */
  get db(): Database {
    if (this.#db === undefined) throw new Error("A scratch database is there within a case only.");
    return this.#db;
  }

  /** Another connection to the same place, neither signed in nor used; over embedded engines an empty store. */
  anonymous(options?: DatabaseOptions, url?: string): Database {
    const db = this.#target.connection(options, url);
    this.#opened.push(db);
    return db;
  }

  /** Another connection that stands where {@link db} stands. */
  async another(options?: DatabaseOptions, url?: string): Promise<Database> {
    return await this.#goHome(this.anonymous(options, url));
  }

  /** What a raw query answers with, statement by statement; every statement must have succeeded. */
  async read(sql: string, variables: Record<string, unknown> = {}): Promise<unknown[]> {
    const entries = await this.db.queryRaw(sql, variables);
    return entries.map(({ status, result }) => {
      if (status !== "OK") throw new Error(`Reading back failed: ${String(result)}`);
      return result;
    });
  }

  /** The first number of the server's version. */
  async major(): Promise<number> {
    return Number(/^surrealdb-(\d+)/.exec(await this.db.version())?.[1]);
  }

  /** The first statement's value of {@link read}. */
  async value(sql: string, variables: Record<string, unknown> = {}): Promise<unknown> {
    return (await this.read(sql, variables))[0];
  }

  async #goHome(db: Database): Promise<Database> {
    if (this.#target.kind !== "embedded") await this.#enterAsRoot(db);
    await db.use(this.namespace, "main");
    return db;
  }

  /** Checking a password is slow on purpose: it is done once, and its token serves the cases after it. */
  async #enterAsRoot(db: Database): Promise<void> {
    if (this.#token === undefined) this.#token = (await db.signin(root)).access;
    else await db.authenticate(this.#token);
  }

  async #enter(): Promise<void> {
    this.namespace = `case_${randomUUID().slice(0, 8)}`;
    const spare = this.#spare;
    this.#spare = undefined;
    this.#db = await this.#goHome(spare ?? this.#target.connection());
  }

  /** A blocking connection starts a thread, which takes long: what is still in good order serves the next case. */
  async #leave(): Promise<void> {
    const db = this.#db;
    this.#db = undefined;
    for (const opened of this.#opened.splice(0)) await opened.close();
    if (this.#target.mode === "async" || db?.status !== "connected") return await db?.close();
    await db.reset();
    this.#spare = db;
  }
}
