import type { Credentials, SessionScope, SurrealSession } from "@surreal-sdk/core";
import { Expectation, type Facet, placeOf } from "./expectation.ts";
import type { Account } from "./judge.ts";
import { endOf, fateOf, isGivenUp, sessionNamedIn } from "./outcomes.ts";
import { credentials, recordPlace } from "./server/accounts.ts";
import type { World } from "./world.ts";

/** A session as its user sees it. */
export interface UserSession {
  readonly view: SessionScope<"async">;
  readonly wanted: Expectation;
  /** The id of an attached session. */
  readonly id: string;
}

type Change = ReturnType<Facet<unknown>["change"]>;

const namespaces = ["n", "n", "m"];
const databases = ["one", "two", "three"];
const people = ["ann", "bob", "cat", "rann", "rbob"];

/** Makes calls on sessions, and keeps account of what they are to lead to. */
export class User {
  readonly world: World;
  /** Attached sessions of this era. */
  sessions: UserSession[] = [];
  /** Calls that have not come to an end. */
  unsettled = 0;
  /** Counts what was asked for: every call may open the connection. */
  asked = 0;
  #values = 0;

  constructor(world: World) {
    this.world = world;
  }

  get own(): UserSession {
    return { view: this.world.db, wanted: this.world.own, id: "default" };
  }

  /** Waits for a call of any kind; it never rejects. */
  async watch<T>(session: UserSession, what: string, call: () => Promise<T>): Promise<{ value?: T; error?: unknown }> {
    const { ledger } = this.world;
    this.asked += 1;
    this.world.mayOpen = true;
    ledger.note(() => `${what} on ${session.wanted.name}`);
    const outcome = await this.waitFor(session, call);
    const { error } = outcome;
    if (error === undefined) ledger.note(() => `${what} succeeded`);
    else ledger.note(() => `${what} failed: ${error instanceof Error ? `${error.name} ${error.message}` : error}`);
    return outcome;
  }

  /** Waits for something that asks for nothing. */
  async waitFor<T>(session: UserSession, call: () => Promise<T>): Promise<{ value?: T; error?: unknown }> {
    this.unsettled += 1;
    try {
      return { value: await call() };
    } catch (error) {
      this.#judgeError(session, error);
      return { error };
    } finally {
      this.unsettled -= 1;
    }
  }

  async query(session: UserSession): Promise<void> {
    const { world } = this;
    const account = world.judge.open("query", session.wanted, world.nextOrder(), world.era);
    const view = this.#withSettings(session.view);
    const { error } = await this.watch(session, account.marker, () =>
      view.query(`RETURN "${account.marker}"`).execute(),
    );
    account.end = error === undefined ? "succeeded" : endOf(error);
  }

