import type { RequestFacts, RequestKind } from "./request.ts";

/**
 * One request as an operation makes it, before anything gave it an id. Plain data, so that it can cross to a
 * worker thread as it is.
 */
export interface Call {
  readonly kind: RequestKind;
  /** The frame, with room for an id (see {@link Framing.stamp}). It belongs to whoever takes the call. */
  readonly frame: Uint8Array;
  readonly facts: RequestFacts;
  /**
   * Milliseconds from now until the caller must have an answer, queueing and reconnecting included. `Infinity` waits for
   * ever. Of a streamed call: until the next turn of the caller; its own turns take as long as it likes.
   */
  readonly timeout: number;
  /** See {@link EngineRequest.streamed}. */
  readonly streamed?: boolean | undefined;
}

/**
 * A call that is made again on every new connection, before any request of the user, so that the new connection
 * stands where the old one did. Replays go in ascending rank; within a rank in the order in which they were set.
 */
export interface Replay {
  /** Names it: setting the same label again replaces it, in its old place. */
  readonly label: string;
  /** The order of restoring: version 0, identity 1, namespace and database 2, variables 3, sessions 4 to 7, live queries 8. */
  readonly rank: number;
  readonly call: Call;
}

/** What to do about a replay that the server refused; held requests wait until it is said. */
export type ReplayVerdict =
  /**
   * Forget it and go on. With `error`, every request of the session that waits fails with it (`not_sent`), and for
   * the connection's own session everybody who waits for the connection.
   */
  | { readonly kind: "drop"; readonly error?: Error; readonly session?: string | undefined }
  /** Send this in its place, once; its answer is judged again. */
  | { readonly kind: "replace"; readonly call: Call };

/** The state of a connection as users see it. */
export type ConnectionStatus = "disconnected" | "connecting" | "connected" | "reconnecting" | "closed";
