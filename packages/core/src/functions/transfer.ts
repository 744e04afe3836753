import { Caller, perform } from "../lite/caller.ts";
import type { LiteConnection } from "../lite/lite-connection.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import type { Mode, Returns, Stream } from "../operation/mode.ts";
import type { Operation } from "../operation/operation.ts";
import type { StreamSource } from "../operation/stream-source.ts";
import { ExportParts, exportDatabase as exportAll } from "../transfer/export-database.ts";
import type { Exported, ExportOptions } from "../transfer/export-options.ts";
import { type ImportOptions, type ImportSource, importDatabase as importAll } from "../transfer/import-database.ts";
import type { DatabaseShape } from "../typing/database.ts";

/** A connection; sessions and transactions cannot export and import. */
export interface ConnectionCaller<M extends Mode> extends Caller<M, DatabaseShape> {
  /** The URL that the engine connects to. */
  readonly rawUrl: LiteConnection<M>["rawUrl"];
}

/**
 * Exports the database as SurrealQL: as text, or as bytes with `as: "bytes"`. Where the engine answers in parts,
 * `timeout` applies to each of them.
 *
 * @throws {@link TransportError} when the text was cut off; never a part of it.
 * @throws {@link UnsupportedFeatureError} when the engine does not export: over a WebSocket, one without `transfer`.
 * @example
 * ```ts
 * const text = await exportDatabase(db, { tables: ["user"] });
 * ```
 */
export function exportDatabase<M extends Mode, const A extends "text" | "bytes" = "text">(
  db: ConnectionCaller<M>,
  options?: ExportOptions & { readonly as?: A | undefined },
): Returns<M, Exported<{ readonly as: A }>> {
  const context = connectionContext(db, "exportDatabase");
  const operation = exportAll(context, options) as Operation<Exported<{ readonly as: A }>>;
  return perform(context, "export", operation, "export");
}

/**
 * Exports the database as SurrealQL, as text or as bytes, in parts, with backpressure: memory holds one part, however
 * large the database is, and a slow reader slows the server down.
 *
 * `timeout` is the longest wait for a part. Leaving the loop early, by `break` or `return()`, ends the exchange.
 *
 * @throws {@link ConnectionLostError} in the loop when the text was cut off, {@link TransportTimeoutError} when a part
 * did not arrive in time.
 * @throws {@link UnsupportedFeatureError} when the engine does not export, at the call.
 * @example
 * ```ts
 * for await (const part of exportStream(db)) await file.write(part);
 * ```
 */
export function exportStream<M extends Mode, const A extends "text" | "bytes" = "text">(
  db: ConnectionCaller<M>,
  options?: ExportOptions & { readonly as?: A | undefined },
): Stream<M, Exported<{ readonly as: A }>> {
  const context = connectionContext(db, "exportStream");
  context.state.require("export", "exportStream");
  const parts: StreamSource<unknown> = new ExportParts(context, options);
  return context.runtime.stream(parts as StreamSource<Exported<{ readonly as: A }>>);
}

/**
 * Executes SurrealQL text such as an export. Events and live queries are not triggered meanwhile.
 *
 * @throws {@link ImportError} when statements failed; the others were applied.
 * @throws {@link ImportSourceError} when reading the chunks failed.
 * @throws {@link ServerError} or {@link HttpStatusError} when the server refuses the import, for example a text that
 * cannot be parsed.
 * @throws {@link UnsupportedFeatureError} when the engine does not import.
 * @example
 * ```ts
 * await importDatabase(db, text);
 * ```
 */
export function importDatabase<M extends Mode>(
  db: ConnectionCaller<M>,
  source: ImportSource<M>,
  options?: ImportOptions,
): Returns<M, void> {
  const context = connectionContext(db, "importDatabase");
  return perform(context, "import", importAll(context, source, options), "import");
}

/** Sessions have an id, and a transaction is in its context. */
function connectionContext<M extends Mode>(db: Caller<M, DatabaseShape>, name: string): LiteContext<M> {
  const context = Caller.contextOf(db, name);
  if (context.transaction === undefined && context.scope.session === undefined) return context;
  throw new TypeError(`${name}() takes a connection first, not a session or a transaction.`);
}
