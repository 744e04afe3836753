import type { Codec } from "@surreal-sdk/codec";
import type { ConnectionStatus, Endpoint, EngineCapabilities } from "@surreal-sdk/transport";
import { isBuiltIn } from "@surreal-sdk/values";
import type { CallConnection, CallContext, QueryListener } from "../call/call-context.ts";
import type { Channel, ChannelListener, OpenedChannel } from "../call/channel.ts";
import { ConnectionLife } from "../call/connection-life.ts";
import type { AnsweredQuery, ConnectionPart, PartClass } from "../call/connection-part.ts";
import { EventEmitter } from "../call/events.ts";
import { Observer } from "../call/observer.ts";
import type { ResolvedOptions } from "../call/options.ts";
import { timeoutOf } from "../call/request.ts";
import type { RuntimeServices } from "../call/runtime-services.ts";
import { SessionState } from "../call/session-state.ts";
import { noSettings } from "../call/settings.ts";
import type { SessionLostError } from "../errors/core-errors.ts";
import { closedWithConnection, sessionLost } from "../errors/session-ended.ts";
import { type CallScope, createSyncScope } from "../operation/call-scope.ts";
import { drive, type Operation, wait } from "../operation/operation.ts";
import { SingleFlight } from "../operation/single-flight.ts";
import { explainerFor } from "../query/explain-slow.ts";
import { awaitAuth, resolveAuth, toAsk } from "./auth-source.ts";
import { codecsFor } from "./connection-codecs.ts";
import { ConnectionParts } from "./connection-parts.ts";
import { endTransactions } from "./end-on-server.ts";
import { authenticateByOption, carryOption, fromSource, renewExpiring, renewIdentity } from "./identity.ts";
import { PeerServer } from "./peer-server.ts";
import { recordProofReplay, recordUseReplay, recordVersionReplay, removeSessionReplays } from "./replays.ts";
import { readRefusal, sessionRestored, sessionRestoreFailed } from "./restore.ts";
import { versionLabel } from "./server-version.ts";
import { unsupportedBy } from "./unsupported-by.ts";

/** A call's context, for what also changes the connection's sessions. */
export type SessionContext = CallContext<ConnectionState>;

/** What one connection knows and holds. Views of a connection, its sessions and its transactions share it. */
export class ConnectionState implements CallConnection {
  readonly services: RuntimeServices;
  readonly options: ResolvedOptions;
  /** The schemes of third-party engines. */
  readonly schemes: readonly string[];
  readonly codec: Codec;
  /** Copies values that are sent more than once. */
  readonly copyingCodec: Codec;
  readonly events: EventEmitter;
  /** The connection's own session. */
  readonly scope: SessionState;
  /** The attached sessions by their ids. */
  readonly sessions: Map<string, SessionState> = new Map();
  readonly queryListeners: Set<QueryListener> = new Set();
  readonly observer: Observer;
  status: ConnectionStatus = "disconnected";
  readonly server: PeerServer = new PeerServer();
  /** Counts connections: what was begun in one epoch is gone in the next. */
  epoch = 0;
  endpoint: Endpoint;
  readonly life: ConnectionLife = new ConnectionLife();
  /** What the `auth` function calls. */
  readonly asking: CallScope;
  /** Asks the `auth` option, where it is a function. */
  readonly askAuth: (() => unknown) | undefined;
  /** Counts channels: what an earlier one still says is not listened to. */
  #channels = 0;
  readonly #parts: ConnectionParts;
  #opened: OpenedChannel | undefined;
  #prepared = false;
  readonly #preparing: SingleFlight<void> = new SingleFlight();

  /** @param parts - the parts that must exist as soon as the server starts something by itself */
  constructor(
    waits: RuntimeServices,
    endpoint: Endpoint,
    options: ResolvedOptions,
    schemes: readonly string[],
    parts: readonly PartClass[] = [],
  ) {
    this.services = waits;
    this.events = new EventEmitter(waits.bind, waits.later);
    this.schemes = schemes;
    this.endpoint = endpoint;
    this.options = options;
    this.scope = new SessionState(undefined, options.expiryMargin);
    ({ codec: this.codec, copyingCodec: this.copyingCodec } = codecsFor(options));
    this.asking = waits.createCallScope?.() ?? createSyncScope();
    this.askAuth = toAsk(options.auth, waits, this.asking);
    this.observer = new Observer(waits.channels, options.slowQuery, waits.bind, explainerFor(options));
    this.#parts = new ConnectionParts(() => this.context, parts);
    this.#placeByOptions();
  }

