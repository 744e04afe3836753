import { array, uuid } from "../cbor/write.ts";
import type { LiveNotification, Subscriber } from "../database/notification-routes.ts";
import type { Place } from "../database/place.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import { type Principal, principalOf, samePrincipal } from "../message/principal.ts";

const KILLED_WAIT = 1_000;

/** A session of one client, and the engine's session behind it. */
export class ClientSession implements Subscriber {
  /** The id in the engine, where all clients share one map. */
  readonly engineId: string;
  /** The id that the client chose; `undefined` for the default session of a connection. */
  readonly clientId: string | undefined;
  #identified = false;
  #principal: Principal | undefined;
  #expiresAt = Number.POSITIVE_INFINITY;
  /** The place that it has selected although it does not exist. */
  missing: Place | undefined;
  readonly #database: ServedDatabase;
  readonly #deliver: (notification: LiveNotification, session: ClientSession) => void;
  readonly #lives = new Set<string>();
  readonly #livesOfTxn = new Map<string, string[]>();
  #early: LiveNotification[] = [];
  #expecting = 0;
  readonly #killed = new Map<string, () => void>();
  #muted = false;

  private constructor(
    database: ServedDatabase,
    ids: { engineId: string; clientId: string | undefined },
    deliver: (notification: LiveNotification, session: ClientSession) => void,
  ) {
    this.#database = database;
    this.engineId = ids.engineId;
    this.clientId = ids.clientId;
    this.#deliver = deliver;
  }

  /** Creates a session, anonymous and blank. */
  static async open(
    database: ServedDatabase,
    ids: { wished: string; clientId?: string },
    deliver: (notification: LiveNotification, session: ClientSession) => void,
  ): Promise<ClientSession> {
    const engineId = await database.attach(ids.wished);
    const session = new ClientSession(database, { engineId, clientId: ids.clientId }, deliver);
    database.routes.addSession(engineId, session);
    return session;
  }

  /** Whether it belongs to a user. The engine allows anonymous clients everything, so the server must check. */
  get identified(): boolean {
    return this.#identified;
  }

  /** Its user; `undefined` if it is anonymous. */
  get principal(): Principal | undefined {
    return this.#principal;
  }

  /** Records that it belongs to the user of a token, which the database has accepted or issued. */
  identify(token: string | undefined): void {
    this.#expiresAt = Number.POSITIVE_INFINITY;
    this.#identified = true;
    this.#principal = principalOf(token);
  }

  /** Ends the user's rights at a time, in milliseconds since 1970; a later identity has its own end. */
  expireAt(time: number): void {
    this.#expiresAt = time;
  }

  /** When the rights of its user end, in seconds since 1970; `undefined` if a token sets them no end. */
  get end(): number | undefined {
    return this.#expiresAt === Number.POSITIVE_INFINITY ? undefined : Math.floor(this.#expiresAt / 1_000);
  }

  /** Whether the rights of its user have ended. */
  get expired(): boolean {
    return Date.now() >= this.#expiresAt;
  }

  /** Records that it belongs to no user any more. */
  forgetIdentity(): void {
    this.#expiresAt = Number.POSITIVE_INFINITY;
    this.#identified = false;
    this.#principal = undefined;
  }

  /**
   * Whether the user of another session may send requests to this one: everyone may use an anonymous session, only
   * its own user any other.
   */
  admits(caller: ClientSession): boolean {
    if (!this.#identified) return true;
    return this.#principal !== undefined && samePrincipal(this.#principal, caller.#principal);
  }

  /** Holds notifications of live queries with unknown ids, until {@link liveAnswered}. */
  expectLive(): void {
    this.#expecting++;
  }

  /** Assigns the live queries that an answer has named to this session. `place` is where they were started. */
  ownLives(lives: readonly string[], place?: Place): void {
    for (const live of lives) {
      this.#lives.add(live);
      this.#database.routes.addLive(live, this, { place, principal: this.#principal });
    }
  }

  /**
   * Passes on the notifications that came before the answer that named their live query, after that answer was sent.
   */
  liveAnswered(): void {
    this.#expecting--;
    const early = this.#early;
    this.#early = [];
    for (const notification of early) this.notified(notification);
  }

  notified(notification: LiveNotification): void {
    if (this.#muted || this.expired) return;
    if (this.#expecting > 0) this.#early.push(notification);
    else if (this.#lives.has(notification.live)) {
      this.#deliver(notification, this);
      if (notification.killed) this.#forget(notification.live);
    }
  }

  /**
   * Resolves after the KILLED notification of a live query of this session: a server sends KILLED before it answers,
   * while the engine sends both in any order. Does not wait for a notification that never comes.
   */
  async toldKilled(live: string): Promise<void> {
    if (!this.#lives.has(live) || this.#muted) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, KILLED_WAIT);
      this.#killed.set(live, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.#killed.delete(live);
  }

  /** Removes the live queries, whatever the engine still sends for them. */
  dropLives(): void {
    this.#livesOfTxn.clear();
    for (const live of [...this.#lives]) this.#forget(live);
  }

  /** Records that live queries depend on an open transaction. */
  holdLives(txn: string, lives: readonly string[]): void {
    this.#livesOfTxn.set(txn, [...(this.#livesOfTxn.get(txn) ?? []), ...lives]);
  }

  /** The live queries that depended on a transaction, which is closed now. */
  takeLivesOf(txn: string): string[] {
    const lives = this.#livesOfTxn.get(txn) ?? [];
    this.#livesOfTxn.delete(txn);
    return lives;
  }

  /**
   * Ends live queries, by default all, without telling the client. The caller has the turn on the session.
   */
  async endLives(lives: readonly string[] = [...this.#lives]): Promise<void> {
    for (const live of lives) {
      this.#forget(live);
      await this.#database.call({ method: "kill", params: array([uuid(live)]), session: this.engineId });
    }
  }

  /** Stops all notifications. */
  mute(): void {
    this.#muted = true;
    for (const done of this.#killed.values()) done();
  }

  /** Ends the session: notifications stop, and the engine's session ends after its last request. */
  async close(): Promise<void> {
    this.mute();
    const lives = [...this.#lives];
    this.dropLives();
    this.#database.routes.removeSession(this.engineId);
    if (lives.length > 0) await this.#database.turns.take(this.engineId, true, () => this.endLives(lives));
    await this.#database.detach(this.engineId);
  }

  #forget(live: string): void {
    this.#killed.get(live)?.();
    this.#lives.delete(live);
    this.#database.routes.removeLive(live);
  }
}
