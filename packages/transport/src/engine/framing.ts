/** What kind of frame the peer sent, found out without decoding its values. */
export type PeekedFrame =
  /** The answer to the request with this id; `failed` when it holds an error. */
  | { readonly kind: "reply"; readonly id: string; readonly failed: boolean }
  /** A notification of a live query. */
  | { readonly kind: "notification" }
  /** An error that names no request: the peer could not read one of ours. */
  | { readonly kind: "orphan-error" }
  /** A complete frame that is none of these, such as an answer whose id is a number. It concerns no request. */
  | { readonly kind: "stray"; readonly reason: string }
  /** Not a frame of this protocol. */
  | { readonly kind: "malformed"; readonly reason: string };

/**
 * The little that correlating requests needs to know about a frame. It is passed to the packages that carry bytes (the
 * codec package has the one for CBOR), so that none of them has to know values.
 */
export interface Framing {
  /** The number of ASCII characters in an id. Every frame leaves room for exactly that many. */
  readonly idLength: number;
  /** Writes `id` into a request frame, in place. */
  stamp(frame: Uint8Array, id: string): void;
  /** Returns the kind of a frame from the peer. Never throws. */
  peek(frame: Uint8Array): PeekedFrame;
  /**
   * Creates the frame of a request with room for an id, without parameters or with one text: heartbeats need `ping`,
   * and ending a streamed query needs `query_cancel` with the id of the query.
   */
  request(method: string, parameter?: string): Uint8Array;
  /** Reports whether an answer that has no id of its own (HTTP, embedded) holds an error. Never throws. */
  failed(frame: Uint8Array): boolean;
  /**
   * Reports whether no further answer to a streamed request follows this one: it holds an error, the end of the stream,
   * or no part of a stream at all. Never throws.
   */
  isLast(frame: Uint8Array): boolean;
}
