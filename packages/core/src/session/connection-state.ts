import { CborCodec, type Codec } from "@surreal-sdk/codec";
import {
  type ConnectionStatus,
  type Endpoint,
  type EngineCapabilities,
  UnsupportedFeatureError,
} from "@surreal-sdk/transport";
import { Uuid } from "@surreal-sdk/values";
import type { Channel, ChannelListener, OpenedChannel } from "../call/channel.ts";
import { EventEmitter } from "../call/events.ts";
import { Observer } from "../call/observer.ts";
import type { ResolvedOptions } from "../call/options.ts";
import { readReply } from "../call/reply.ts";
import { type CallContext, request } from "../call/request.ts";
import { SessionState } from "../call/session-state.ts";
import { noSettings } from "../call/settings.ts";
import type { RuntimeServices } from "../client/runtime.ts";
import { LiveEndedError, LiveRestoreError, SessionClosedError, SessionLostError } from "../errors/core-errors.ts";
import { resumeLive } from "../live/live.ts";
import { liveIdOf, toNotification } from "../live/live-notification.ts";
import { LiveRegistry } from "../live/live-registry.ts";
import { drive, type Operation, wait } from "../operation/operation.ts";
import { SingleFlight } from "../operation/single-flight.ts";
import { authenticate, fromSource, renewExpiring, renewIdentity, resolveAuth } from "./identity.ts";
import {
  recordSourceReplay,
  recordUseReplay,
  recordVersionReplay,
  removeSessionReplays,
  versionLabel,
} from "./replays.ts";
import { sessionRestored, sessionRestoreFailed } from "./restore.ts";
import { unsupportedVersion } from "./server-version.ts";

/** What one connection knows and holds. Views of a connection, its sessions and its transactions share it. */
export class ConnectionState {
  readonly services: RuntimeServices;
  readonly options: ResolvedOptions;
  /** The schemes of engines that somebody else has written. */
  readonly schemes: readonly string[];
  readonly codec: Codec;
  /** Copies values that are sent more than once. */
  readonly copyingCodec: Codec;
  readonly events: EventEmitter = new EventEmitter();
  /** The connection's own session. */
  readonly scope: SessionState = new SessionState();
  /** The attached sessions by their ids. */
  readonly sessions: Map<string, SessionState> = new Map();
  readonly live: LiveRegistry;
  readonly observer: Observer;
  status: ConnectionStatus = "disconnected";
  /** Why this server is not spoken to. */
  refusal: Error | undefined;
  /** Counts connections: what was begun in one epoch is gone in the next. */
  epoch = 0;
  endpoint: Endpoint;
  #opened: OpenedChannel | undefined;
  #prepared = false;
  readonly #preparing: SingleFlight<void> = new SingleFlight();

  constructor(waits: RuntimeServices, endpoint: Endpoint, options: ResolvedOptions, schemes: readonly string[]) {
    this.services = waits;
    this.schemes = schemes;
    this.endpoint = endpoint;
    this.options = options;
    const { codec, maxDepth, floats } = options;
    this.codec = codec ?? new CborCodec({ maxDepth, floats });
    this.copyingCodec = codec ?? new CborCodec({ maxDepth, floats: "keep" });
    this.observer = new Observer(waits.channels, options.slowQuery);
    this.live = new LiveRegistry(
      options.live,
      {
        gap: ({ id }) => this.events.emit("gap", { id, reason: "reconnect" }),
        ended: ({ id, label }) => {
          if (this.isOpened) this.channel.removeReplay(label);
          this.publishLive(id, "ended");
        },
        dropped: ({ id }) => this.events.emit("gap", { id, reason: "overflow" }),
        abandoned: (subscription) => {
          this.live.end(subscription);
          this.#killOnServer(subscription.serverId, subscription.scope.session);
        },
      },
      (serverId, session) => this.#killOnServer(serverId, session),
    );
  }

  /** Whether a way to the database has been made. */
  get isOpened(): boolean {
    return this.#opened !== undefined;
  }

  get channel(): Channel {
    return this.#open().channel;
  }

  get capabilities(): EngineCapabilities {
    return this.#open().capabilities;
  }

  /** Where calls are made that belong to nobody in particular. */
  get context(): CallContext {
    return this.contextOf(this.scope);
  }

  /** A session, for calls that no user has made and that have no settings. */
  contextOf(scope: SessionState): CallContext {
    return { state: this, scope, transaction: undefined, settings: noSettings };
  }

