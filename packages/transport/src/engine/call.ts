import type { RequestFacts, RequestKind } from "./request.ts";

/**
 * One request as an operation makes it, before it has an id. It is plain data, so that it can be sent to a worker
 * thread.
 */
export interface Call {
  readonly kind: RequestKind;
  /** The frame, with room for an id (see {@link Framing.stamp}). The receiver of the call owns the bytes. */
  readonly frame: Uint8Array;
  readonly facts: RequestFacts;
  /**
   * Milliseconds from now until the caller must have an answer, including queueing and reconnecting. `Infinity` sets
   * no limit. For a streamed call: the time until the caller's next turn; the caller's own turns have no limit. For a
   * streamed query: the time between two answers, while the caller has taken all that arrived.
   */
  readonly timeout: number;
  /** See {@link EngineRequest.streamed}. */
  readonly streamed?: boolean | undefined;
  /**
   * Its answer names something that goes on at the peer. The caller therefore gets the answer also when it comes after
   * the call has timed out or was cancelled, as long as the connection lasts.
   */
  readonly begins?: boolean | undefined;
}

/**
 * A call that is repeated on every new connection, before any request of the user, so that the new connection has the
 * state of the old one. Replays are sent in ascending rank, and within a rank in the order in which they were set.
 */
export interface Replay {
  /** The name of the replay: setting the same label again replaces it, in its old position. */
  readonly label: string;
  /** The order of restoring: version 0, identity 1, namespace and database 2, variables 3, sessions 4 to 7, live queries 8. */
  readonly rank: number;
  readonly call: Call;
  /** Whether it starts a live query, of which the peer notifies at any time. Default: false. */
  readonly live?: boolean | undefined;
}

/** What to do about a replay that the server refused. Requests wait until the verdict is given. */
export type ReplayVerdict =
  /**
   * Remove the replay and continue. With `error`, every waiting request of the session fails with it (`not_sent`);
   * for the connection's own session, so does every caller that waits for the connection.
   */
  | { readonly kind: "drop"; readonly error?: Error; readonly session?: string | undefined }
  /** Send this call instead, once; its answer is judged again. */
  | { readonly kind: "replace"; readonly call: Call };

/** The state of a connection as users see it. */
export type ConnectionStatus = "disconnected" | "connecting" | "connected" | "reconnecting" | "closed";
