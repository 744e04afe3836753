/**
 * What an engine can do. The SDK refuses a call that needs more with `UnsupportedFeatureError`, before any I/O.
 *
 * @example
 * ```ts
 * const capabilities: EngineCapabilities = {
 *   stateful: true, sessions: true, transactions: true, live: true, export: false, import: false, reconnect: true,
 * };
 * ```
 */
export interface EngineCapabilities {
  /**
   * Whether the peer keeps namespace, database, identity and variables between requests. Where it does not (HTTP),
   * the SDK keeps them and sends them with each request as {@link RequestFacts}.
   */
  readonly stateful: boolean;
  /** Whether `attach` and `detach` work: several sessions over one connection. */
  readonly sessions: boolean;
  /** Whether `begin`, `commit` and `cancel` work. */
  readonly transactions: boolean;
  /** Whether live queries notify. */
  readonly live: boolean;
  /** Whether requests of kind `"export"` work. */
  readonly export: boolean;
  /** Whether requests of kind `"import"` work. */
  readonly import: boolean;
  /**
   * Whether an export can be answered in parts, each on request (see {@link EngineRequest.streamed}). Omitted: the
   * engine returns the export as a whole.
   */
  readonly exportStream?: boolean;
  /**
   * Whether an import can be sent in parts, each after the peer has accepted the one before (see {@link
   * EngineRequest.streamed}). Omitted: the engine takes the import as a whole.
   */
  readonly importStream?: boolean;
  /**
   * Whether the peer may answer a request of kind `"rpc"` with many frames, the method `query_stream` (see {@link
   * EngineRequest.streamed}). Omitted: the SDK sends `query`. An engine that declares it needs no more than to report
   * every frame that arrives; {@link EngineConnection.setReading} bounds memory.
   */
  readonly queryStream?: boolean;
  /**
   * Whether the peer checks the permissions of a session that has not signed in. `false` of an embedded database,
   * which lets it do everything. Omitted: it does.
   */
  readonly permissions?: boolean;
  /** Whether a lost connection can be opened again with the same data behind it. An in-memory database cannot. */
  readonly reconnect: boolean;
}

/** The name of one capability, as {@link UnsupportedFeatureError} reports it. */
export type Capability = keyof EngineCapabilities;