  /**
   * @throws UnsupportedFeatureError when the engine cannot do it; before any I/O.
   */
  require(capability: keyof EngineCapabilities, method: string): void {
    const { capabilities, engineName } = this.#open();
    if (capabilities[capability]) return;
    const how = {
      live: "live queries need a WebSocket (ws:// or wss://) or an embedded database",
      sessions: "sessions need a WebSocket (ws:// or wss://) or an embedded database",
      transactions: "client transactions need a WebSocket (ws:// or wss://) or an embedded database",
    } as Readonly<Record<string, string>>;
    throw new UnsupportedFeatureError(
      `${method}() does not work over the ${engineName} engine: ${how[capability] ?? `it has no ${capability}`}.`,
      { feature: capability },
    );
  }

  /** Whether there is nothing to {@link ConnectionState.prepare}. */
  isPrepared(scope: SessionState): boolean {
    return this.#prepared && !scope.isExpiringSoon;
  }

  /**
   * What must have happened before the first request of a user: the `auth` option has been asked, where it is a
   * function or where tokens travel with each request.
   */
  *prepare(scope: SessionState = this.scope): Operation<void> {
    if (!this.#prepared) {
      this.#open();
      if (!this.#prepared) yield* wait(this.#preparing.run(() => this.#prepare()));
    }
    if (scope.isExpiringSoon) yield* renewExpiring(this.contextOf(scope));
  }

  *#prepare(): Operation<void> {
    const identity = fromSource(yield* resolveAuth(this.context));
    if (this.capabilities.stateful) recordSourceReplay(this.context, identity);
    else yield* authenticate(this.context, identity);
    this.scope.usesAuthOption = true;
    this.#prepared = true;
  }

  /** Somebody has signed in by hand: the `auth` option has no say in who that is. */
  identified(scope: SessionState): void {
    if (scope === this.scope) this.#prepared = true;
  }

  /** Renews the identity of a session after a refusal because of its age; yields whether there is a new one. */
  renew(context: CallContext, reason: unknown, renewals: number): Operation<boolean> {
    return renewIdentity(context, reason, renewals);
  }

  /** Points to another database. The channel to the old one must have been closed. */
  repoint(endpoint: Endpoint): void {
    this.endpoint = endpoint;
    this.#opened = undefined;
    this.#prepared = false;
  }

  /** A closed connection remembers nothing: the next one begins with the options alone. */
  forget(): void {
    this.epoch += 1;
    this.refusal = undefined;
    this.scope.clear();
    for (const scope of this.sessions.values()) {
      scope.ended ??= new SessionClosedError("The connection of this session was closed. Make a new session.", {
        outcome: "not_sent",
        retrySafe: false,
      });
    }
    this.sessions.clear();
    this.live.endAll(() => true);
    this.live.forgetHeld();
    this.live.forgetBuffered();
    if (this.#opened === undefined) return;
    this.#opened.channel.clearReplays();
    this.#rememberOptions();
  }

  /** The server does not know a session any more, and nobody is to bring it back. */
  loseSession(scope: SessionState, cause: unknown): SessionLostError {
    const error = new SessionLostError("The server no longer knows this session. Make a new one with newSession().", {
      cause,
      outcome: "failed",
      retrySafe: false,
    });
    scope.ended ??= error;
    this.sessions.delete(scope.label);
    removeSessionReplays(this.contextOf(scope));
    this.live.endAll((subscription) => subscription.scope === scope, lostLive(error));
    return error;
  }

  /** Tells diagnostics what becomes of a live query. */
  publishLive(id: Uuid, kind: "started" | "resumed" | "ended"): void {
    this.observer.publish("live", () => ({ url: this.endpoint.rawUrl, id: id.toJSON(), kind }));
  }

  /** Runs an operation that nobody waits for; what goes wrong is told on the `error` event. */
  background(operation: Operation<unknown>): void {
    drive(operation, {
      resolve: () => undefined,
      reject: (error) => this.events.emit("error", error instanceof Error ? error : new Error(String(error))),
    });
  }

  #open(): OpenedChannel {
    if (this.#opened === undefined) {
      this.#opened = this.services.open(this.endpoint, this.options, this.#listener());
      this.#rememberOptions();
    }
    return this.#opened;
  }

