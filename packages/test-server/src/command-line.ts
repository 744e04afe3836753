import { parseArgs } from "node:util";
import { type ServerVersion, versions } from "./profile/profile.ts";
import type { ServerOptions } from "./server-options.ts";
import { checkOptions } from "./test-server-options.ts";

/** The usage text of the command line. */
export const USAGE = `Usage: surreal-test-server [options]

  --port <number>     the port to listen on, 0 for a free one (default 8000)
  --host <address>    the interface to listen on (default 127.0.0.1)
  --user <name>       the first root user
  --pass <password>   the password of the first root user
  --path <url>        where the data is kept, such as surrealkv://data/my.db (default mem://)
  --unauthenticated   lets anonymous clients do everything
  --server-version <version>
                      the protocol that it speaks: 3.0, 3.2, 3.3 or 4.0 (default 3.3)
  --experimental      lets statements use experimental features, such as buckets for files
  --help              prints this`;

/**
 * Reads the server's options.
 *
 * @returns `undefined` when only help was requested
 * @throws TypeError or RangeError, with a message of one line, when an option is unknown or invalid
 */
export function readCommandLine(words: readonly string[]): ServerOptions | undefined {
  const { port: digits, help, "server-version": version, ...values } = readWords(words);
  if (help) return undefined;
  if (!/^\d{1,5}$/.test(digits) || Number(digits) > 65_535) {
    throw new RangeError(`--port takes a number from 0 to 65535, not ${JSON.stringify(digits)}.`);
  }
  if ((values.user === undefined) !== (values.pass === undefined)) {
    throw new TypeError("--user and --pass belong together: give both or neither.");
  }
  const empty = Object.entries(values).find(([, value]) => value === "");
  if (empty !== undefined) throw new TypeError(`--${empty[0]} is empty: leave it out, or give it a value.`);
  const options = { port: Number(digits), ...values, ...readVersion(version) };
  checkOptions(options);
  return options;
}

function readVersion(version: string | undefined): { version?: ServerVersion } {
  if (version === undefined) return {};
  const known = versions.find((one) => one === version);
  if (known === undefined) throw new RangeError(`--server-version is one of ${versions.join(", ")}.`);
  return { version: known };
}

function readWords(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        port: { type: "string", default: "8000" },
        host: { type: "string" },
        user: { type: "string" },
        pass: { type: "string" },
        path: { type: "string" },
        unauthenticated: { type: "boolean" },
        "server-version": { type: "string" },
        experimental: { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    // The text after the first sentence is advice for programs with more options.
    const [sentence] = (error as Error).message.split(/\.(?:\s|$)|\n/);
    throw new TypeError(`${sentence}. Run it with --help for the list of options.`);
  }
}
