import type {
  Call,
  ConnectionStatus,
  Endpoint,
  EngineCapabilities,
  Replay,
  ReplayVerdict,
} from "@surreal-sdk/transport";
import type { ResolvedOptions } from "./options.ts";

/** Receives the outcome of one request: either `reply` or `fail`, exactly once. */
export interface ReplyListener {
  reply(frame: Uint8Array): void;
  /** The caller's turn in a streamed call begins; any number of times before the outcome. */
  part?(bytes: Uint8Array): void;
  fail(error: Error): void;
  /** The answer to a call that `begins` something, which comes after `fail`. */
  late?: ((frame: Uint8Array) => void) | undefined;
}

/** The callbacks of a channel that belong to no single request. */
export interface ChannelListener {
  status(status: ConnectionStatus, error?: Error): void;
  /** A frame that answers no request: a live query's notification. */
  notification(frame: Uint8Array): void;
  /**
   * At this point in the order so many notifications were dropped, of any live query, since they were not consumed
   * in time.
   */
  lost(notifications: number): void;
  /** A replay was answered on a new connection. `attempt` is the number of the attempt to connect; numbers increase. */
  restored(label: string, reply: Uint8Array, attempt: number): void;
  /** A replay was refused; nothing else is sent until {@link Channel.resolveReplay} is called for the same attempt. */
  restoreFailed(label: string, reply: Uint8Array, attempt: number): void;
  /** The connection is established and restored. */
  ready(reconnected: boolean, attempt: number): void;
  /** An event that settles nothing. */
  diagnostic(event: ChannelDiagnostic): void;
}

/** An event of a connection that concerns no single request. It contains no secret and no value. */
export interface ChannelDiagnostic {
  readonly kind: string;
  readonly message: string;
  readonly [fact: string]: unknown;
}

/**
 * The way to one database, as the operations see it: requests and answers are bytes, and the implementation keeps the
 * connection. The async runtime passes a link, the blocking one the main thread's end of a worker.
 */
export interface Channel {
  /** `waits`: like a request, it does not open a connection that was lost permanently. */
  connect(resume: { done(): void; fail(error: Error): void }, waits?: boolean): void;
  /** Returns a ticket for {@link Channel.cancel}. */
  request(call: Call, listener: ReplyListener): number;
  /** Ends the caller's turn in a streamed call; see `EngineRequest.streamed`. */
  proceed(ticket: number, part?: Uint8Array): void;
  cancel(ticket: number, reason?: Error): void;
  setReplay(replay: Replay): void;
  removeReplay(label: string): void;
  clearReplays(): void;
  /** Whether this attempt is still restoring its connection, as far as this side knows. */
  isRestoring(attempt: number): boolean;
  /** Gives the verdict on a refused replay; ignored once that attempt is over. */
  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void;
  /** `drain`: milliseconds to wait for requests in flight. */
  close(options: { readonly drain: number }, resume: { done(): void }): void;
  /** Whether an idle connection keeps the process alive. */
  setRef(ref: boolean): void;
  /** Receives what has arrived meanwhile, where that does not happen by itself. */
  poll?(): void;
}

/** A channel, and the capabilities of its engine. */
export interface OpenedChannel {
  readonly channel: Channel;
  readonly capabilities: EngineCapabilities;
  /** The engine's short name, for messages. */
  readonly engineName: string;
}

/** Creates a channel to a database, without I/O. */
export type OpenChannel = (endpoint: Endpoint, options: ResolvedOptions, listener: ChannelListener) => OpenedChannel;
