/**
 * A connection that the commands read a schema with; `AsyncSurreal` is one.
 *
 * @example
 * ```ts
 * const connection: SchemaConnection = await AsyncSurreal("mem://", { namespace: "a", database: "b" }).connect();
 * ```
 */
export interface SchemaConnection {
  /** Runs statements, and returns the result of each. */
  query(text: string): PromiseLike<readonly unknown[]>;
  /** Closes the connection. */
  close(): Promise<void>;
}

/**
 * What the commands know about the database that they connect to.
 *
 * @example
 * ```ts
 * const options: OpenOptions = { namespace: "shop", database: "live", auth: { username: "root", password } };
 * ```
 */
export interface OpenOptions {
  readonly namespace: string;
  readonly database: string;
  /** A user, or a token; absent for a database in the process, and for anonymous access. */
  readonly auth?: Credentials | string;
}

/**
 * A user of the server, of a namespace, or of a database.
 *
 * @example
 * ```ts
 * const credentials: Credentials = { username: "reader", password, namespace: "shop", database: "live" };
 * ```
 */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  readonly namespace?: string;
  readonly database?: string;
}

/**
 * Opens a connection.
 *
 * @example
 * ```ts
 * const open: OpenConnection = (url, options) => AsyncSurreal(url, options).connect();
 * ```
 */
export type OpenConnection = (url: string, options: OpenOptions) => Promise<SchemaConnection>;
