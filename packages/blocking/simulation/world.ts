import { type AuthSource, type CoreOptions, SurrealConnection } from "@surreal-sdk/core";
import type { Random, VirtualClock } from "@surreal-sdk/link/simulation";
import { directBridge } from "./bridges/direct-bridge.ts";
import { type Bridge, simulatedRuntime } from "./bridges/simulated-runtime.ts";
import { ThreadedBridge } from "./bridges/threaded-bridge.ts";
import type { Customs } from "./customs.ts";
import { Expectation, placeOf } from "./expectation.ts";
import { Judge } from "./judge.ts";
import type { Ledger } from "./ledger.ts";
import { credentials } from "./server/accounts.ts";
import { ScriptedEngine } from "./server/scripted-engine.ts";
import { ScriptedServer } from "./server/scripted-server.ts";
import type { Weather } from "./server/server-connection.ts";

/**
 * Which way leads to the database: a wire of this thread; the messages of a worker, and its wire; or an exchange of its
 * own for each request.
 */
export type BridgeKind = "direct" | "threaded" | "exchanges";

/** How long a client waits for an answer at least, in milliseconds. */
const patience = 1_000;

/** The most live queries that one world starts. */
export const mostLives = 12;

/** A client, the servers it may talk to, and everything that is expected of it. */
export class World {
  readonly kind: BridgeKind;
  readonly customs: Customs;
  readonly random: Random;
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  readonly judge: Judge;
  readonly weather: Weather = { faults: 1 };
  readonly servers: ReadonlyMap<string, ScriptedServer>;
  readonly engine: ScriptedEngine;
  readonly bridge: Bridge;
  readonly options: CoreOptions<"async">;
  readonly authKind: "none" | "given" | "function" | "record function";
  readonly db: SurrealConnection<"async">;
  /** How often the connection was closed or pointed elsewhere. */
  era = 0;
  #eraBegan = 0;
  /** Counts the calls of users. */
  #order = 0;
  /** Whether anything was asked for since the connection was closed. */
  mayOpen = true;
  host = "a";
  /** Whether the connection's own session has been seen where the `auth` option brings it. */
  hasArrived = false;
  /** What the connection's own session is to be. */
  own: Expectation;
  /** What the `auth` function gave was refused, or it gave nothing, since the client last heard of an identity. */
  authIsBad = false;
  readonly #given: Set<string> = new Set();
  /** How often {@link World.authIsBad} was said. */
  #refusals = 0;

