import type { DatabaseOptions } from "./database/open-database.ts";
import type { ServedDatabase } from "./database/served-database.ts";

/** How to serve a database. What is said of the data holds where the server opens a database of its own. */
export interface ServerOptions extends DatabaseOptions {
  /** The interface to listen on. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** The port; 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /**
   * The database to serve. It stays open when the server ends, so a server can be started on it again. Omitted,
   * the server opens one in memory and closes it with itself.
   */
  readonly database?: ServedDatabase | undefined;
  /** Whether anonymous clients may do everything. Default: false. */
  readonly unauthenticated?: boolean | undefined;
  /** The largest WebSocket message in bytes. Default: 128 MiB. */
  readonly maxMessageBytes?: number | undefined;
}
