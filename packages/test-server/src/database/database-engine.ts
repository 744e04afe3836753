/** What the server needs of the database in this process. */
export interface DatabaseEngine {
  /** Executes a request map and returns a map with `result` or `error`. */
  execute(frame: Uint8Array): Promise<Uint8Array>;
  /** Subscribes to every notification frame, of any session. */
  subscribe(listener: (frame: Uint8Array) => void): () => void;
  /** Exports the current database of the engine's own session. */
  export(config?: Uint8Array): Promise<string>;
  close(timeout?: number): Promise<void>;
}
