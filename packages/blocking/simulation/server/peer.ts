import type { RequestFacts } from "@surreal-sdk/transport";
import { Datetime, type RecordId, Uuid } from "@surreal-sdk/values";
import type { Action, LiveQuery } from "./database.ts";
import { readQuery } from "./read-query.ts";
import type { ScriptedServer } from "./scripted-server.ts";
import { Refusal, refusedToken, unknownSession } from "./server-error.ts";
import { ServerSession } from "./server-session.ts";

/** A request as the server reads it. */
export interface Asked {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly session?: unknown;
  readonly txn?: unknown;
}

/** What a server does without a look at the session. */
const sessionless = ["ping", "version", "begin", "commit", "cancel"];
/** What needs no identity, and so works when that has expired. */
const free = new Set([
  ...sessionless,
  "use",
  "unset",
  "signin",
  "authenticate",
  "refresh",
  "invalidate",
  "reset",
  "attach",
]);
/** What may be said to a server before it is known whether the SDK speaks to it. */
const harmless = new Set(["ping", "version"]);

/** The server's end of one connection: its sessions, its transactions, its live queries, and what a request does. */
export class Peer {
  readonly #server: ScriptedServer;
  readonly #notify: (frame: unknown) => void;
  readonly sessions: Map<string, ServerSession> = new Map([["default", new ServerSession("default")]]);
  readonly lives: Map<string, LiveQuery> = new Map();
  readonly #killed: Set<string> = new Set();
  /** Those that are open, and the sessions they began in. */
  readonly transactions: Map<string, string> = new Map();
  /** What no client can end: it never heard of its beginning, or its session had expired when it tried. */
  readonly unendable: Set<string> = new Set();
  /** All that ever began here. */
  readonly #begun: Set<string> = new Set();
  /** How often the client's connection had been closed or pointed elsewhere when this one was opened. */
  readonly era: number;

  constructor(server: ScriptedServer, era: number, notify: (frame: unknown) => void) {
    this.#server = server;
    this.#notify = notify;
    this.era = era;
  }

  /**
   * For one exchange: what it is to do and where travels with it.
   *
   * @throws Refusal for the token.
   */
  static once(server: ScriptedServer, era: number, { namespace, database, token }: RequestFacts): Peer {
    const peer = new Peer(server, era, () => undefined);
    const session = peer.sessions.get("default") as ServerSession;
    if (token !== undefined)
      session.signedIn(server.authenticate(token, session.name).ID, Number.POSITIVE_INFINITY, false);
    session.namespace = namespace;
    session.database = database;
    return peer;
  }

  /**
   * Does what is asked.
   *
   * @throws Refusal for what the server refuses; nothing was executed then.
   */
  execute(asked: Asked): unknown {
    const { method, params } = asked;
    const server = this.#server;
    if (!server.isSupported && !harmless.has(method))
      server.ledger.violate("unsupported servers get nothing", `${method} was executed`);
    const name = asked.session === undefined ? "default" : String(asked.session);
    if (method === "attach") return this.#attach(name);
    const session = this.sessions.get(name);
    if (session === undefined && !sessionless.includes(method)) throw unknownSession(name);
    const inForce = session ?? new ServerSession(name);
    if (!free.has(method) && inForce.expires <= Date.now()) {
      if (method === "kill") this.unendable.add(idText(params[0]));
      throw refusedToken("SessionExpired", name);
    }
    return this.#run(method, params, inForce, asked.txn);
  }

  /** The connection is gone, and everything that lived on it. */
  end(): void {
    for (const live of this.lives.values()) this.#stop(live);
    this.lives.clear();
    this.sessions.clear();
    this.transactions.clear();
  }

  /** The server ends a live query by itself. */
  killSome(): void {
    const [live] = this.lives.values();
    if (live === undefined) return;
    live.send("KILLED", undefined, undefined);
    this.#stop(live);
    this.lives.delete(live.id.toJSON());
  }

