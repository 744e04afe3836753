import { feedOrdeal } from "./feed-ordeal.ts";
import { type ScriptedServer, versions } from "./server/scripted-server.ts";
import { User, type UserSession } from "./user.ts";
import { Watcher } from "./watcher.ts";
import type { World } from "./world.ts";

/** What happens in a world: what its users do, and what comes over its servers. */
export class Script {
  readonly #world: World;
  readonly user: User;
  readonly watcher: Watcher;
  #over = false;

  constructor(world: World) {
    this.#world = world;
    this.user = new User(world);
    this.watcher = new Watcher(this.user);
  }

  start(): void {
    const { clock, customs, kind } = this.#world;
    if (kind === "threaded" || !customs.chains) void this.#actInTurn();
    else this.#act();
    for (const server of this.#world.servers.values()) {
      clock.startTimer(100, () => this.#write(server));
      clock.startTimer(200, () => this.#befall(server));
    }
  }

  /** Nothing new is begun, and nothing more goes wrong. */
  calm(): void {
    this.#over = true;
    this.#world.weather.faults = 0;
    for (const server of this.#world.servers.values()) {
      Object.assign(server.moods, { refusesVariables: false, lacksDatabase: false });
      server.isLate = false;
      server.support();
    }
  }

  /** In calm weather everything is told that a reconnect has missed, time and again. */
  async ordeal(): Promise<void> {
    if (this.#world.kind === "direct") await feedOrdeal(this.user, this.watcher);
  }

  /** Asks once more on every session: is it still what its user has made of it? */
  async askAll(): Promise<void> {
    await this.user.connect();
    for (const session of [this.user.own, ...this.user.sessions]) await this.user.query(session);
  }

  /** Calls that nobody awaits, one right after the other. */
  #act(): void {
    if (this.#over) return;
    const { random, clock } = this.#world;
    const session = this.#session();
    const chained = random.chance(0.5) ? random.between(1, 4) : 1;
    // A chain may close the connection, and what comes behind it is for the next one.
    for (let count = 0; count < chained; count += 1) void this.#one(session.id === "default" ? this.user.own : session);
    clock.startTimer(random.chance(0.1) ? random.between(1, 2_000) : random.between(1, 200), () => this.#act());
  }

  /** One call after the other, each awaited; between them the thread may be busy with other things for long. */
  async #actInTurn(): Promise<void> {
    const { random } = this.#world;
    while (!this.#over) {
      await this.#one(this.#session());
      if (random.chance(0.2)) await this.user.pause(random.between(1, 3_000));
      else if (random.chance(0.5)) await this.user.pause(random.between(1, 300));
    }
  }

  #session(): UserSession {
    const { random } = this.#world;
    const { own, sessions } = this.user;
    return random.chance(0.6) || sessions.length === 0 ? own : random.pick(sessions);
  }

  #one(session: UserSession): Promise<void> {
    const { user, watcher } = this;
    const { random } = this.#world;
    const fate = random.next();
    if (fate < 0.4) return user.query(session);
    if (fate < 0.5) return user.use(session);
    if (fate < 0.58) return user.let(session);
    if (fate < 0.68) return this.#identify(session, fate);
    if (this.#world.kind === "exchanges") return fate < 0.88 ? user.query(session) : this.#seldom(session);
    if (fate < 0.75) return watcher.live(session);
    if (fate < 0.78) return watcher.stop();
    if (fate < 0.84) return watcher.look();
    if (fate < 0.88) return user.transaction(session);
    return this.#seldom(session);
  }

  #identify(session: UserSession, fate: number): Promise<void> {
    const { user } = this;
    const { customs, authKind } = this.#world;
    if (authKind !== "none" && !customs.signsInBesideAuth) return user.query(session);
    if (fate < 0.64) return user.signin(session);
    return fate < 0.66 ? user.authenticate(session) : user.refresh(session);
  }

  #seldom(session: UserSession): Promise<void> {
    const { user } = this;
    const { random, host, kind } = this.#world;
    const fate = random.next();
    if (fate < 0.35 && user.sessions.length < 3 && kind !== "exchanges") return user.newSession(session);
    if (fate < 0.45 && session !== user.own && session.id !== "default") return user.closeSession(session);
    if (fate < 0.5) return this.#leaveIdentity(session, fate);
    if (fate < 0.62) return user.connectTo(random.chance(0.8) ? (host === "a" ? "b" : "a") : host);
    if (fate < 0.7) return user.close();
    return user.connect();
  }

  #leaveIdentity(session: UserSession, fate: number): Promise<void> {
    const { customs, authKind } = this.#world;
    if (authKind !== "none" && !customs.signsInBesideAuth) return this.user.connect();
    return fate < 0.48 ? this.user.invalidate(session) : this.user.reset(session);
  }

  #write(server: ScriptedServer): void {
    server.write();
    this.#world.clock.startTimer(this.#world.random.between(50, 1_000), () => {
      if (!this.#over) this.#write(server);
    });
  }

  /** Now and then a server is in a mood. */
  #befall(server: ScriptedServer): void {
    if (this.#over) return;
    const { random, ledger, clock, customs, kind } = this.#world;
    const fate = random.next();
    const { moods } = server;
    if (fate < 0.1) server.restart();
    else if (fate < 0.15) server.changeKey();
    else if (fate < 0.2) for (const { peer } of server.connections) peer.killSome();
    else if (fate < 0.25) for (const { peer } of server.connections) peer.loseSession();
    else if (fate < 0.3 && kind !== "exchanges") {
      if (server.isSupported) server.version = versions.tooOld;
      else server.support();
      ledger.met("another version");
      server.restart();
    } else if (fate < 0.5) moods.refusesVariables = !moods.refusesVariables;
    else if (fate < 0.6 && customs.losesDatabases) moods.lacksDatabase = !moods.lacksDatabase;
    else if (fate < 0.7) server.isLate = !server.isLate;
    clock.startTimer(random.between(200, 2_000), () => this.#befall(server));
  }
}
