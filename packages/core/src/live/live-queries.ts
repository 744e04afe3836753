import type { Call, ConnectionStatus } from "@surreal-sdk/transport";
import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { Uuid } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import type { AnsweredQuery, ConnectionPart } from "../call/connection-part.ts";
import { readReply } from "../call/reply.ts";
import { request, toCall } from "../call/request.ts";
import type { SessionState } from "../call/session-state.ts";
import { LiveEndedError, LiveRestoreError, UnexpectedResponseError } from "../errors/core-errors.ts";
import { startedLiveId } from "./live-answer.ts";
import { CatchUp, type Resync } from "./live-catch-up.ts";
import { liveIdOf, toNotification } from "./live-notification.ts";
import { LiveRegistry } from "./live-registry.ts";
import type { LiveSubscription } from "./live-subscription.ts";

/** The live queries of one connection: the part of it that is made with the first of them. */
export class LiveQueries implements ConnectionPart {
  readonly registry: LiveRegistry;
  readonly #state: CallContext["state"];

  constructor({ state }: CallContext) {
    this.#state = state;
    this.registry = new LiveRegistry(
      { ...state.options.live, bytes: state.options.maxMessageBytes },
      {
        gap: ({ id }) => state.events.emit("gap", { id, reason: "reconnect" }),
        ended: ({ id, label }) => {
          if (state.isOpened) state.channel.removeReplay(label);
          this.#publish(id, "ended");
        },
        dropped: ({ id }) => state.events.emit("gap", { id, reason: "overflow" }),
        abandoned: (subscription) => {
          this.registry.end(subscription);
          this.#killOnServer(subscription.serverId, subscription.scope.session);
        },
      },
      (serverId, session) => this.#killOnServer(serverId, session),
    );
  }

  /** Takes note of a live query that this connection has started, and how to start it again. */
  own(context: CallContext, id: Uuid, replay: Call | undefined, resync?: Resync): LiveSubscription {
    const catchUp = resync === undefined ? undefined : new CatchUp(resync, context, this.registry);
    const subscription = this.registry.add(id, context.scope, true, catchUp);
    this.#publish(id, "started");
    if (replay === undefined || !this.#state.capabilities.reconnect) return subscription;
    subscription.restorable = true;
    this.#state.channel.setReplay({ label: subscription.label, rank: 8, call: replay });
    return subscription;
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
      events.emit("error", new Error("A notification has not the form of one."));
      return;
    }
    this.registry.receive(sent);
  }

  lost(notifications: number): void {
    this.registry.lose(notifications);
  }

  /** Takes note of the live queries that the text of a query has started. One LIVE statement alone can be sent again. */
  answered(context: CallContext, { text, bindings, responses }: AnsweredQuery): void {
    if (context.transaction !== undefined) return;
    const alone = responses.length === 1 && statementsOf(text).length === 1;
    for (const { status, result, type } of responses) {
      if (status !== "OK" || !(result instanceof Uuid)) continue;
      if (type !== "live" && !alone) continue;
      const replay = alone ? toCall(context, "query", [text, bindings], { exclusive: true }) : undefined;
      this.own(context, result, replay);
    }
  }

  status(status: ConnectionStatus, before: ConnectionStatus, error: Error | undefined): void {
    if (before === "connected" && status !== "connected") {
      this.registry.forgetHeld();
      if (status !== "closed") this.registry.endAll(({ restorable }) => !restorable, connectionLost(error));
    }
    if (status === "disconnected") this.registry.endAll(() => true, connectionLost(error));
  }

  ownsReplay(label: string): boolean {
    return label.startsWith("live ");
  }

  restored(label: string, reply: Uint8Array): void {
    const state = this.#state;
    const id = startedLiveId(readReply(state.codec, reply, "live"));
    if (id === undefined) throw new UnexpectedResponseError("The answer to live holds no id.");
    const subscription = this.registry.byLabel(label);
    if (subscription === undefined) {
      // It was killed while the connection was being restored.
      state.background(request(state.context, "kill", [id], { exclusive: true }));
      return;
    }
    this.registry.resume(subscription, id.toJSON());
    this.#publish(subscription.id, "resumed");
    const { catchUp } = subscription;
    if (catchUp !== undefined) state.background(catchUp.fill(subscription));
  }

  restoreFailed(label: string, cause: Error): void {
    const subscription = this.registry.byLabel(label);
    if (subscription === undefined) return;
    const error = new LiveRestoreError("The live query could not be started again on the new connection.", { cause });
    this.registry.end(subscription, error);
  }

  sessionEnded(scope: SessionState, error: Error | undefined): void {
    const reason = error === undefined ? undefined : connectionLost(error);
    this.registry.endAll((subscription) => subscription.scope === scope, reason);
  }

  forget(): void {
    this.registry.endAll(() => true);
    this.registry.forgetHeld();
    this.registry.forgetBuffered();
  }

  /** Tells diagnostics what becomes of a live query. */
  #publish(id: Uuid, kind: "started" | "resumed" | "ended"): void {
    const { endpoint, observer } = this.#state;
    observer.publish("live", () => ({ url: endpoint.rawUrl, id: id.toJSON(), kind }));
  }

  #killOnServer(serverId: string, session: string | undefined): void {
    const state = this.#state;
    if (state.status !== "connected") return;
    const scope = session === undefined ? state.scope : (state.sessions.get(session) ?? state.scope);
    state.background(request(state.contextOf(scope), "kill", [Uuid.parse(serverId)], { exclusive: true }));
  }
}

function connectionLost(cause: Error | undefined): LiveEndedError {
  return new LiveEndedError("The live query has ended: its connection was lost.", { cause });
}
