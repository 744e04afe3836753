/**
 * The facts about a request that an engine may need beside its bytes. HTTP sends some as headers, the
 * embedded engine orders requests by them, WebSocket needs none: they are all inside the frame as well.
 */
export interface RequestFacts {
  /** The RPC method, such as `"query"`; for diagnostics and for engines that route by it. */
  readonly method: string;
  /**
   * Whether the request changes the state of its session (`use`, `signin`, `let`, `live`, …). Such a request must
   * not overlap with another one on the same session: SurrealDB 3.0.2 can dead-lock when it does.
   */
  readonly exclusive: boolean;
  /** The attached session the request belongs to; left out for the connection's default session. */
  readonly session?: string | undefined;
  /** The client transaction the request runs in. */
  readonly transaction?: string | undefined;
  /** The namespace in force, for engines whose peer keeps none. */
  readonly namespace?: string | undefined;
  /** The database in force, for engines whose peer keeps none. */
  readonly database?: string | undefined;
  /** The access token in force, for engines whose peer keeps none. Never log it. */
  readonly token?: string | undefined;
}

/** What the bytes of a request are, and so what its answer is. */
export type RequestKind =
  /** A CBOR request map; the answer is a CBOR response map. */
  | "rpc"
  /** A CBOR export configuration; the answer is SurrealQL text in UTF-8. */
  | "export"
  /** SurrealQL text in UTF-8; the answer is a CBOR response map. */
  | "import";

/** One request, ready to be handed to the peer. */
export interface EngineRequest {
  /** Identifies the request on this connection; for `"rpc"` the frame holds it too. Never used twice. */
  readonly id: string;
  readonly kind: RequestKind;
  readonly frame: Uint8Array;
  readonly facts: RequestFacts;
  /**
   * Whether it is carried in parts. Then both sides take turns, and the engine has the first: of an export it gives the
   * next part, of an import it says that the last one was taken, both by {@link EngineListener.part}. The caller's turn
   * ends with {@link EngineConnection.proceed}: of an export that asks for the next part, of an import it brings it, and
   * without one it was the last. The frame of an import is its first part. In its turn the engine may also answer or fail
   * as ever: the answer to an export is what is left of it, and may be empty. It never has more than one part
   * under way, so that memory is bounded by the parts; and only engines that say so in their capabilities are asked.
   */
  readonly streamed?: boolean | undefined;
}
