import { ConnectionLostError, type ConnectionStatus } from "@surreal-sdk/transport";
import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import type { AnsweredQuery, ConnectionPart } from "../call/connection-part.ts";
import { failureOf, readReply, toResponses } from "../call/reply.ts";
import { exchange } from "../call/request.ts";
import type { SessionState } from "../call/session-state.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { isTransactionConflict } from "../errors/server-error.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import { despiteConflicts, pauseAfterConflict } from "../session/conflicts.ts";
import { killOnServer } from "./kill-on-server.ts";
import { lastId, startedLiveId } from "./live-answer.ts";
import { CatchUp, type Resync } from "./live-catch-up.ts";
import {
  anotherSession,
  connectionLost,
  identityLeft,
  notStarted,
  reportedByServer,
  rolledBack,
  sessionOver,
  sessionRenewed,
} from "./live-endings.ts";
import { LiveLists } from "./live-lists.ts";
import { liveIdOf, toNotification } from "./live-notification.ts";
import { LiveRegistry } from "./live-registry.ts";
import { LiveStart } from "./live-start.ts";
import type { LiveSubscription } from "./live-subscription.ts";
import { SessionEnds } from "./session-ends.ts";
import { undisturbed } from "./undisturbed.ts";

const isLive = /^live\b/i;

