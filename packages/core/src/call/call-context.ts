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
import type { RuntimeServices } from "./runtime-services.ts";
import type { SessionPin } from "./session-pin.ts";
import type { SessionState } from "./session-state.ts";
import type { TransactionState } from "./transaction-state.ts";

/** Settings for single calls, as `with()` takes them. */
export interface CallSettings {
  /** Milliseconds for one request; only `Infinity` waits for ever. */
  readonly timeout?: number;
  /** Gives up waiting when it is aborted. What was sent may still be done by the server. */
  readonly signal?: AbortSignal;
}

/** What a call needs of the connection on which it is made. */
export interface CallConnection {
  readonly services: RuntimeServices;
  readonly options: ResolvedOptions;
  readonly codec: Codec;
  readonly events: EventEmitter;
  readonly observer: Observer;
  readonly endpoint: Endpoint;
  readonly status: ConnectionStatus;
  readonly channel: Channel;
  readonly capabilities: EngineCapabilities;
  /** Whether a channel to the database has been made. */
  readonly isOpened: boolean;
  /** Why the SDK does not speak to this server. */
  readonly refusal: Error | undefined;
  /**
   * @throws UnsupportedFeatureError when the engine cannot do it; before any I/O.
   */
  require(capability: keyof EngineCapabilities, method: string): void;
  /** The connection's own session. */
  readonly scope: SessionState;
  /** The attached sessions by their ids. */
  readonly sessions: ReadonlyMap<string, SessionState>;
  /** The context of calls that the connection makes by itself, on its own session. */
  readonly context: CallContext;
  /** The same on another session. */
  contextOf(scope: SessionState): CallContext;
  /** Whether there is nothing to {@link CallConnection.prepare}. */
  isPrepared(scope: SessionState): boolean;
  /** Waits while the `auth` option is asked, or a token is renewed, for calls that were made before; whatever it comes to. */
  undisturbed(context: CallContext): Operation<void>;
  /** Does what must have happened before the first request of a user. */
  prepare(context?: CallContext, timeout?: number): Operation<void>;
  /** The lives of the connection, which `close()` and `connect()` to another place end. */
  readonly life: ConnectionLife;
  /** What the `auth` function calls. */
  readonly asking: CallScope;
  /** Waits while the channel is being closed: what comes after `close()` and `connect()` is for the next one. */
  reopened(): Operation<void>;
  /** Renews the identity of a session after a refusal because of its age; yields whether there is a new one. */
  renew(context: CallContext, reason: unknown, renewals: number): Operation<boolean>;
  /** Ends a session that the server does not know any more. */
  loseSession(scope: SessionState, cause: unknown): Error;
  /** The part of a class, made when it is first asked for. */
  part<P extends ConnectionPart>(partClass: PartClass<P>): P;
  /** Tells the parts of a query that the server has answered. */
  answered(context: CallContext, query: AnsweredQuery): void;
  /** Runs an operation that no caller waits for; its failure goes to the `error` event. */
  background(operation: Operation<unknown>): void;
}

/** Where a call is made: on which connection, in which session, inside which transaction, with which settings. */
export interface CallContext<C extends CallConnection = CallConnection> {
  readonly state: C;
  readonly scope: SessionState;
  readonly transaction?: TransactionState | undefined;
  readonly settings: CallSettings;
  /** The call has waited for earlier changes of the session's state, or is part of one: it waits no more. */
  readonly hasTurn?: boolean | undefined;
  /** What the session must still be like. */
  readonly pin?: SessionPin | undefined;
}

/** The context of a call, and the runner of the mode in which its result is given. */
export interface RunContext<M extends Mode> extends CallContext {
  readonly runtime: Runner<M>;
}