  async use(session: UserSession): Promise<void> {
    const { random } = this.world;
    const [namespace, database] = [random.pick(namespaces), random.pick(databases)];
    const { place } = session.wanted;
    const order = this.world.nextOrder();
    if (random.chance(0.7)) {
      const change = place.change(order, () => placeOf(namespace, database));
      await this.#change(session, `use ${namespace}/${database}`, [change], () =>
        session.view.use(namespace, database),
      );
    } else {
      const change = place.change(order, (before) => placeOf(before.split("/")[0], database));
      await this.#change(session, `use /${database}`, [change], () => session.view.use({ database }));
    }
  }

  async let(session: UserSession): Promise<void> {
    const { random } = this.world;
    const name = random.pick(["x", "y"]);
    this.#values += 1;
    const value = random.chance(0.8) ? this.#values : undefined;
    const change = session.wanted.variable(name).change(this.world.nextOrder(), () => value);
    await this.#change(session, `let ${name} = ${value}`, [change], () =>
      value === undefined ? session.view.unset(name) : session.view.let(name, value),
    );
  }

  async signin(session: UserSession): Promise<void> {
    const { random, host } = this.world;
    const name = random.pick(people);
    const right = credentials(host, name);
    const given = random.chance(0.9) ? right : { ...right, ...wrong(right) };
    await this.#identify(session, `signin ${name}`, name, () => session.view.signin(given as Credentials));
  }

  async authenticate(session: UserSession): Promise<void> {
    const { random, server } = this.world;
    const name = random.pick(people);
    const { tokens } = server.issue(name, random.chance(0.1) ? -1_000 : undefined);
    await this.#identify(session, `authenticate ${name}`, name, () => session.view.authenticate(tokens as string));
  }

  async refresh(session: UserSession): Promise<void> {
    const change = session.wanted.place.change(this.world.nextOrder(), () => placeOf("n", "rec"));
    await this.#change(session, "refresh", [change], () => session.view.refresh());
  }

  async invalidate(session: UserSession): Promise<void> {
    session.wanted.signedInByHand = true;
    const order = this.world.nextOrder();
    const change = session.wanted.identity.change(order, () => "anonymous");
    this.#leavePlace(session, order);
    await this.#change(session, "invalidate", [change], () => session.view.invalidate());
  }

  async reset(session: UserSession): Promise<void> {
    const { wanted } = session;
    const order = this.world.nextOrder();
    wanted.signedInByHand = true;
    const variables = ["x", "y"].map((name) => wanted.variable(name).change(order, () => undefined));
    const identity = wanted.identity.change(order, () => "anonymous");
    const changes = [...variables, identity, wanted.place.change(order, () => placeOf(undefined, undefined))];
    const lives = this.world.judge.livesOf(wanted);
    const fate = await this.#change(session, "reset", changes, () => session.view.reset());
    // One that waited for its turn has been started since.
    const started = lives.filter(({ end }) => end === "succeeded");
    if (fate === "applied") for (const live of started) live.killed = true;
  }

  async newSession(parent: UserSession): Promise<void> {
    const { world } = this;
    const { era } = world;
    const order = world.nextOrder();
    // What is to be restored or asked for first may change before it is known.
    const isKnown = world.db.status === "connected";
    // What is refused is refused to a session that has no name yet.
    const made: UserSession = { ...parent, id: "new" };
    const { value } = await this.watch(made, "newSession", () => parent.view.newSession());
    if (value === undefined || era !== world.era) return;
    const { identity } = parent.wanted;
    const identities = isKnown ? identity.at(order) : identity.since(order);
    const places = new Set(
      [...identities].map((name) => (name.startsWith("r") ? placeOf("n", "rec") : placeOf(undefined, undefined))),
    );
    const wanted = new Expectation(`session ${world.nextOrder()}`, world.host, places, identities);
    this.sessions.push({ view: value, wanted, id: value.sessionId });
  }

  /** Once: to close it again changes nothing, and says nothing of the first time. */
  async closeSession(session: UserSession): Promise<void> {
    if (!this.sessions.includes(session)) return;
    this.sessions = this.sessions.filter((each) => each !== session);
    const close = (): Promise<void> => (session.view as SurrealSession<"async">).closeSession();
    const { error } = await this.watch(session, "closeSession", close);
    if (error === undefined) for (const live of this.world.judge.livesOf(session.wanted)) live.killed = true;
  }

  /** Some statements in a transaction, with time for others between them. */
  async transaction(session: UserSession): Promise<void> {
    const { world } = this;
    const order = world.nextOrder();
    const accounts: Account[] = [];
    await this.watch(session, "transaction", () =>
      session.view.transaction(async (tx) => {
        for (let count = world.random.between(1, 3); count > 0; count -= 1) {
          const account = world.judge.open("in a transaction", session.wanted, order, world.era);
          accounts.push(account);
          const text = `RETURN "${account.marker}"`;
          const { error } = await this.watch(session, account.marker, () => tx.query(text).execute());
          account.end = error === undefined ? "succeeded" : endOf(error);
          if (error !== undefined) throw error;
          await this.pause(world.random.between(0, 300));
        }
        if (world.random.chance(0.1)) throw new Error("The user has thought better of it.");
      }),
    );
  }

  async connect(): Promise<void> {
    await this.watch(this.own, "connect", () => this.world.db.connect());
  }

  async connectTo(host: string): Promise<void> {
    if (host !== this.world.host) {
      this.world.beginEra(host);
      this.sessions = [];
    }
    await this.watch(this.own, `connect to ${host}`, () => this.world.db.connect(`ws://${host}`));
  }

  async close(): Promise<void> {
    const { world } = this;
    world.beginEra();
    this.sessions = [];
    const closing = this.watch(this.own, "close", () => world.db.close());
    const { asked } = this;
    await closing;
    // Whatever is asked for later opens the connection again.
    if (asked === this.asked) world.mayOpen = false;
  }

  pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => this.world.clock.startTimer(milliseconds, () => resolve()));
  }

  #withSettings(view: SessionScope<"async">): SessionScope<"async"> {
    const { random, clock } = this.world;
    const fate = random.next();
    if (fate < 0.1) return view.with({ timeout: random.between(1, 2_000) });
    if (fate > 0.15) return view;
    const controller = new AbortController();
    clock.startTimer(random.between(1, 500), () => controller.abort(new Error("The user has given up.")));
    return view.with({ signal: controller.signal });
  }

  async #identify(session: UserSession, what: string, name: string, call: () => Promise<unknown>): Promise<void> {
    const { identity, place } = session.wanted;
    const order = this.world.nextOrder();
    const changes: Change[] = [identity.change(order, () => name) as Change];
    if (name.startsWith("r")) changes.push(place.change(order, () => placeOf("n", "rec")) as Change);
    else this.#leavePlace(session, order);
    session.wanted.signIns += 1;
    const fate = await this.#change(session, what, changes, call);
    session.wanted.signIns -= 1;
    if (fate !== "refused") session.wanted.signedInByHand = true;
  }

  /** An identity that was to bring its place along may never have been there when another one comes in its stead. */
  #leavePlace({ id, wanted }: UserSession, order: number): void {
    if (id !== "default" || !this.world.bringsPlace || this.world.hasArrived) return;
    const brought = placeOf(recordPlace.namespace, recordPlace.database);
    const left = wanted.place.change(order, (before) => (before === brought ? placeOf(undefined, undefined) : before));
    left.fate = "unknown";
  }

  async #change(
    session: UserSession,
    what: string,
    changes: readonly { fate: string }[],
    call: () => Promise<unknown>,
  ): Promise<ReturnType<typeof fateOf>> {
    const { error } = await this.watch(session, what, call);
    const fate = error === undefined ? "applied" : fateOf(error);
    for (const change of changes) change.fate = fate;
    return fate;
  }

  /** What went wrong with one session is told to those alone who use it. */
  #judgeError(session: UserSession, error: unknown): void {
    const { ledger, authKind, authIsBad } = this.world;
    const named = sessionNamedIn(error);
    if (named !== undefined && named !== session.id && session.id !== "new")
      ledger.violate("a session fails its own calls only", `${session.wanted.name} failed with that of another`);
    const { signedInByHand, signIns } = session.wanted;
    const renewable = authKind !== "none" && session.id === "default" && !signedInByHand && signIns === 0;
    if (isGivenUp(error) && renewable && !authIsBad)
      ledger.violate("an identity is renewed", "it was given up, and auth was never refused");
  }
}

function wrong(given: Record<string, unknown>): Record<string, unknown> {
  return "password" in given ? { password: "wrong" } : { variables: { name: "nobody", pass: "wrong" } };
}