  /** What the options say of the session is in force from the first connection on. */
  #rememberOptions(): void {
    const { auth, namespace, database } = this.options;
    this.scope.namespace = namespace;
    this.scope.database = database;
    recordVersionReplay(this.context);
    if (namespace !== undefined) recordUseReplay(this.context);
    this.#prepared = auth === undefined;
    if (this.#prepared || typeof auth === "function") return;
    const identity = fromSource(auth as Parameters<typeof fromSource>[0]);
    this.#prepared = this.capabilities.stateful || identity.tokens !== undefined;
    if (this.capabilities.stateful) recordSourceReplay(this.context, identity);
    else this.scope.tokens = identity.tokens;
  }

  #listener(): ChannelListener {
    return {
      status: (status, error) => this.#changeStatus(status, error),
      notification: (frame) => this.#notify(frame),
      lost: (notifications) => this.live.lose(notifications),
      restored: (label, reply) => this.#restored(label, reply),
      restoreFailed: (label, reply) => this.#restoreFailed(label, reply),
      ready: (reconnected) => this.observer.publish("connect", () => ({ url: this.endpoint.rawUrl, reconnected })),
      diagnostic: ({ kind, message }) => {
        if (kind === "orphan-error" || kind === "malformed-frame") this.events.emit("error", new Error(message));
      },
    };
  }

  #changeStatus(status: ConnectionStatus, error?: Error): void {
    const wasConnected = this.status === "connected";
    this.status = status;
    if (wasConnected && status !== "connected") {
      this.epoch += 1;
      this.live.forgetHeld();
      if (status !== "closed") this.live.endAll(({ restorable }) => !restorable, lostLive(error));
    }
    if (status === "disconnected") this.live.endAll(() => true, lostLive(error));
    this.observer.publish("status", () => ({ url: this.endpoint.rawUrl, status, error: error?.name }));
    this.events.emit("status", status, ...(error === undefined ? [] : [error]));
  }

  #notify(frame: Uint8Array): void {
    let sent: ReturnType<typeof toNotification>;
    let spoiled: string | undefined;
    try {
      const decoded = this.codec.decode(frame);
      sent = toNotification(decoded);
      spoiled = sent === undefined ? liveIdOf(decoded) : undefined;
    } catch (cause) {
      this.events.emit("error", new Error("A notification could not be decoded.", { cause }));
      return;
    }
    if (sent === undefined) {
      if (spoiled !== undefined) this.live.malformed(spoiled);
      this.events.emit("error", new Error("A notification has not the form of one."));
      return;
    }
    this.live.receive(sent);
  }

  #restored(label: string, reply: Uint8Array): void {
    try {
      if (label === versionLabel) this.#checkVersion(reply);
      else if (label.startsWith("live ")) resumeLive(this.context, label, reply);
      else sessionRestored(this.#contextOfLabel(label), label, reply);
    } catch (error) {
      this.#restoreError(label, error);
    }
  }

  /** A server that this SDK does not speak to is left at once; what waits fails with the reason. */
  #checkVersion(reply: Uint8Array): void {
    this.refusal = unsupportedVersion(readReply(this.codec, reply, "version"));
    if (this.refusal !== undefined) this.channel.close({ drain: 0 }, { done: () => undefined });
  }

  #restoreFailed(label: string, reply: Uint8Array): void {
    try {
      readReply(this.codec, reply, label);
    } catch (error) {
      this.#restoreError(label, error);
      return;
    }
    this.channel.resolveReplay(label, { kind: "drop" });
  }

  #restoreError(label: string, thrown: unknown): void {
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    if (label === versionLabel) {
      // A server that does not tell its version may still do everything else.
      this.channel.resolveReplay(label, { kind: "drop" });
      return;
    }
    if (!label.startsWith("live ")) {
      sessionRestoreFailed(this.#contextOfLabel(label), label, error);
      return;
    }
    const subscription = this.live.byLabel(label);
    if (subscription !== undefined) this.live.end(subscription, lostLive(error, true));
    this.channel.resolveReplay(label, { kind: "drop" });
  }

  #contextOfLabel(label: string): CallContext {
    const scope = this.sessions.get(label.split(" ", 1)[0] as string) ?? this.scope;
    return this.contextOf(scope);
  }

  #killOnServer(serverId: string, session: string | undefined): void {
    if (this.status !== "connected") return;
    const scope = session === undefined ? this.scope : (this.sessions.get(session) ?? this.scope);
    this.background(request(this.contextOf(scope), "kill", [Uuid.parse(serverId)], { exclusive: true }));
  }
}

function lostLive(cause: Error | undefined, restoring = false): LiveEndedError {
  const message = restoring
    ? "The live query could not be started again on the new connection."
    : "The live query has ended: its connection was lost.";
  return new (restoring ? LiveRestoreError : LiveEndedError)(message, { cause });
}
