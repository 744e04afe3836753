/** What the server needs of the database in this process. */
export interface DatabaseEngine {
  /** Runs a request map and answers a map that holds `result` or `error`. */
  execute(frame: Uint8Array): Promise<Uint8Array>;
  /** Hears every notification frame, of whichever session. */
  subscribe(listener: (frame: Uint8Array) => void): () => void;
  /** Dumps the database that the engine's own session has in use. */
  export(config?: Uint8Array): Promise<string>;
  close(timeout?: number): Promise<void>;
}
