import { array, text, uuid } from "../cbor/write.ts";
import type { LiveNotification } from "../database/notification-routes.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import { nothing, result } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import {
  internalError,
  invalidParams,
  liveQueryNotSupported,
  methodNotAllowed,
  methodNotFound,
  sessionExists,
  sessionNotFound,
} from "../message/rpc-error.ts";
import { ClientSession } from "./client-session.ts";
import { keptSessions } from "./kept-sessions.ts";
import { failedNotification } from "./live-rules.ts";
import type { MethodFacts } from "./methods.ts";
import { connectionMethods, laterMethods, realtime, sessionMethods, socketMethods } from "./methods.ts";
import { QueryStream, QueryStreams } from "./query-streams.ts";
import type { SessionRules } from "./session-request.ts";
import { isExclusive, runOnSession, startsLives } from "./session-request.ts";
import { Transactions } from "./transactions.ts";

/** The connection of a peer. */
export interface PeerConnection {
  /** Receives the notifications of the peer's live queries. */
  notify(notification: LiveNotification, session: ClientSession): void;
  /** Ends the connection without a closing handshake. */
  drop(): void;
}

/** Sends a response, and resolves when it was written. */
export type Respond = (answer: Answer) => void | Promise<void>;

/**
 * One client as the database sees it: its sessions, transactions and live queries. A socket has its own peer. All HTTP
 * clients share one, where a session serves only the user who signed in on it.
 */
export class RpcPeer {
  readonly #database: ServedDatabase;
  readonly #rules: SessionRules;
  readonly #connection: PeerConnection | undefined;
  readonly #streams: QueryStreams;
  readonly #attached: Map<string, Promise<ClientSession>>;
  readonly #keepsSessions: boolean;
  readonly #defaults = new Set<ClientSession>();
  readonly #transactions: Transactions;
  readonly #running = new Set<Promise<void>>();
  #closed = false;

  /** @param connection - omitted, its clients are not notified */
  constructor(database: ServedDatabase, rules: SessionRules, connection?: PeerConnection) {
    this.#database = database;
    this.#rules = rules;
    this.#connection = connection;
    this.#keepsSessions = rules.shared && rules.server.profile.keepsSessions;
    this.#attached = this.#keepsSessions ? keptSessions(database) : new Map();
    this.#streams = new QueryStreams(rules.server);
    this.#transactions = new Transactions(database, rules.server);
  }

  /** Creates the session for requests without a session. */
  async openDefault(wished: string): Promise<ClientSession> {
    const session = await this.#open({ wished });
    this.#defaults.add(session);
    return session;
  }

  /** Ends a session that {@link openDefault} has created. */
  async closeDefault(session: ClientSession): Promise<void> {
    this.#defaults.delete(session);
    await session.close();
  }

  /**
   * Serves a request. `respond` is called once, and for each frame of a streamed answer, unless the peer is closed
   * before the request is admitted: then there is no client to answer. Never rejects.
   */
  serve(request: RpcRequest, fallback: ClientSession, respond: Respond): Promise<void> {
    const work = this.#serve(request, fallback, respond)
      .catch((error: unknown) => respond(internalError(error instanceof Error ? error.message : String(error))))
      .finally(() => this.#running.delete(work));
    this.#running.add(work);
    return work;
  }

  /** Resolves when no request is being served. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }

  /** Releases everything that the client has left: live queries, transactions, sessions. Never rejects. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#streams.stop();
    const attached = this.#keepsSessions ? [] : [...this.#attached.values()];
    const sessions = (await Promise.allSettled(attached)).flatMap((one) =>
      one.status === "fulfilled" ? [one.value] : [],
    );
    for (const session of [...sessions, ...this.#defaults]) session.mute();
    await Promise.allSettled(this.#running);
    await this.#transactions.cancel();
    await Promise.allSettled([...sessions, ...this.#defaults].map((session) => session.close()));
    if (!this.#keepsSessions) this.#attached.clear();
    this.#defaults.clear();
  }

  async #serve(request: RpcRequest, fallback: ClientSession, respond: Respond): Promise<void> {
    const refusal = this.#refusal(request);
    if (refusal !== undefined) return respond(refusal);
    const named = request.method === "attach" ? undefined : request.session;
    const session = named === undefined ? fallback : await this.#attached.get(named);
    if (connectionMethods.has(request.method)) {
      const refused = this.#rules.shared && named !== undefined && !this.#admits(session, fallback);
      return respond(refused ? sessionNotFound(named) : await this.#onConnection(request, fallback, session));
    }
    if (session === undefined) return respond(sessionNotFound(named as string));
    if (request.method === "query_stream") return this.#stream(request, session, respond);
    await this.#onSession(request, session, fallback, respond);
  }

  /**
   * Whether a caller, known by its default session, may use this session. To any other caller the session does not
   * exist.
   */
  #admits(session: ClientSession | undefined, caller: ClientSession): boolean {
    if (session === undefined) return false;
    return session === caller || !this.#rules.shared || session.admits(caller);
  }

