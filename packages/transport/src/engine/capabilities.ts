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
   * Whether the peer keeps namespace, database, identity and variables from one request to the next.
   * Where it does not (HTTP), the SDK keeps them and sends them along as {@link RequestFacts}.
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
   * Whether an export can be answered in parts, each at the asker's wish (see {@link EngineRequest.streamed}). Left
   * out: its answer comes whole.
   */
  readonly exportStream?: boolean;
  /**
   * Whether an import can be handed over in parts, each when the peer has taken the one before (see
   * {@link EngineRequest.streamed}). Left out: it is handed over whole.
   */
  readonly importStream?: boolean;
  /** Whether a lost connection can be opened again with the same data behind it. A database in memory cannot. */
  readonly reconnect: boolean;
}

/** The name of one capability, as {@link UnsupportedFeatureError} reports it. */
export type Capability = keyof EngineCapabilities;