/** The live queries of one connection: a part that is created with the first of them. */
export class LiveQueries implements ConnectionPart {
  readonly registry: LiveRegistry;
  readonly lists: LiveLists;
  readonly #state: CallContext["state"];
  readonly #ends: SessionEnds;
  /** The server's ids of those that were started while the connection was being restored. */
  readonly #started: Map<string, SessionState> = new Map();
  constructor({ state }: CallContext) {
    this.#state = state;
    this.lists = new LiveLists(state, (serverId, scope) => {
      if (!this.registry.runs(serverId)) this.discard(serverId, scope);
    });
    this.#ends = new SessionEnds(state, {
      all: () => this.registry.all(),
      over: (subscription, cause) => this.#leave(subscription, sessionOver(cause)),
    });
    this.registry = new LiveRegistry(
      { ...state.options.live, bytes: state.options.maxMessageBytes },
      {
        gap: ({ id }) => state.events.emit("gap", { id, reason: "reconnect" }),
        ended: (subscription) => {
          if (state.isOpened) state.channel.removeReplay(subscription.label);
          this.#ends.ended(subscription);
          this.#publish(subscription.id, "ended");
        },
        failed: (subscription, reported) => this.#leave(subscription, reportedByServer(reported)),
        dropped: ({ id }) => state.events.emit("gap", { id, reason: "overflow" }),
        abandoned: (subscription) => {
          this.registry.end(subscription);
          this.#killOnServer(subscription.serverId, subscription.scope.session);
        },
      },
      (serverId, session) => this.#killOnServer(serverId, session),
    );
  }

  /** Records a live query that this connection has started, and how to start it again. */
  own(context: CallContext, id: Uuid, start: LiveStart | undefined, resync?: Resync): LiveSubscription {
    const catchUp =
      resync === undefined || start === undefined
        ? undefined
        : new CatchUp(resync, context, start.origin, this.registry);
    const subscription = this.registry.add(id, context.scope, true, catchUp);
    this.#publish(id, "started");
    this.#ends.started(context.scope);
    subscription.start = start;
    this.#recordReplay(subscription);
    return subscription;
  }

  /**
   * The session changed its place, identity or variables: its live queries stay as they were. Servers end those of an
   * identity that the session no longer has, since 3.1 without a word, and those whose session would have ended by now.
   */
  sessionChanged(scope: SessionState, signedOut: boolean): void {
    for (const subscription of this.registry.all()) {
      if (subscription.scope !== scope) continue;
      const isLeft = signedOut || subscription.identity !== scope.identity;
      if (isLeft && this.#state.status === "connected") this.#leave(subscription, identityLeft());
      else {
        // First of all: a worker may lose the connection before it is started again, and restores it from this.
        this.#recordReplay(subscription);
        if (this.#ends.isRenewed(subscription)) this.#move(subscription);
      }
    }
  }

  notification(frame: Uint8Array): void {
    const { codec, events } = this.#state;
    let sent: ReturnType<typeof toNotification>;
    let malformed: string | undefined;
    try {
      const decoded = codec.decode(frame);
      sent = toNotification(decoded, frame.byteLength);
      malformed = sent === undefined ? liveIdOf(decoded) : undefined;
    } catch (cause) {
      events.emit("error", new Error("A notification could not be decoded.", { cause }));
      return;
    }
    if (sent === undefined) {
      if (malformed !== undefined) this.registry.malformed(malformed);
      events.emit("error", new Error("A notification is malformed."));
      return;
    }
    this.registry.receive(sent);
  }

  lost(notifications: number): void {
    this.registry.lose(notifications);
  }

  /** Records the live queries that the text of a query has started. Only a single LIVE statement can be sent again. */
  answered(context: CallContext, { text, bindings, responses, isLate }: AnsweredQuery): void {
    const statements = statementsOf(text);
    const alone = responses.length === 1 && statements.length === 1;
    for (const { status, result, type } of responses) {
      if (status !== "OK" || !(result instanceof Uuid)) continue;
      if (type !== "live" && !alone) continue;
      if (isLate) {
        this.discard(result.toJSON(), context.scope);
        continue;
      }
      const request = { method: "query", params: [text, bindings], statement: { text, bindings } };
      const outside = { ...context, transaction: undefined, pin: undefined };
      this.#ownAnswered(context, result, alone ? new LiveStart(outside, request) : undefined);
    }
    if (isLate) return;
    for (const one of statements.filter((statement) => isLive.test(statement))) {
      const request = { method: "query", params: [one, bindings], statement: { text: one, bindings } };
      this.#state.background(this.lists.renew(context, new LiveStart({ ...context, pin: undefined }, request)));
    }
  }

  /** The server registers a live query of a transaction with the commit, and forgets it otherwise. */
  #ownAnswered(context: CallContext, id: Uuid, start: LiveStart | undefined): void {
    const { transaction } = context;
    const subscription = this.own(context, id, transaction === undefined ? start : undefined);
    transaction?.whenOver((committed) => {
      if (this.registry.get(id) !== subscription) return;
      if (!committed) return this.registry.end(subscription, rolledBack());
      subscription.start = start;
      this.#recordReplay(subscription);
    });
  }

  status(status: ConnectionStatus, before: ConnectionStatus, error: Error | undefined): void {
    const started = [...this.#started];
    this.#started.clear();
    // Those that have ended meanwhile, or were started in the wrong place.
    if (status === "connected")
      for (const [serverId, scope] of started) if (!this.registry.runs(serverId)) this.discard(serverId, scope);
    if (before === "connected" && status !== "connected") {
      this.lists.forget();
      this.registry.forgetHeld();
      this.#ends.forget();
      for (const { catchUp } of this.registry.all()) catchUp?.lost();
      if (status !== "closed") this.#endUnrestorable(error);
    }
    if (status === "disconnected") this.registry.endAll(() => true, connectionLost(error));
  }

  ownsReplay(label: string): boolean {
    return label.startsWith("live ");
  }

  restored(label: string, reply: Uint8Array): void {
    const state = this.#state;
    const result = readReply(state.codec, reply, "live");
    const started = lastId(result);
    const subscription = this.registry.byLabel(label);
    const isOurs = subscription !== undefined && !hasFailed(result);
    const scope = subscription?.scope ?? state.scope;
    if (started !== undefined && state.status !== "connected") this.#started.set(started.toJSON(), scope);
    if (started !== undefined && !isOurs) this.discard(started.toJSON(), scope);
    if (subscription === undefined) return;
    const id = startedLiveId(result);
    if (id === undefined) throw new UnexpectedResponseError("The answer to live holds no id.");
    this.registry.resume(subscription, id.toJSON());
    subscription.proof = subscription.scope.tokens;
    this.#ends.started(subscription.scope);
    this.#publish(subscription.id, "resumed");
    const { start, catchUp } = subscription;
    state.background(this.lists.renew(state.contextOf(subscription.scope), start));
    if (catchUp !== undefined) state.background(catchUp.fill(subscription));
  }

  restoreFailed(label: string, cause: Error): void {
    const subscription = this.registry.byLabel(label);
    if (subscription === undefined) return;
    const pause = pauseAfterConflict(this.#state.contextOf(subscription.scope), 0);
    if (isTransactionConflict(cause)) this.#state.background(this.#startAgain(subscription, false, pause));
    else this.registry.end(subscription, notStarted(cause));
  }

  /** Starts a live query again in the renewed session, while the one before still runs, and then kills that. */
  #move(subscription: LiveSubscription): void {
    if (subscription.start === undefined) {
      this.#leave(subscription, sessionRenewed());
      return;
    }
    subscription.proof = subscription.scope.tokens;
    subscription.catchUp?.lost();
    this.#state.background(this.#startAgain(subscription, true));
  }

  /**
   * Starts a live query again beside the other requests.
   *
   * @param isRunning - whether it still runs on the server, where it is killed then
   * @param pause - after a conflict with another transaction
   */
  *#startAgain(subscription: LiveSubscription, isRunning: boolean, pause?: Suspension): Operation<void> {
    const context = this.#state.contextOf(subscription.scope);
    try {
      if (pause !== undefined) yield* wait(pause);
      yield* despiteConflicts(context, () => this.#sendStart(context, subscription, isRunning));
    } catch (error) {
      if (this.registry.get(subscription.id) !== subscription) return;
      if (error instanceof ConnectionLostError) this.#recordReplay(subscription);
      else this.#giveUp(subscription, notStarted(error), isRunning);
    }
  }

  *#sendStart(context: CallContext, subscription: LiveSubscription, isRunning: boolean): Operation<void> {
    yield* undisturbed(context);
    if (this.registry.get(subscription.id) !== subscription) return;
    const call = subscription.start?.onThisConnection();
    if (call === undefined) return this.#giveUp(subscription, anotherSession(), isRunning);
    const started = (reply: Uint8Array): void => this.restored(subscription.label, reply);
    const reply = yield* wait(exchange(context, { ...call, begins: true }, started));
    const { serverId } = subscription;
    started(reply);
    const isMoved = isRunning && this.registry.get(subscription.id) === subscription;
    if (isMoved) this.discard(serverId, subscription.scope);
    this.#recordReplay(subscription);
  }

  /** @param isRunning - whether it still runs on the server, where it is killed then */
  #giveUp(subscription: LiveSubscription, error: Error, isRunning: boolean): void {
    if (isRunning) this.#leave(subscription, error);
    else this.registry.end(subscription, error);
  }

  identityLost(scope: SessionState, cause: Error): void {
    this.registry.endAll((subscription) => subscription.scope === scope, notStarted(cause));
  }

  sessionEnded(scope: SessionState, error: Error | undefined): void {
    const reason = error === undefined ? undefined : connectionLost(error);
    this.registry.endAll((subscription) => subscription.scope === scope, reason);
  }

  forget(): void {
    this.lists.forget();
    this.#ends.forget();
    this.registry.endAll(() => true);
    this.registry.forgetHeld();
    this.registry.forgetBuffered();
  }

  /** How the query is started again: with its original state, whatever the session has changed. */
  #recordReplay(subscription: LiveSubscription): void {
    if (!this.#state.capabilities.reconnect) return;
    // What came before the answer to its start may have ended it.
    if (subscription.start === undefined || this.registry.get(subscription.id) !== subscription) return;
    const call = subscription.start.call();
    const { channel, status } = this.#state;
    subscription.restorable = call !== undefined;
    if (call !== undefined) channel.setReplay({ label: subscription.label, rank: 8, call, live: true });
    else if (status === "reconnecting") this.registry.end(subscription, anotherSession());
    else channel.removeReplay(subscription.label);
  }

  #endUnrestorable(cause: Error | undefined): void {
    if (this.#state.capabilities.reconnect)
      this.registry.endAll(({ start, restorable }) => start !== undefined && !restorable, anotherSession(cause));
    this.registry.endAll(({ restorable }) => !restorable, connectionLost(cause));
  }

  /** Ends a live query that the server may have ended already; where it has not, it is killed there. */
  #leave(subscription: LiveSubscription, error: Error): void {
    this.registry.end(subscription, error);
    this.discard(subscription.serverId, subscription.scope, true);
  }

  /** Kills a live query on the server that has no consumer here: when the connection stands, if that runs it. */
  discard(serverId: string, scope: SessionState, identity = false): void {
    const state = this.#state;
    const isAsked = this.registry.ignore(serverId);
    if (!isAsked && state.status === "connected")
      state.background(ignoreErrors(killOnServer(state.contextOf(scope), serverId, identity)));
  }

  /** Publishes the state of a live query to diagnostics. */
  #publish(id: Uuid, kind: "started" | "resumed" | "ended"): void {
    const { endpoint, observer } = this.#state;
    observer.publish("live", () => ({ url: endpoint.rawUrl, id: id.toJSON(), kind }));
  }

  #killOnServer(serverId: string, session: string | undefined): void {
    const state = this.#state;
    if (state.status !== "connected") return;
    const scope = session === undefined ? state.scope : (state.sessions.get(session) ?? state.scope);
    state.background(killOnServer(state.contextOf(scope), serverId));
  }
}

function hasFailed(result: unknown): boolean {
  return Array.isArray(result) && failureOf(toResponses(result), "LIVE SELECT") !== undefined;
}
