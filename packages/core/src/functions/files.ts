import { Caller } from "../lite/caller.ts";
import type { Mode } from "../operation/mode.ts";
import { Files } from "../query/files.ts";

/**
 * Files in buckets; an experimental feature of SurrealDB 3 that the server must enable.
 *
 * @param db - a connection, a session or a transaction
 * @example
 * ```ts
 * const bytes = await files(db).get(new FileRef("images", "/logo.png"));
 * ```
 */
export function files<M extends Mode>(db: Caller<M>): Files<M> {
  return new Files(Caller.contextOf(db, "files"));
}
