import type { Call, ConnectionStatus, Endpoint, Engine, Framing, Replay, ReplayVerdict } from "@surreal-sdk/transport";
import type { Clock } from "./clock.ts";
import type { JudgeReply } from "./machine/judge-reply.ts";
import type { LinkDiagnostic } from "./machine/link-diagnostic.ts";
import type { LinkOptions } from "./machine/link-options.ts";

/**
 * Where the result of a request goes: exactly one of `reply` and `fail` is called, exactly once, and never before
 * {@link Link.request} has returned.
 */
export interface Settle {
  /** The answer, success or error; the bytes belong to the receiver. */
  reply(frame: Uint8Array): void;
  /**
   * It is the caller's turn in a streamed call, which may come any number of times before the end: of an export with
   * its next part. See `EngineRequest.streamed`.
   */
  part?(bytes: Uint8Array): void;
  /** No answer: `error` says why, and its `outcome` what is known about the request. */
  fail(error: Error): void;
}

/** What the owner of a link hears from it. It may call the link from inside any of these. */
export interface LinkListener {
  /** The status changed; `error` says why where it was not the user's doing. */
  status(status: ConnectionStatus, error?: Error): void;
  /** A live query's notification. */
  notification(frame: Uint8Array): void;
  /**
   * A replay was answered on a new connection (live replays answer with a new id). `attempt` is the number of the
   * attempt to connect; numbers grow.
   */
  restored(label: string, reply: Uint8Array, attempt: number): void;
  /**
   * A replay was refused (`reply` holds an error). Requests wait until {@link Link.resolveReplay} is called for the
   * same attempt.
   */
  restoreFailed(label: string, reply: Uint8Array, attempt: number): void;
  /** The connection stands and everything is restored; `reconnected` when it is not the first since it was closed. */
  ready(reconnected: boolean, attempt: number): void;
  /** Something that settles nothing; see {@link LinkDiagnostic}. */
  diagnostic(event: LinkDiagnostic): void;
}

/** What a link is made from. */
export interface LinkConfig {
  readonly engine: Engine;
  readonly endpoint: Endpoint;
  readonly framing: Framing;
  readonly options: LinkOptions;
  readonly listener: LinkListener;
  /** Default: the runtime's clock. */
  readonly clock?: Clock;
  /** Numbers from 0 up to 1, which spread reconnecting. Default: `Math.random`. */
  readonly random?: () => number;
  /**
   * How long {@link Link.resolveReplay} may take, in milliseconds, before the attempt is given up. `Infinity` where the
   * listener may be asleep. Default: `connectTimeout`.
   */
  readonly verdictTimeout?: number;
  /** Default: every peer is spoken to. */
  readonly judge?: JudgeReply;
}

/**
 * One engine, kept usable: every request gets an id and a deadline, waits while there is no connection, and is
 * settled exactly once. A request that was handed to the engine is never sent again.
 */
export interface Link {
  readonly status: ConnectionStatus;
  /** Requests not settled yet. */
  readonly pending: number;
  /**
   * Connects, unless that has happened; a request does it by itself. While closing it waits and connects then.
   *
   * `settle.fail` gets what kept the connection from standing: the engine's error, `TransportTimeoutError`,
   * `ReconnectExhaustedError` or `ConnectionClosedError`.
   */
  connect(settle: { done(): void; fail(error: Error): void }): void;
  /**
   * Makes a request.
   *
   * `settle.fail` gets, with the `outcome` in brackets: `TransportTimeoutError` (not_sent, or unknown once it was
   * written), `ConnectionLostError` (unknown), `QueueFullError` and `ConnectionUnavailableError` (not_sent),
   * `ReconnectExhaustedError` (not_sent), `ConnectionClosedError` (by state), or what the engine reports.
   *
   * @returns a ticket for {@link Link.cancel}.
   */
  request(call: Call, settle: Settle): number;
  /**
   * Ends the caller's turn in a streamed call; see `EngineRequest.streamed`. A ticket that is settled or unknown is
   * ignored.
   */
  proceed(ticket: number, part?: Uint8Array): void;
  /**
   * Gives a request up: it fails with `reason`, or with a `TransportError` whose `outcome` reports whether it was
   * sent. A late answer is dropped. A ticket that is settled or unknown is ignored.
   */
  cancel(ticket: number, reason?: Error): void;
  /** Makes a call again on every later connection. The same label again replaces it, in its old place. */
  setReplay(replay: Replay): void;
  /** Forgets a replay. */
  removeReplay(label: string): void;
  /** Forgets all replays. */
  clearReplays(): void;
  /** Whether this attempt is restoring its connection, so that a verdict for it is of use. */
  isRestoring(attempt: number): boolean;
  /**
   * Says what to do about a replay that was refused. Ignored when none of that label waits, or that attempt is over: on
   * the next connection the replay is made again, and judged again.
   */
  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void;
  /**
   * Closes. Lets requests finish for up to `drain` milliseconds, fails the rest with `ConnectionClosedError`,
   * and ends the connection, by force after `closeTimeout`. Idempotent.
   */
  close(options: { readonly drain: number }, settle: { done(): void }): void;
  /** Whether an idle link keeps the process alive. A pending request always does. Default: true. */
  setRef(ref: boolean): void;
}
