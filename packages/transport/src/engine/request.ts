/**
 * The facts about a request that an engine may need in addition to its bytes. HTTP sends some of them as headers, the
 * embedded engine orders requests by them, and WebSocket needs none: the frame contains them as well.
 */
export interface RequestFacts {
  /** The RPC method, such as `"query"`; for diagnostics and for engines that route by it. */
  readonly method: string;
  /**
   * Whether the request changes the state of its session (`use`, `signin`, `let`, `live`, …). Such a request must
   * not overlap with another one on the same session: SurrealDB 3.0.2 can dead-lock when it does.
   */
  readonly exclusive: boolean;
  /** The attached session that the request belongs to; omitted for the connection's default session. */
  readonly session?: string | undefined;
  /** The client transaction that the request runs in, or ends. */
  readonly transaction?: string | undefined;
  /** The id of the streamed query that the request ends: of `query_cancel` alone. */
  readonly ends?: string | undefined;
  /** The current namespace, for engines whose peer keeps none. */
  readonly namespace?: string | undefined;
  /** The current database, for engines whose peer keeps none. */
  readonly database?: string | undefined;
  /** The current access token, for engines whose peer keeps none. Never log it. */
  readonly token?: string | undefined;
}

/** The format of a request's bytes, and of its answer. */
export type RequestKind =
  /** A CBOR request map; the answer is a CBOR response map. */
  | "rpc"
  /** A CBOR export configuration; the answer is SurrealQL text in UTF-8. */
  | "export"
  /** SurrealQL text in UTF-8; the answer is a CBOR response map. */
  | "import";

/** One request, ready to be sent to the peer. */
export interface EngineRequest {
  /** Identifies the request on this connection; for `"rpc"` the frame contains it too. Never reused. */
  readonly id: string;
  readonly kind: RequestKind;
  readonly frame: Uint8Array;
  readonly facts: RequestFacts;
  /**
   * Whether the request is carried in parts. The caller and the engine then take turns, and the engine has the
   * first: for an export it gives the next part, for an import it reports that it accepted the last one, both by
   * {@link EngineListener.part}. The caller's turn ends with {@link EngineConnection.proceed}: for an export that
   * requests the next part, for an import it passes it, and without a part the import is complete. The frame of an
   * import is its first part. In its turn the engine may also answer or fail as usual: the answer to an export is
   * its remainder, and may be empty. The engine never has more than one part in flight, so that the size of a part
   * bounds memory. Only engines that declare the capability are asked.
   *
   * A request of kind `"rpc"` is streamed by the peer: it sends many frames with the id of the request, and the engine
   * reports each of them by {@link EngineListener.received}. There are no turns; see {@link
   * EngineConnection.setReading}.
   */
  readonly streamed?: boolean | undefined;
}
