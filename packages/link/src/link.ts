import type { Call, ConnectionStatus, Endpoint, Engine, Framing, Replay, ReplayVerdict } from "@surreal-sdk/transport";
import type { Clock } from "./clock.ts";
import type { JudgeReply } from "./machine/judge-reply.ts";
import type { LinkDiagnostic } from "./machine/link-diagnostic.ts";
import type { LinkOptions } from "./machine/link-options.ts";

/**
 * Receives the outcome of a request: exactly one of `reply` and `fail` is called, exactly once, and never before
 * {@link Link.request} has returned.
 */
export interface Settle {
  /** The answer, success or error; the receiver owns the bytes. */
  reply(frame: Uint8Array): void;
  /**
   * The caller's turn in a streamed call begins. It may begin any number of times before the end; for an export with
   * its next part. See `EngineRequest.streamed`. For a streamed query: an answer that is not the last.
   */
  part?(bytes: Uint8Array): void;
  /** There is no answer: `error` says why, and its `outcome` what is known about the request. */
  fail(error: Error): void;
  /** The answer to a call that `begins` something, which comes after `fail`: nobody else ends what was begun. */
  late?: ((frame: Uint8Array) => void) | undefined;
}

/** The callbacks of a link's owner. Each of them may call the link. */
export interface LinkListener {
  /** The status changed; `error` is the reason, unless the user caused the change. */
  status(status: ConnectionStatus, error?: Error): void;
  /** A live query's notification. */
  notification(frame: Uint8Array): void;
  /**
   * A replay was answered on a new connection (live replays answer with a new id). `attempt` is the number of the
   * attempt to connect; numbers increase.
   */
  restored(label: string, reply: Uint8Array, attempt: number): void;
  /**
   * A replay was refused (`reply` holds an error). Requests wait until {@link Link.resolveReplay} is called for the
   * same attempt.
   */
  restoreFailed(label: string, reply: Uint8Array, attempt: number): void;
  /** The connection is established and restored; `reconnected` when it is not the first since it was closed. */
  ready(reconnected: boolean, attempt: number): void;
  /** An event that settles nothing; see {@link LinkDiagnostic}. */
  diagnostic(event: LinkDiagnostic): void;
}

/** The configuration of a link. */
export interface LinkConfig {
  readonly engine: Engine;
  readonly endpoint: Endpoint;
  readonly framing: Framing;
  readonly options: LinkOptions;
  readonly listener: LinkListener;
  /** Default: the runtime's clock. */
  readonly clock?: Clock;
  /** Returns numbers from 0 up to 1, which spread reconnecting. Default: `Math.random`. */
  readonly random?: () => number;
  /**
   * How long {@link Link.resolveReplay} may take, in milliseconds, before the attempt is given up. `Infinity` where
   * the listener may be suspended. Default: `connectTimeout`.
   */
  readonly verdictTimeout?: number;
  /** Checks which peers to talk to. Default: the link accepts every peer. */
  readonly judge?: JudgeReply;
}

/**
 * Keeps one engine usable: every request gets an id and a deadline, waits while there is no connection, and is settled
 * exactly once. A request that was handed to the engine is never sent again.
 */
export interface Link {
  readonly status: ConnectionStatus;
  /** The number of requests that are not settled yet. */
  readonly pending: number;
  /**
   * Connects, unless the link is connected; a request connects by itself. While the link is closing, it waits and
   * connects then.
   *
   * `settle.fail` gets the reason why there is no connection: the engine's error, `TransportTimeoutError`,
   * `ReconnectExhaustedError` or `ConnectionClosedError`.
   *
   * @param waits - whether the caller only waits, as a request does: a connection that was lost permanently is not opened
   *   again, and `settle.fail` gets a `ConnectionUnavailableError`. Default: false
   */
  connect(settle: { done(): void; fail(error: Error): void }, waits?: boolean): void;
  /**
   * Makes a request.
   *
   * `settle.fail` gets, with the `outcome` in brackets: `TransportTimeoutError` (not_sent, or unknown once it was
   * written), `ConnectionLostError` (unknown; not_sent in a transaction), `QueueFullError` and `ConnectionUnavailableError` (not_sent),
   * `ReconnectExhaustedError` (not_sent), `ConnectionClosedError` (by state), or what the engine reports.
   *
   * @param ticket - the caller's own number for the request, for a caller that numbers its requests; it must be higher
   *   than every number before it. Default: the link's next number
   * @param madeOn - the last attempt that the caller had heard of, for a caller that hears of connections later than the
   *   link: a transaction of an earlier connection fails with `ConnectionLostError` (not_sent)
   * @returns a ticket for {@link Link.cancel}.
   */
  request(call: Call, settle: Settle, ticket?: number, madeOn?: number): number;
  /**
   * Ends the caller's turn in a streamed call; see `EngineRequest.streamed`. For a streamed query: the caller has taken
   * the oldest answer that {@link Settle.part} gave it. A settled or unknown ticket is ignored.
   */
  proceed(ticket: number, part?: Uint8Array): void;
  /**
   * Cancels a request: it fails with `reason`, or with a `TransportError` whose `outcome` says whether it was sent.
   * A late answer is dropped, unless the call `begins` something. A settled or unknown ticket is ignored.
   */
  cancel(ticket: number, reason?: Error): void;
  /**
   * Repeats a call on every later connection. Setting the same label again replaces it, in its old position.
   *
   * @param answeredOn - the attempt on whose connection the change was answered, for a caller that hears of answers
   *   later than the link: if another connection is restored by now, the link leaves it and restores the change on the
   *   next one
   */
  setReplay(replay: Replay, answeredOn?: number): void;
  /**
   * Removes a replay.
   *
   * @param answeredOn - as for {@link Link.setReplay}
   */
  removeReplay(label: string, answeredOn?: number): void;
  /** Removes all replays. */
  clearReplays(): void;
  /** Whether this attempt is restoring its connection, so that a verdict for it has an effect. */
  isRestoring(attempt: number): boolean;
  /**
   * Gives the verdict on a replay that was refused. Ignored when no replay of that label waits, or that attempt is
   * over: on the next connection the replay is sent again, and judged again.
   */
  resolveReplay(label: string, verdict: ReplayVerdict, attempt: number): void;
  /**
   * Closes the link. Requests may finish for up to `drain` milliseconds; the rest fail with `ConnectionClosedError`.
   * Then it closes the connection, by force after `closeTimeout`. Idempotent.
   */
  close(options: { readonly drain: number }, settle: { done(): void }): void;
  /** Whether an idle link keeps the process alive. A pending request always does. Default: true. */
  setRef(ref: boolean): void;
}