  #refusal(request: RpcRequest): Answer | undefined {
    const facts = sessionMethods.get(request.method) ?? connectionMethods.get(request.method);
    if (facts === undefined) return methodNotFound();
    const { addedMethods } = this.#rules.server.profile;
    if (laterMethods.has(request.method) && !addedMethods.includes(request.method)) return methodNotFound();
    if (this.#rules.shared && request.method === "sessions") return methodNotAllowed();
    if (!this.#rules.realtime) {
      if (socketMethods.has(request.method)) return methodNotFound();
      if (request.txn !== undefined) return methodNotAllowed();
      if (realtime.has(request.method)) return liveQueryNotSupported();
    }
    if (facts.transactional && request.txn !== undefined && !this.#transactions.has(request.txn)) {
      return invalidParams("Transaction not found");
    }
    return undefined;
  }

  async #onSession(
    request: RpcRequest,
    session: ClientSession,
    caller: ClientSession,
    respond: Respond,
  ): Promise<void> {
    const facts = sessionMethods.get(request.method);
    if (facts === undefined) return;
    const live = startsLives(request);
    await this.#database.turns.take(session.engineId, isExclusive(request, facts), async () => {
      if (this.#closed) return;
      // Checked when it is admitted, since a request before it may have signed in another user.
      if (!this.#admits(session, caller)) return respond(sessionNotFound(request.session as string));
      if (live) session.expectLive();
      try {
        const answer = await runOnSession(this.#database, this.#rules, session, request, facts);
        if (request.method === "reset" && this.#rules.server.profile.limitsSessions) {
          await this.#transactions.cancel(session);
        }
        void respond(answer);
      } finally {
        if (live) session.liveAnswered();
      }
    });
  }

  /** The session is free for other requests as soon as the query was executed, however slowly its client reads. */
  async #stream(request: RpcRequest, session: ClientSession, respond: Respond): Promise<void> {
    const stream = this.#streams.open(request);
    if (!(stream instanceof QueryStream)) return respond(stream);
    const facts = sessionMethods.get("query") as MethodFacts;
    const query = { ...request, method: "query" };
    const live = startsLives(query);
    const execution = this.#database.turns.take(session.engineId, isExclusive(query, facts), () => {
      if (live) session.expectLive();
      return runOnSession(this.#database, this.#rules, session, query, facts);
    });
    await stream.serve(execution, { respond, cut: () => this.#connection?.drop() });
    const answer = await execution;
    if (!live) return;
    session.liveAnswered();
    const untold = answer.failed ? [] : stream.untold(answer.value);
    if (untold.length > 0) await this.#database.turns.take(session.engineId, true, () => session.endLives(untold));
  }

  async #onConnection(request: RpcRequest, fallback: ClientSession, session?: ClientSession): Promise<Answer> {
    switch (request.method) {
      case "ping":
        return nothing;
      case "sessions":
        return result(array([...this.#attached.keys()].map(uuid)));
      case "attach":
        return this.#attach(request.session);
      case "detach":
        return this.#detach(request.session, fallback);
      case "query_cancel":
        return this.#streams.cancel(request.params);
      case "begin":
        return this.#begin(request, session);
      case "commit":
      case "cancel":
        return this.#transactions.finish(request.method, request.params);
      case "version":
        return result(text(`surrealdb-${this.#rules.server.version}`));
      default:
        return this.#database.call({ method: request.method, params: request.params });
    }
  }

  async #attach(id: string | undefined): Promise<Answer> {
    if (id === undefined) return invalidParams("Expected a session ID");
    if (this.#attached.has(id)) return sessionExists(id);
    if (!this.#rules.shared && this.#attached.size + 1 >= this.#rules.server.profile.mostSessions) {
      return methodNotAllowed("attach");
    }
    const opening = this.#open({ wished: id, clientId: id });
    this.#attached.set(id, opening);
    await opening;
    return nothing;
  }

  #open(ids: { wished: string; clientId?: string }): Promise<ClientSession> {
    return ClientSession.open(this.#database, ids, (notification, session) => {
      const failed = this.#rules.server.faults.liveErrors === true && !notification.killed;
      this.#connection?.notify(failed ? failedNotification(notification) : notification, session);
    });
  }

  async #detach(id: string | undefined, fallback: ClientSession): Promise<Answer> {
    if (id === undefined) return invalidParams("Expected a session ID");
    const { limitsSessions } = this.#rules.server.profile;
    if (limitsSessions && !this.#rules.shared && id === fallback.engineId) {
      return invalidParams("Cannot detach the implicit connection session");
    }
    const session = await this.#attached.get(id);
    this.#attached.delete(id);
    if (session === undefined) return nothing;
    if (limitsSessions) await this.#transactions.cancel(session);
    await session.close();
    return nothing;
  }

  async #begin(request: RpcRequest, session: ClientSession | undefined): Promise<Answer> {
    const { limitsSessions } = this.#rules.server.profile;
    if (session === undefined && limitsSessions) return sessionNotFound(request.session as string);
    return this.#transactions.begin(request.params, session);
  }
}