  constructor(kind: BridgeKind, customs: Customs, random: Random, clock: VirtualClock, ledger: Ledger) {
    this.kind = kind;
    this.customs = customs;
    this.random = random;
    this.clock = clock;
    this.ledger = ledger;
    this.judge = new Judge(ledger);
    const tables = Array.from({ length: mostLives }, (_, index) => `t${index + 1}`);
    this.servers = new Map(["a", "b"].map((host) => [host, this.#server(host, tables)]));
    this.engine = new ScriptedEngine(this.servers, clock, this.weather, kind !== "exchanges");
    this.engine.onOpen = () => {
      if (!this.mayOpen) ledger.violate("closed is closed", "a connection was opened and nobody asked for it");
    };
    const hangs = (why: string): void => ledger.violate("a blocked call ends", why);
    this.bridge =
      kind === "threaded"
        ? new ThreadedBridge({ engine: this.engine, clock, random, hangs, longest: this.longestMessage })
        : directBridge(this.engine, clock, random);
    this.authKind = random.pick(["none", "none", "given", "function", "function", "record function"]);
    this.options = this.#options();
    this.own = this.newOwn();
    const runtime = simulatedRuntime(this.bridge, clock, random);
    this.db = new SurrealConnection({ runtime, url: "ws://a", options: this.options, further: [], schemes: [] });
  }

  /** Whether it is the `auth` option alone that says where the connection is. */
  get bringsPlace(): boolean {
    return this.authKind === "record function" && this.options.namespace === undefined;
  }

  get server(): ScriptedServer {
    return this.servers.get(this.host) as ScriptedServer;
  }

  nextOrder(): number {
    this.#order += 1;
    return this.#order;
  }

  /** What a connection is that remembers nothing: what its options say. */
  newOwn(): Expectation {
    const { namespace, database } = this.options;
    const isRecord = this.authKind === "record function";
    const place = this.bringsPlace ? placeOf("n", "rec") : placeOf(namespace, database);
    const identity = this.authKind === "none" ? "anonymous" : isRecord ? "rann" : "ann";
    return new Expectation("default", this.host, [place], [identity]);
  }

  /** The connection is closed, or pointed to another host: everything begins anew. */
  beginEra(host: string = this.host): void {
    this.era += 1;
    this.#eraBegan = this.clock.now();
    this.host = host;
    this.hasArrived = false;
    this.own = this.newOwn();
  }

  #server(host: string, tables: readonly string[]): ScriptedServer {
    const { random, clock } = this;
    const server = new ScriptedServer(host, tables, this, {
      executed: (marker, setting, era) => {
        const account = this.judge.account(marker);
        this.judge.executed(marker, setting, account !== undefined && this.#isUnheard ? account.era : era);
        const isOwn = era === this.era && account?.wanted === this.own;
        if (isOwn && setting.place === placeOf("n", "rec")) this.hasArrived = true;
      },
      era: () => this.era,
      refusedIdentity: (session, secret) => {
        if (session === "default" && this.#given.has(JSON.stringify(secret))) this.#authWasBad();
      },
      heardOfIdentity: (after) => this.#heardOfIdentity(after),
    });
    if (random.chance(0.4)) server.tokenLife = random.pick([300, 3_000, 15_000]);
    server.endsSessions = random.chance(0.3);
    server.sendLate = (send) => {
      for (let after = 0; after < 8_000; after += 2_000) clock.startTimer(after, send);
    };
    return server;
  }

  /** A worker goes on until it hears that the connection is to be closed. */
  get #isUnheard(): boolean {
    return this.kind === "threaded" && this.clock.now() <= this.#eraBegan + this.longestMessage;
  }

  #authWasBad(): void {
    this.authIsBad = true;
    this.#refusals += 1;
  }

  /** A worker tells its thread later. A client that has waited for long may have given up. */
  #heardOfIdentity(after: number): void {
    if (after > patience) return;
    const refusals = this.#refusals;
    const heard = (): void => {
      if (this.#refusals === refusals) this.authIsBad = false;
    };
    if (this.kind === "threaded") this.clock.startTimer(this.longestMessage, heard);
    else heard();
  }

  /** How long a message between the threads of a blocking connection takes at most, in milliseconds. */
  get longestMessage(): number {
    return this.customs.slowMessages ? 400 : 2;
  }

  /** What the `auth` function gives when it is asked: mostly what is good, now and then what is not. */
  #askedForAuth(name: string): AuthSource | Promise<AuthSource> {
    const { random, ledger, weather } = this;
    ledger.met("auth is asked");
    const fate = random.next();
    const host = this.db.host ?? "";
    if (fate < 0.1 * weather.faults) {
      this.#authWasBad();
      throw new Error("The user's auth function failed.");
    }
    const given = this.#identity(host, name, fate < 0.2 * weather.faults);
    if (this.kind === "threaded") return given;
    const takes = random.chance(0.3 * weather.faults) ? random.between(100, 3_000) : random.between(0, 5);
    if (takes > 1_000) ledger.met("auth is slow");
    return new Promise((resolve) => this.clock.startTimer(takes, () => resolve(given)));
  }

  #identity(host: string, name: string, expired: boolean): AuthSource {
    const server = this.servers.get(host) as ScriptedServer;
    if (!expired && this.random.chance(0.5)) return credentials(host, name) as AuthSource;
    const { tokens } = server.issue(name, expired ? -1_000 : undefined);
    const access = typeof tokens === "string" ? tokens : (tokens as { access: string }).access;
    this.#given.add(JSON.stringify(access));
    return access;
  }

  #options(): CoreOptions<"async"> {
    const { random } = this;
    const auth = {
      none: undefined,
      given: { username: "ann", password: "pw:shared:ann" },
      function: () => this.#askedForAuth("ann"),
      "record function": () => this.#askedForAuth("rann"),
    }[this.authKind];
    return {
      ...(random.chance(0.6) ? { namespace: "n", database: "one" } : {}),
      ...(auth === undefined ? {} : { auth: auth as AuthSource }),
      connectTimeout: random.pick([1_000, 3_000]),
      timeout: random.pick([2_000, 5_000]),
      heartbeat: { idle: random.pick([1_000, 4_000]), wait: 1_000 },
      reconnect: { minDelay: 50, maxDelay: 1_000, attempts: random.pick([5, Number.POSITIVE_INFINITY]) },
      offlineQueue: random.chance(0.9) ? { requests: 1_000, bytes: 1_000_000 } : false,
      live: { queue: random.pick([5, 10_000]), overflow: random.pick(["error", "drop-oldest"]) },
    };
  }
}
