import { ConnectionUnavailableError } from "@surreal-sdk/transport";

/**
 * The store on disk is in use: by another process, by another open database of this process, or by a closed one that
 * has not released it yet.
 *
 * SurrealKV releases it some milliseconds after `close()`, and the SDK waits for that; after a `DEFINE INDEX`, and
 * always with RocksDB, the database holds the lock until the process ends.
 *
 * @example
 * ```ts
 * try {
 *   await db.connect("surrealkv://data/my.db");
 * } catch (error) {
 *   if (error instanceof EmbeddedLockedError) console.error("Close the other program first.");
 * }
 * ```
 */
export class EmbeddedLockedError extends ConnectionUnavailableError {
  static override readonly errorName: string = "EmbeddedLockedError";
}
