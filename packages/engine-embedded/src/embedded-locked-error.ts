import { ConnectionUnavailableError } from "@surreal-sdk/transport";

/**
 * The store on disk is in use: by another process, by another open database of this one, or by a closed one that
 * has not let go of it yet.
 *
 * SurrealKV lets go some milliseconds after `close()`, which is waited for; after a `DEFINE INDEX`, and with RocksDB
 * always, it keeps the lock until the process ends.
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