  /** Whether a way to the database has been made. */
  get isOpened(): boolean {
    return this.#opened !== undefined;
  }

  isCurrent(channel: Channel): boolean {
    return this.#opened?.channel === channel;
  }

  get channel(): Channel {
    return this.#open().channel;
  }

  get capabilities(): EngineCapabilities {
    return this.#open().capabilities;
  }

  /** The context of calls that belong to no particular session. */
  get context(): SessionContext {
    return this.contextOf(this.scope);
  }

  /** A session, for calls that no user has made and that have no settings. */
  contextOf(scope: SessionState): SessionContext {
    return { state: this, scope, transaction: undefined, settings: noSettings };
  }

  /**
   * @throws UnsupportedFeatureError when the engine cannot do it; before any I/O.
   */
  require(capability: keyof EngineCapabilities, method: string): void {
    const { capabilities, engineName } = this.#open();
    if (capabilities[capability]) return;
    throw unsupportedBy(engineName, capability, method);
  }

  /** Whether there is nothing to {@link ConnectionState.prepare}. */
  isPrepared(scope: SessionState): boolean {
    return this.#prepared && !scope.isExpiringSoon && !scope.renewal.isRunning && !this.life.isClosing;
  }

  /** Waits while the `auth` option is asked, or a token is renewed, for calls that were made before. */
  *undisturbed(context: CallContext): Operation<void> {
    const { scope } = context;
    const { number } = this.life;
    const timeout = timeoutOf(context);
    yield* this.reopened();
    if (scope === this.scope && this.#preparing.isRunning)
      yield* wait(awaitAuth(context, timeout, this.#preparing.ended));
    while (scope.renewal.isRunning) yield* wait(awaitAuth(context, timeout, scope.renewal.ended));
    this.life.assertIs(number);
  }

  /** Asks the `auth` option before the first request, where it is a function or where tokens travel with requests. */
  *prepare(context: CallContext, timeout: number = timeoutOf(context)): Operation<void> {
    const { number } = this.life;
    yield* this.reopened();
    if (!this.#prepared) {
      this.#open();
      const preparing = this.#preparing.run(() => this.#prepare());
      if (!this.#prepared) yield* wait(awaitAuth(context, timeout, preparing));
    }
    const { scope, settings } = context;
    if (scope.isExpiringSoon) yield* renewExpiring({ ...this.contextOf(scope), settings });
    // The next renewal may have begun while this one ended.
    if (scope.renewal.isRunning) yield* this.undisturbed(context);
    this.life.assertIs(number);
  }

  /** Waits while the channel is being closed: what comes after `close()` and `connect()` is for the next one. */
  *reopened(): Operation<void> {
    const { number } = this.life;
    if (this.life.isClosing) yield* wait(this.life.closed);
    this.life.assertIs(number);
  }

  *#prepare(): Operation<void> {
    const { context, scope } = this;
    const source = yield* resolveAuth(context);
    // An identity that the user has signed in with by hand stays.
    if (this.#prepared) return;
    if (source !== null) {
      const identity = fromSource(source, scope);
      if (this.capabilities.stateful && this.#beginsAnew) recordProofReplay(context, identity);
      else if (identity.tokens !== undefined && typeof this.options.auth !== "function") carryOption(context, identity);
      else yield* authenticateByOption(context, identity, "signed-in");
      if (!this.#prepared) scope.usesAuthOption = true;
    }
    this.#prepared = true;
  }

  /** Whether what is sent next begins a connection, which then restores everything first. */
  get #beginsAnew(): boolean {
    return this.status === "disconnected" || this.status === "closed";
  }

  /** The user has signed in or out by hand, so the `auth` option no longer decides the identity. */
  identified(scope: SessionState): void {
    if (scope === this.scope) this.#prepared = true;
  }

  /** Renews the identity of a session after a refusal because of its age; yields whether there is a new one. */
  renew({ scope, settings }: CallContext, reason: unknown, renewals: number): Operation<boolean> {
    return renewIdentity({ ...this.contextOf(scope), settings }, reason, renewals);
  }

  /** Points to another database at once; what belongs to the old one ends, and its channel is closed meanwhile. */
  repoint(endpoint: Endpoint): void {
    const left = this.#opened;
    this.#end();
    this.endpoint = endpoint;
    this.#opened = undefined;
    this.#channels += 1;
    this.#prepared = false;
    if (left === undefined) return;
    this.#changeStatus("closed");
    this.forget();
    this.background(this.life.close(left.channel, 0, () => undefined));
  }

  /** Closes; from then on everything is refused until `connect()` is called. */
  *close(drain: number): Operation<void> {
    const opened = this.#opened;
    this.#end();
    if (opened === undefined && this.status !== "closed") this.#changeStatus("closed");
    if (opened === undefined) return yield* wait(this.life.closed);
    yield* this.life.close(opened.channel, drain, () => (this.#opened === opened ? this.forget() : undefined));
  }

  /** What was begun and not sent fails. */
  #end(): void {
    const error = this.life.end();
    this.#preparing.abandon(error);
    for (const { renewal, changes } of [this.scope, ...this.sessions.values()]) {
      renewal.abandon(error);
      changes.abandon(error);
    }
  }

  /** A closed connection remembers nothing: the next one begins with the options alone. */
  forget(): void {
    this.epoch += 1;
    this.server.forget();
    this.scope.clear();
    for (const scope of this.sessions.values()) scope.ended ??= closedWithConnection();
    this.sessions.clear();
    for (const part of this.#parts.made()) part.forget?.();
    this.#placeByOptions();
    if (this.#opened === undefined) return;
    this.#opened.channel.clearReplays();
    this.#rememberOptions();
  }

  /** The server does not know a session any more, and the SDK does not restore it. */
  loseSession(scope: SessionState, cause: unknown): SessionLostError {
    const error = sessionLost(cause);
    scope.ended ??= error;
    this.sessions.delete(scope.label);
    const context = this.contextOf(scope);
    removeSessionReplays(context);
    endTransactions(context);
    this.sessionEnded(scope, error);
    return error;
  }

  /** The part of a class, made when it is first asked for. */
  part<P extends ConnectionPart>(partClass: PartClass<P>): P {
    return this.#parts.get(partClass);
  }

  /** The server answered a query that may have started something that goes on. */
  answered(context: CallContext, query: AnsweredQuery): void {
    for (const part of this.#parts.all()) part.answered?.(context, query);
  }

  /** The namespace, the database, the identity or a variable of a session has changed. */
  sessionChanged(scope: SessionState, signedOut = false): void {
    for (const part of this.#parts.made()) part.sessionChanged?.(scope, signedOut);
  }

  wroteSilently(): void {
    for (const part of this.#parts.made()) part.wroteSilently?.();
  }

  /** A session has lost its identity, and nothing may run on it anonymously. */
  identityLost(scope: SessionState, error: Error): void {
    for (const part of this.#parts.made()) part.identityLost?.(scope, error);
  }

  /** A session is over, or is reset: with an error where the user did not ask for it. */
  sessionEnded(scope: SessionState, error?: Error): void {
    for (const part of this.#parts.made()) part.sessionEnded?.(scope, error);
  }

  /** Runs an operation that no caller waits for; its errors are emitted as `error` events. */
  background(operation: Operation<unknown>): void {
    drive(operation, {
      resolve: () => undefined,
      reject: (error) => this.events.emit("error", isBuiltIn(error, "Error") ? error : new Error(String(error))),
    });
  }

  #open(): OpenedChannel {
    if (this.#opened !== undefined) return this.#opened;
    this.#channels += 1;
    this.#opened = this.services.open(this.endpoint, this.options, this.#listener(this.#channels));
    if (!this.life.isHeld) this.#opened.channel.setRef(false);
    this.#rememberOptions();
    return this.#opened;
  }

  /** The place that the options name is known before there is a connection: a sign-in may be the first call. */
  #placeByOptions(): void {
    this.scope.namespace = this.options.namespace;
    this.scope.database = this.options.database;
  }

  /** What the options say of the session is in force from the first connection on. */
  #rememberOptions(): void {
    const { auth } = this.options;
    recordVersionReplay(this.context);
    if (this.scope.namespace !== undefined) recordUseReplay(this.context);
    this.#prepared = auth === undefined;
    if (this.#prepared || typeof auth === "function") return;
    const identity = fromSource(auth as Parameters<typeof fromSource>[0], this.scope);
    this.#prepared = this.capabilities.stateful;
    if (this.capabilities.stateful) recordProofReplay(this.context, identity);
    else this.scope.tokens = identity.tokens;
  }

  #listener(channel: number): ChannelListener {
    const heard = <A extends unknown[]>(hear: (...said: A) => void): ((...said: A) => void) => {
      return (...said) => {
        if (channel === this.#channels) hear(...said);
      };
    };
    return {
      status: heard((status, error) => this.#changeStatus(status, error)),
      notification: heard((frame) => {
        for (const part of this.#parts.all()) part.notification?.(frame);
      }),
      lost: heard((notifications) => {
        for (const part of this.#parts.made()) part.lost?.(notifications);
      }),
      restored: heard((label, reply, attempt) => this.#restored(label, reply, attempt)),
      restoreFailed: heard((label, reply, attempt) => this.#restoreFailed(label, reply, attempt)),
      ready: heard((reconnected) =>
        this.observer.publish("connect", () => ({ url: this.endpoint.rawUrl, reconnected })),
      ),
      diagnostic: heard(({ kind, message }) => {
        if (kind === "orphan-error" || kind === "malformed-frame") this.events.emit("error", new Error(message));
      }),
    };
  }

  #changeStatus(status: ConnectionStatus, error?: Error): void {
    const before = this.status;
    this.status = status;
    if (before === "connected" && status !== "connected") this.epoch += 1;
    if (status === "connected")
      for (const { changes } of [this.scope, ...this.sessions.values()]) changes.settleDoubt();
    for (const part of this.#parts.made()) part.status?.(status, before, error);
    this.observer.publish("status", () => ({ url: this.endpoint.rawUrl, status, error: error?.name }));
    this.events.emit("status", status, ...(error === undefined ? [] : [error]));
  }

  #restored(label: string, reply: Uint8Array, attempt: number): void {
    try {
      const owner = this.#parts.ownerOf(label);
      // The link, which judges as well, leaves a server that this SDK does not speak to before anything else is sent.
      if (label === versionLabel) this.server.answered(this.codec, reply, this.events);
      else if (owner !== undefined) owner.restored?.(label, reply);
      else sessionRestored(this.#contextOfLabel(label), label, reply, attempt);
    } catch (error) {
      this.#restoreError(label, error, attempt);
    }
  }

  #restoreFailed(label: string, reply: Uint8Array, attempt: number): void {
    // Later ones are known already: what is refused there is refused again.
    if (!this.channel.isRestoring(attempt)) return;
    try {
      readRefusal(this.#contextOfLabel(label), label, reply, attempt);
    } catch (error) {
      this.#restoreError(label, error, attempt);
      return;
    }
    this.channel.resolveReplay(label, { kind: "drop" }, attempt);
  }

  #restoreError(label: string, thrown: unknown, attempt: number): void {
    const error = isBuiltIn(thrown, "Error") ? thrown : new Error(String(thrown));
    if (label === versionLabel) {
      // A server that does not tell its version may still do everything else.
      this.channel.resolveReplay(label, { kind: "drop" }, attempt);
      return;
    }
    const owner = this.#parts.ownerOf(label);
    if (owner === undefined) {
      sessionRestoreFailed(this.#contextOfLabel(label), { label, error, attempt });
      return;
    }
    owner.restoreFailed?.(label, error);
    this.channel.resolveReplay(label, { kind: "drop" }, attempt);
  }

  #contextOfLabel(label: string): SessionContext {
    const scope = this.sessions.get(label.split(" ", 1)[0] as string) ?? this.scope;
    return this.contextOf(scope);
  }
}
