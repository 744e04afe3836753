/** What a frame from the peer is, found out without decoding its values. */
export type PeekedFrame =
  /** The answer to the request with this id; `failed` when it holds an error. */
  | { readonly kind: "reply"; readonly id: string; readonly failed: boolean }
  /** A live query's notification. */
  | { readonly kind: "notification" }
  /** An error that names no request: the peer could not read one of ours. */
  | { readonly kind: "orphan-error" }
  /** A whole frame that is none of these, such as an answer whose id is a number: it concerns no request. */
  | { readonly kind: "stray"; readonly reason: string }
  /** No frame of this protocol. */
  | { readonly kind: "malformed"; readonly reason: string };

/**
 * The little that must be known of a frame's inside to correlate requests: it is handed to those who carry bytes
 * (the codec package has the one for CBOR), so that none of them needs to know a value.
 */
export interface Framing {
  /** How many ASCII characters an id has. Every frame leaves room for exactly that many. */
  readonly idLength: number;
  /** Writes `id` into a request frame, in place. */
  stamp(frame: Uint8Array, id: string): void;
  /** Tells what a frame from the peer is. Never throws. */
  peek(frame: Uint8Array): PeekedFrame;
  /** Makes the frame of a request without parameters, with room for an id: heartbeats need `ping`. */
  request(method: string): Uint8Array;
  /** Tells whether an answer that has no id of its own (HTTP, embedded) holds an error. Never throws. */
  failed(frame: Uint8Array): boolean;
}
