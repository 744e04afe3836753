import type { DatabaseOptions } from "./database/open-database.ts";
import type { ServedDatabase } from "./database/served-database.ts";
import type { ServerVersion } from "./profile/profile.ts";

/** The options of a server. Those about the data apply if the server opens its own database. */
export interface ServerOptions extends DatabaseOptions {
  /** The interface to listen on. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** The port; 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /**
   * The database to serve. It stays open when the server ends, so a server can be started on it again. Omitted, the
   * server opens one in memory and closes it when it ends.
   */
  readonly database?: ServedDatabase | undefined;
  /** Whether anonymous clients may do everything. Default: false. */
  readonly unauthenticated?: boolean | undefined;
  /**
   * The version of SurrealDB whose protocol it speaks: `"3.0"`, `"3.2"`, `"3.3"` or `"4.0"`. The database itself is that
   * of `@surrealdb/node` in every case. Default: `"3.3"`.
   */
  readonly version?: ServerVersion | undefined;
  /** The largest WebSocket message in bytes. Default: 128 MiB. */
  readonly maxMessageBytes?: number | undefined;
}
