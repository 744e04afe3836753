import type { Random } from "@surreal-sdk/link/simulation";
import type { Customs } from "../customs.ts";
import type { Setting } from "../expectation.ts";
import type { Ledger } from "../ledger.ts";
import { type Claims, claimsOf, tokenOf } from "./accounts.ts";
import { Database } from "./database.ts";
import type { ServerConnection } from "./server-connection.ts";
import { Refusal, refusedToken } from "./server-error.ts";

/** What the world wants to hear from its servers. */
export interface Witness {
  /** Something that a user asked for was executed. */
  executed(marker: string, setting: Setting, era: number): void;
  /** How often the client's connection was closed or pointed elsewhere. */
  era(): number;
  /** What proves an identity was refused on a session. */
  refusedIdentity(name: string, secret: unknown): void;
  /** The client has heard that an identity of its own session was accepted, so many milliseconds later. */
  heardOfIdentity(after: number): void;
}

/** What goes wrong at a server. All of it can be turned off. */
export interface Moods {
  /** Refuses to set variables. */
  refusesVariables: boolean;
  /** Has lost the database `three`. */
  lacksDatabase: boolean;
  /** Takes no token that it gave before: its signing key was changed. */
  refusesOldTokens: boolean;
}

/** What servers answer when they are asked for their version: those that the SDK speaks to, and those that it refuses. */
export const versions = { supported: "surrealdb-3.3.5", old: "surrealdb-3.0.2", tooOld: "surrealdb-1.5.6" } as const;

/** What a server takes from its world. */
interface ServerWorld {
  readonly random: Random;
  readonly ledger: Ledger;
  readonly customs: Customs;
}

/** One server under one host name: its databases, who it knows, and the connections to it. */
export class ScriptedServer {
  readonly host: string;
  readonly random: Random;
  readonly ledger: Ledger;
  readonly witness: Witness;
  readonly moods: Moods = { refusesVariables: false, lacksDatabase: false, refusesOldTokens: false };
  readonly connections: Set<ServerConnection> = new Set();
  readonly databases: Map<string, Database> = new Map();
  /** Tables that have had a live query. */
  readonly tables: Set<string> = new Set();
  /** Every table there could be. */
  readonly allTables: readonly string[];
  /** Whether notifications of a query that was killed go on for a while. */
  isLate = false;
  /** Sends something again and again for some time. */
  sendLate: (send: () => void) => void = () => undefined;
  version: string;
  /** Milliseconds for which a token is good. */
  tokenLife = 3_600_000;
  /** Whether a session ends with its token. */
  endsSessions = false;
  readonly #usedRefreshTokens: Set<string> = new Set();
  readonly #supported: string;
  #issued = 0;
  #goodFrom = 0;

  constructor(host: string, allTables: readonly string[], { random, ledger, customs }: ServerWorld, witness: Witness) {
    this.host = host;
    this.allTables = allTables;
    this.random = random;
    this.ledger = ledger;
    this.witness = witness;
    this.#supported = customs.oldServers ? versions.old : versions.supported;
    this.version = this.#supported;
  }

  /** Has a version again to which the SDK speaks. */
  support(): void {
    this.version = this.#supported;
  }

  get isSupported(): boolean {
    return this.version !== versions.tooOld;
  }

  database(place: string): Database {
    const known = this.databases.get(place) ?? new Database(`${this.host} ${place}`, () => Date.now());
    this.databases.set(place, known);
    return known;
  }

  /** Another client writes to a table that somebody watches. */
  write(): void {
    const table = this.random.pick([...this.tables, ""]);
    const places = [...this.databases.keys()];
    if (table === "" || places.length === 0) return;
    const database = this.database(this.random.pick(places));
    database.write(table, this.random.between(1, 3), this.random.chance(0.25));
  }

  /** A client with the right password gets tokens. Another host's password must never come here. */
  signin(given: unknown, session: string): { claims: Claims; tokens: unknown } {
    const { user, pass, name, refresh } = given as Record<string, string | undefined>;
    this.judgeSecret(pass ?? refresh);
    const identity = user ?? name ?? "";
    const right = pass === `pw:${this.host}:${identity}` || pass === `pw:shared:${identity}`;
    if (!right) throw refusedToken("InvalidAuth", session);
    return this.issue(identity);
  }

  issue(identity: string, life: number = this.tokenLife): { claims: Claims; tokens: unknown } {
    this.#issued += 1;
    const seconds = Date.now() / 1_000;
    const target = identity.startsWith("r") ? { NS: "n", DB: "rec" } : {};
    const times = { iat: seconds, exp: seconds + life / 1_000, jti: this.#issued };
    const claims: Claims = { host: this.host, ID: identity, ...times, ...target };
    const access = tokenOf(claims);
    if (!identity.startsWith("r")) return { claims, tokens: access };
    return { claims, tokens: { access, refresh: `surreal-refresh-${this.host}-${this.#issued}-${identity}` } };
  }

  authenticate(token: unknown, session: string): Claims {
    this.judgeSecret(token);
    const claims = claimsOf(token);
    if (claims === undefined || claims.host !== this.host || claims.jti <= this.#goodFrom)
      throw refusedToken("InvalidAuth", session);
    if (claims.exp * 1_000 <= Date.now()) throw refusedToken("TokenExpired", session);
    return claims;
  }

  refresh(given: unknown, session: string): { claims: Claims; tokens: unknown } {
    const { refresh } = given as { refresh?: string };
    this.judgeSecret(refresh);
    const [, , host, , identity] = refresh?.split("-") ?? [];
    if (host !== this.host || identity === undefined || this.#usedRefreshTokens.has(refresh ?? ""))
      throw refusedToken("InvalidAuth", session);
    this.#usedRefreshTokens.add(refresh ?? "");
    return this.issue(identity);
  }

  /** Tokens that were given until now are no longer taken. */
  changeKey(): void {
    this.#goodFrom = this.#issued;
  }

  restart(): void {
    this.ledger.met("restart");
    for (const connection of [...this.connections]) connection.cut("restart");
  }

  judgeSecret(secret: unknown): void {
    const text = typeof secret === "string" ? (claimsOf(secret)?.host ?? secret) : "";
    const stranger = this.host === "a" ? /^b$|[:-]b[:-]/ : /^a$|[:-]a[:-]/;
    if (stranger.test(text)) this.ledger.violate("secrets stay at their endpoint", `one came to ${this.host}`);
    if (!this.isSupported) this.ledger.violate("unsupported servers get nothing", "a secret");
  }

  /** @throws Refusal while the database is gone. */
  checkDatabase(database: unknown): void {
    if (this.moods.lacksDatabase && database === "three")
      throw new Refusal("NotFound", "The database 'three' does not exist", {
        kind: "Database",
        details: { name: "three" },
      });
  }
}
