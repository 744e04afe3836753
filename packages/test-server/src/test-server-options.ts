import { profileOf, type ServerVersion } from "./profile/profile.ts";

/** The options of a test server. */
export interface TestServerOptions {
  /** Where the data is stored, such as `surrealkv://data/my.db`. Default: `mem://`, which ends with the server. */
  readonly path?: string | undefined;
  /** The port; 0, the default, takes a free one. */
  readonly port?: number | undefined;
  /** The interface to listen on. Default: `127.0.0.1`. */
  readonly host?: string | undefined;
  /** The name of the first root user; with `pass`. Default: `root`, with the password `root`. */
  readonly user?: string | undefined;
  /** The password of the first root user. */
  readonly pass?: string | undefined;
  /** Whether anonymous clients may do everything. Default: false. */
  readonly unauthenticated?: boolean | undefined;
  /** Whether statements may use experimental features, such as buckets for files. Default: false. */
  readonly experimental?: boolean | undefined;
  /**
   * The version of SurrealDB whose protocol it speaks: `"3.0"`, `"3.2"`, `"3.3"` or `"4.0"`. The database itself is that
   * of `@surrealdb/node` in every case. Default: `"3.3"`.
   */
  readonly version?: ServerVersion | undefined;
  /** The largest WebSocket message in bytes. Default: 128 MiB. */
  readonly maxMessageBytes?: number | undefined;
}

const types: Readonly<Record<keyof TestServerOptions, "string" | "number" | "boolean">> = {
  path: "string",
  port: "number",
  host: "string",
  user: "string",
  pass: "string",
  unauthenticated: "boolean",
  experimental: "boolean",
  version: "string",
  maxMessageBytes: "number",
};

/**
 * Validates options before anything is opened.
 *
 * @throws TypeError for an unknown option, a value of the wrong type, or only one of `user` and `pass`
 * @throws RangeError for a number that is not allowed
 */
export function checkOptions(options: TestServerOptions): void {
  if (typeof options !== "object" || options === null) throw new TypeError("The options are an object.");
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(types, name) ? types[name as keyof TestServerOptions] : undefined;
    if (type === undefined) throw new TypeError(`There is no option ${name}: ${Object.keys(types).join(", ")}.`);
    if (value !== undefined && typeof value !== type) throw new TypeError(`${name} is a ${type}, not ${typeof value}.`);
    if (value === "") throw new TypeError(`${name} is empty: leave it out, or give it a value.`);
  }
  const { port, maxMessageBytes, user, pass } = options;
  profileOf(options.version);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
    throw new RangeError(`port is a whole number from 0 to 65535, not ${port}.`);
  }
  if (maxMessageBytes !== undefined && !(Number.isInteger(maxMessageBytes) && maxMessageBytes > 0)) {
    throw new RangeError(`maxMessageBytes is a whole number from 1 on, not ${maxMessageBytes}.`);
  }
  if ((user === undefined) !== (pass === undefined)) {
    throw new TypeError("user and pass belong together: give both or neither.");
  }
}
