import { parseArgs } from "node:util";
import type { ServerOptions } from "./server-options.ts";

/** How to call the server. */
export const USAGE = `Usage: npm run server -- [options]

  --port <number>     the port to listen on, 0 for a free one (default 8000)
  --host <address>    the interface to listen on (default 127.0.0.1)
  --user <name>       the first root user
  --pass <password>   the password of the first root user
  --path <url>        where the data is kept, such as surrealkv://data/my.db (default mem://)
  --unauthenticated   lets anonymous clients do everything
  --help              prints this`;

/**
 * Reads the server's options.
 *
 * @returns `undefined` when only help was asked for
 * @throws TypeError when an option is unknown or cannot be used
 */
export function readCommandLine(words: readonly string[]): ServerOptions | undefined {
  const { values } = parseArgs({
    args: [...words],
    options: {
      port: { type: "string", default: "8000" },
      host: { type: "string" },
      user: { type: "string" },
      pass: { type: "string" },
      path: { type: "string" },
      unauthenticated: { type: "boolean" },
      help: { type: "boolean" },
    },
  });
  if (values.help) return undefined;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new TypeError(`--port takes a number from 0 to 65535, not ${values.port}.`);
  }
  if ((values.user === undefined) !== (values.pass === undefined)) {
    throw new TypeError("--user and --pass belong together: give both or neither.");
  }
  const { host, user, pass, path, unauthenticated } = values;
  return { port, host, user, pass, path, unauthenticated };
}
