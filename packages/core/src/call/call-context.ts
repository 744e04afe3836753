import type { Codec } from "@surreal-sdk/codec";
import type { ConnectionStatus, Endpoint, EngineCapabilities } from "@surreal-sdk/transport";
import type { CallScope } from "../operation/call-scope.ts";
import type { Mode } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { Runner } from "../operation/runner.ts";
import type { Channel } from "./channel.ts";
import type { ConnectionLife } from "./connection-life.ts";
import type { AnsweredQuery, ConnectionPart, PartClass } from "./connection-part.ts";
import type { EventEmitter } from "./events.ts";
import type { Observer } from "./observer.ts";
import type { ResolvedOptions } from "./options.ts";
import type { RawResponse } from "./reply.ts";
import type { RuntimeServices } from "./runtime-services.ts";
import type { SessionPin } from "./session-pin.ts";
import type { SessionState } from "./session-state.ts";
import type { TransactionState } from "./transaction-state.ts";

/** Settings for single calls, as `with()` accepts them. */
export interface CallSettings {
  /** Milliseconds for one request; only `Infinity` sets no limit. */
  readonly timeout?: number | undefined;
  /**
   * Stops waiting when it is aborted. The server may still execute what was sent; only a query whose rows it streams is
   * stopped there.
   */
  readonly signal?: AbortSignal | undefined;
  /**
   * The trace that the calls belong to, in the format of W3C Trace Context, such as
   * `"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"`. Servers from 3.1 on continue it; others ignore it.
   */
  readonly traceparent?: string | undefined;
  /** What tracing systems add to `traceparent`. */
  readonly tracestate?: string | undefined;
}

/** What is known about a server. */
export interface ServerFacts {
  /** Why the SDK does not talk to it. */
  readonly refusal: Error | undefined;
  /** Whether it has what came with a release; false where it does not tell its version. */
  isAtLeast(context: CallContext, major: number, minor: number): Operation<boolean>;
  /** Whether it has told a version from which on it has what came with a release. */
  isKnownAtLeast(major: number, minor: number): boolean;
}

/** Hears of every answer to a query of the connection; the context is the one of the call. */
export type QueryListener = (context: CallContext, text: string, responses: readonly RawResponse[]) => void;

/** What a call needs of its connection. */
export interface CallConnection {
  readonly services: RuntimeServices;
  readonly options: ResolvedOptions;
  readonly codec: Codec;
  readonly events: EventEmitter;
  readonly observer: Observer;
  readonly endpoint: Endpoint;
  readonly status: ConnectionStatus;
  /** Counts connections: what was begun in one epoch is gone in the next. */
  readonly epoch: number;
  readonly channel: Channel;
  readonly capabilities: EngineCapabilities;
  /** Whether a channel to the database has been made. */
  readonly isOpened: boolean;
  /** Whether this is the way to the server of now: what comes on another is of the server of before. */
  isCurrent(channel: Channel): boolean;
  /** What is known about the server at the other end. */
  readonly server: ServerFacts;
  /**
   * @throws UnsupportedFeatureError when the engine does not support it; before any I/O.
   */
  require(capability: keyof EngineCapabilities, method: string): void;
  /** The connection's own session. */
  readonly scope: SessionState;
  /** The attached sessions by their ids. */
  readonly sessions: ReadonlyMap<string, SessionState>;
  /** The context of calls that the connection makes itself, on its own session. */
  readonly context: CallContext;
  /** The same context on another session. */
  contextOf(scope: SessionState): CallContext;
  /** Whether {@link CallConnection.prepare} has nothing to do. */
  isPrepared(scope: SessionState): boolean;
  /**
   * Waits while the SDK asks the `auth` option or renews a token for calls that were made before, whatever the result.
   */
  undisturbed(context: CallContext): Operation<void>;
  /** Does what must happen before the first request of a user. */
  prepare(context?: CallContext, timeout?: number): Operation<void>;
  /** The lives of the connection, which `close()` and `connect()` to another place end. */
  readonly life: ConnectionLife;
  /** Detects calls that the `auth` function makes. */
  readonly asking: CallScope;
  /** Calls the `auth` option, where it is a function. */
  readonly askAuth: (() => unknown) | undefined;
  /** Waits while the channel is being closed: a call after `close()` and `connect()` is for the next one. */
  reopened(): Operation<void>;
  /** Renews the identity of a session that the server refused as expired; returns whether there is a new one. */
  renew(context: CallContext, reason: unknown, renewals: number): Operation<boolean>;
  /** Ends a session that the server no longer knows; returns the error. */
  loseSession(scope: SessionState, cause: unknown): Error;
  /** Returns the part of a class, and creates it on first use. */
  part<P extends ConnectionPart>(partClass: PartClass<P>): P;
  /** Notifies the parts of a query that the server has answered. */
  answered(context: CallContext, query: AnsweredQuery): void;
  /** Who hears of every answer to a query. */
  readonly queryListeners: Set<QueryListener>;
  /** Notifies the parts that a call may have written records of which the server does not notify. */
  wroteSilently(): void;
  /** Runs an operation that no caller waits for; its failure goes to the `error` event. */
  background(operation: Operation<unknown>): void;
}

/** The context of a call: its connection, session, transaction and settings. */
export interface CallContext<C extends CallConnection = CallConnection> {
  readonly state: C;
  readonly scope: SessionState;
  readonly transaction?: TransactionState | undefined;
  readonly settings: CallSettings;
  /** Whether the call has waited for earlier changes of the session's state, or is part of one: it waits no more. */
  readonly hasTurn?: boolean | undefined;
  /** Whether its statements name place and variables themselves: it needs none that a new connection has refused. */
  readonly isComplete?: boolean | undefined;
  /** The state that the session must still have. */
  readonly pin?: SessionPin | undefined;
}

/** The context of a call, and the runner of its mode. */
export interface RunContext<M extends Mode> extends CallContext {
  readonly runtime: Runner<M>;
}