  /** The server forgets an attached session. */
  loseSession(): void {
    const [, name] = [...this.sessions.keys()];
    if (name === undefined) return;
    this.#server.ledger.met("session lost");
    this.#endLives(name);
    for (const [id, owner] of this.transactions) if (owner === name) this.transactions.delete(id);
    this.sessions.delete(name);
  }

  #run(method: string, params: readonly unknown[], session: ServerSession, txn: unknown): unknown {
    const [first, second] = params;
    switch (method) {
      case "ping":
        return undefined;
      case "version":
        return this.#server.version;
      case "use":
        return this.#use(session, first, second);
      case "let":
        if (this.#server.moods.refusesVariables)
          throw new Refusal("NotAllowed", `No variables now [session ${session.name}]`);
        return void session.variables.set(String(first), second);
      case "unset":
        return void session.variables.delete(String(first));
      case "query":
        return this.#statements(session, String(first), second ?? {}, txn);
      case "live":
        return this.#live(session, String((first as { name: string }).name));
      case "kill":
        return this.#kill(idText(first));
      default:
        return this.#identity(method, first, session);
    }
  }

  #identity(method: string, given: unknown, session: ServerSession): unknown {
    const server = this.#server;
    switch (method) {
      case "signin":
      case "refresh":
      case "authenticate":
        return this.#prove(method, given, session);
      case "invalidate":
        return void session.invalidate();
      case "reset":
        session.reset();
        return this.#endLives(session.name);
      case "detach":
        this.#endLives(session.name);
        return void this.sessions.delete(session.name);
      case "begin": {
        const id = Uuid.v4();
        this.transactions.set(id.toJSON(), session.name);
        this.#begun.add(id.toJSON());
        return id;
      }
      case "commit":
        this.#assertOpen(idText(given));
        this.transactions.delete(idText(given));
        return undefined;
      case "cancel":
        if (!this.transactions.delete(idText(given))) throw unknownTransaction();
        return undefined;
      default:
        server.ledger.violate("a scripted server knows every method", method);
        throw new Refusal("NotFound", "Method not found", { kind: "Method" }, -32601);
    }
  }

  #prove(method: "signin" | "refresh" | "authenticate", given: unknown, session: ServerSession): unknown {
    const server = this.#server;
    try {
      if (method === "authenticate") {
        const claims = server.authenticate(given, session.name);
        session.signedIn(claims.ID, this.#end(claims.exp), claims.NS !== undefined);
        return undefined;
      }
      const { claims, tokens } =
        method === "signin" ? server.signin(given, session.name) : server.refresh(given, session.name);
      session.signedIn(claims.ID, this.#end(claims.exp), claims.NS !== undefined);
      return tokens;
    } catch (error) {
      server.witness.refusedIdentity(session.name, given);
      throw error;
    }
  }

  #end(expires: number): number {
    return this.#server.endsSessions ? expires * 1_000 : Number.POSITIVE_INFINITY;
  }

  #attach(name: string): undefined {
    if (this.sessions.has(name)) throw new Refusal("AlreadyExists", "Session exists", { kind: "Session" });
    this.sessions.set(name, new ServerSession(name));
  }

  #use(session: ServerSession, namespace: unknown, database: unknown): unknown {
    this.#server.checkDatabase(database);
    if (namespace !== undefined) session.namespace = namespace === null ? undefined : String(namespace);
    if (database !== undefined) session.database = database === null ? undefined : String(database);
    if (namespace === null) session.database = undefined;
    return { namespace: session.namespace, database: session.database };
  }

  #statements(session: ServerSession, given: string, bindings: object, txn: unknown): unknown[] {
    const { place, text } = readQuery(given);
    if (place !== undefined) this.#server.checkDatabase(place.database);
    const results = this.#query(session.during(place, bindings), text, txn);
    return place === undefined ? results : [ok(undefined), ...results];
  }

  #query(session: ServerSession, text: string, txn: unknown): unknown[] {
    if (txn !== undefined) this.#assertOpen(String(txn));
    const marker = /^RETURN "(\w+)"/.exec(text)?.[1];
    if (marker !== undefined) {
      this.#executed(marker, session);
      return [ok(marker)];
    }
    if (text === "RETURN [session::ns(), session::db()]") return [ok([session.namespace, session.database])];
    if (text === "RETURN $session.exp; RETURN time::unix()") {
      const ends = Number.isFinite(session.expires) ? Math.floor(session.expires / 1_000) : undefined;
      return [ok(ends), ok(Math.floor(Date.now() / 1_000))];
    }
    const live = /^LIVE SELECT (?:\*|DIFF) FROM `?(\w+)`?/.exec(text)?.[1];
    return live === undefined ? this.#ask(session, text) : [ok(this.#live(session, live), "live")];
  }

  /** Only a cancel that comes too late may name the transaction of another connection. */
  #assertOpen(txn: string): void {
    if (!this.#begun.has(txn))
      this.#server.ledger.violate("a transaction stays on its connection", `${txn} came to another one`);
    if (!this.transactions.has(txn)) throw unknownTransaction();
  }

  /** The questions of a live query that tells what a reconnect has missed. */
  #ask(session: ServerSession, text: string): unknown[] {
    const database = this.#server.database(session.place);
    const now = Datetime.fromDate(new Date(Date.now()));
    if (text === "RETURN time::now()") return [ok(now)];
    if (text.startsWith("RETURN time::now(); INFO")) return [ok(now), ok(database.info(this.#server.allTables))];
    const table = /(?:FROM|FOR TABLE) `?(\w+)`?/.exec(text)?.[1] ?? "";
    this.#executed(`read ${table}`, session);
    const read = /^SELECT \* FROM/.test(text);
    const since = /SINCE (?:d"([^"]+)"|(\d+))/.exec(text);
    if (read) return [ok(database.records(table))];
    if (since === null) throw new Refusal("Validation", `Parse error: ${text}`);
    return [
      ok(database.changes(table, since[1] === undefined ? BigInt(since[2] as string) : Datetime.parse(since[1]))),
    ];
  }

  #live(session: ServerSession, table: string): Uuid {
    this.#executed(table, session);
    const id = Uuid.v4();
    const text = id.toJSON();
    const attached = session.name === "default" ? {} : { session: new Uuid(session.name) };
    const { place, name: owner, expires } = session;
    const send = (action: Action | "KILLED", record: RecordId | undefined, result: unknown): void => {
      if (Date.now() < expires) this.#notify({ result: { action, id, record, result }, ...attached });
    };
    const live: LiveQuery = { id, table, place, owner, expires, send, ended: false };
    this.lives.set(text, live);
    this.#server.database(session.place).lives.add(live);
    this.#server.tables.add(table);
    return id;
  }

  #kill(id: string): undefined {
    const live = this.lives.get(id);
    if (live === undefined) {
      if (this.#killed.has(id)) this.#server.ledger.violate("a live query is killed once", "it was killed again");
      throw new Refusal("NotFound", "The live query does not exist");
    }
    this.#killed.add(id);
    this.lives.delete(id);
    this.#stop(live);
    // What is on its way already, and in a bad hour more than that.
    if (this.#server.isLate) this.#server.sendLate(() => live.send("UPDATE", undefined, undefined));
    else live.send("KILLED", undefined, undefined);
  }

  #endLives(owner: string): undefined {
    for (const [id, live] of this.lives) {
      if (live.owner !== owner) continue;
      this.#stop(live);
      this.lives.delete(id);
    }
  }

  #stop(live: LiveQuery): void {
    live.ended = true;
    this.#server.database(live.place).lives.delete(live);
  }

  #executed(marker: string, session: ServerSession): void {
    this.#server.witness.executed(marker, session.setting(this.#server.host), this.era);
  }
}

function unknownTransaction(): Refusal {
  return new Refusal("NotFound", "Transaction not found");
}

function idText(given: unknown): string {
  return given instanceof Uuid ? given.toJSON() : String(given);
}

function ok(result: unknown, type = "other"): unknown {
  return { status: "OK", time: "1ms", result, type };
}
