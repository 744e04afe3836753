import type {
  Call,
  ConnectionStatus,
  Endpoint,
  EngineCapabilities,
  Replay,
  ReplayVerdict,
} from "@surreal-sdk/transport";
import type { ResolvedOptions } from "./options.ts";

/** How the outcome of one request comes back: either `reply` or `fail`, exactly once. */
export interface ReplyListener {
  reply(frame: Uint8Array): void;
  /** It is the caller's turn in a call that is streamed, any number of times before the outcome. */
  part?(bytes: Uint8Array): void;
  fail(error: Error): void;
}

/** What a channel reports on its own. */
export interface ChannelListener {
  status(status: ConnectionStatus, error?: Error): void;
  /** A frame that answers no request: a live query's notification. */
  notification(frame: Uint8Array): void;
  /** In this place so many notifications were dropped, of any query, since nobody had taken them for too long. */
  lost(notifications: number): void;
  /** A replay was answered on a new connection. `attempt` numbers the attempt to connect; numbers grow. */
  restored(label: string, reply: Uint8Array, attempt: number): void;
  /** A replay was refused; nothing else is sent until {@link Channel.resolveReplay} is called for the same attempt. */
  restoreFailed(label: string, reply: Uint8Array, attempt: number): void;
  /** The connection stands and is restored. */
  ready(reconnected: boolean, attempt: number): void;
  /** Something worth knowing that settles nothing. */
  diagnostic(event: ChannelDiagnostic): void;
}

/** A happening on a connection that concerns no single request. Holds no secret and no value. */
export interface ChannelDiagnostic {
  readonly kind: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}

/**
 * The way to one database, as the operations see it: requests go in as bytes, answers come back as bytes, and
 * somebody keeps the connection behind it. The async runtime hands in a link, the blocking one a worker's end of it.
 */
export interface Channel {
  connect(resume: { done(): void; fail(error: Error): void }): void;
  /** Returns a ticket for {@link Channel.cancel}. */
  request(call: Call, listener: ReplyListener): number;
  /** Ends the caller's turn in a call that is streamed; see `EngineRequest.streamed`. */
  proceed(ticket: number, part?: Uint8Array): void;
  cancel(ticket: number, reason?: Error): void;
  setReplay(replay: Replay): void;
  removeReplay(label: string): void;
  clearReplays(): void;
  /** Whether this attempt is still restoring its connection, as far as it is known here. */
  isRestoring(attempt: number): boolean;
  /** Says what to do about a replay that was refused; of no effect once that attempt is over. */
  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void;
  /** `drain`: milliseconds to wait for requests in flight. */
  close(options: { readonly drain: number }, resume: { done(): void }): void;
  /** Whether an idle connection keeps the process alive. */
  setRef(ref: boolean): void;
  /** Takes in what has happened meanwhile, where that does not come in by itself. */
  poll?(): void;
}

/** A channel, and what the engine behind it can do. */
export interface OpenedChannel {
  readonly channel: Channel;
  readonly capabilities: EngineCapabilities;
  /** The engine's short name, for messages. */
  readonly engineName: string;
}

/** Makes a channel to a database, without I/O. */
export type OpenChannel = (endpoint: Endpoint, options: ResolvedOptions, listener: ChannelListener) => OpenedChannel;
