import { exportDatabase, exportStream, importDatabase } from "../functions/transfer.ts";
import { type ConnectionPlan, LiteConnection } from "../lite/lite-connection.ts";
import type { LiteContext } from "../lite/lite-runtime.ts";
import { LiveQueries } from "../live/live-queries.ts";
import type { Mode, Returns, Stream } from "../operation/mode.ts";
import type { Exported, ExportOptions } from "../transfer/export-options.ts";
import type { ImportOptions, ImportSource } from "../transfer/import-database.ts";
import type { AnyDatabase, DatabaseShape } from "../typing/database.ts";
import { withSessionExtras } from "./session-extras.ts";
import type { SessionSurface } from "./session-scope.ts";

const Connection: new <M extends Mode, S extends DatabaseShape>(
  given: ConnectionPlan<M> | LiteContext<M>,
) => SessionSurface<M, S> & LiteConnection<M, S> = /* @__PURE__ */ withSessionExtras(LiteConnection) as never;

/** A connection to a database. The first call connects it. */
export class SurrealConnection<M extends Mode, S extends DatabaseShape = AnyDatabase> extends Connection<M, S> {
  /** @internal */
  constructor(given: ConnectionPlan<M> | LiteContext<M>) {
    super("state" in given ? given : { ...given, parts: [LiveQueries] });
  }

  /**
   * Exports the database as SurrealQL: as text, or as bytes with `as: "bytes"`. Where the engine answers in parts, `timeout` applies to each of them.
   *
   * @throws {@link TransportError} when the text was cut off; never a part of it.
   * @example
   * ```ts
   * const text = await db.export({ tables: ["user"], onProgress: ({ bytes }) => console.log(bytes) });
   * ```
   */
  export<const A extends "text" | "bytes" = "text">(
    options?: ExportOptions & { readonly as?: A | undefined },
  ): Returns<M, Exported<{ readonly as: A }>> {
    return exportDatabase(this, options);
  }

  /**
   * Exports the database as SurrealQL, as text or as bytes, in parts, with backpressure: memory holds one part, however large the
   * database is, and a slow reader slows the server down. Over HTTP and beside a WebSocket the parts come from the
   * socket; an embedded database creates its whole text at once, which is then split into parts; other engines
   * return one part.
   *
   * `timeout` is the longest wait for a part. The time that the reader takes between two does not count. Leaving the
   * loop early, by `break` or `return()`, ends the exchange and its connection.
   *
   * @throws {@link ConnectionLostError} in the loop when the text was cut off, {@link TransportTimeoutError} when a
   * part did not arrive in time. The export format has no end marker: if a server error in the middle closes the
   * answer properly, the truncation is undetectable.
   * @example
   * ```ts
   * for await (const part of db.exportStream()) await file.write(part);
   * ```
   */
  exportStream<const A extends "text" | "bytes" = "text">(
    options?: ExportOptions & { readonly as?: A | undefined },
  ): Stream<M, Exported<{ readonly as: A }>> {
    return exportStream(this, options);
  }

  /**
   * Executes SurrealQL text such as an export. Events and live queries are not triggered meanwhile.
   *
   * Chunks are read with backpressure, where the engine can send parts: on Node over HTTP and beside a WebSocket.
   * Elsewhere (embedded databases, browsers) everything is collected first and sent as a whole. In parts, `timeout`
   * is the longest wait until one is accepted, and for the answer after the last.
   *
   * @throws {@link ImportError} when statements failed; the others were applied.
   * @throws {@link ImportSourceError} when reading the chunks failed.
   * @throws {@link ServerError} or {@link HttpStatusError} when the server refuses the import, for example a text
   * that cannot be parsed.
   * @example
   * ```ts
   * await db.import(createReadStream("backup.surql"), { onProgress: ({ bytes }) => console.log(bytes) });
   * ```
   */
  import(source: ImportSource<M>, options?: ImportOptions): Returns<M, void> {
    return importDatabase(this, source, options);
  }
}
