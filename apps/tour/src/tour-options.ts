import { parseArgs } from "node:util";

/** What `npm run demo` was asked for. */
export interface TourOptions {
  /** The database to show; a fresh one in memory when nothing else is named. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Milliseconds between two changes of the live chapter, so that they can be watched. */
  readonly pace: number;
  /** Whether the connection blocks the thread; promises otherwise. */
  readonly blocking: boolean;
  readonly help: boolean;
}

export const USAGE = `Shows what Surreal SDK does, and checks each thing it shows.

  npm run demo                                  an embedded database, in memory
  npm run demo -- --url ws://localhost:8000     any SurrealDB, over WebSocket
  npm run demo -- --url http://localhost:8000   the same over HTTP
  npm run demo -- --blocking                    the same without one promise, on any of them

  --url <url>      the database (default mem://)
  --user <name>    root user of a database over the network (default root)
  --pass <secret>  its password (default root)
  --pace <ms>      time between two changes of the live chapter (default 120)
`;

/**
 * Reads the command line.
 *
 * @throws TypeError for an option that does not exist, and for a pace that is not a number
 */
export function readOptions(argv: readonly string[]): TourOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      url: { type: "string", default: "mem://" },
      user: { type: "string", default: "root" },
      pass: { type: "string", default: "root" },
      pace: { type: "string", default: "120" },
      blocking: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  const pace = Number(values.pace);
  if (!Number.isFinite(pace) || pace < 0) {
    throw new TypeError(`--pace is a number of milliseconds, not "${values.pace}"`);
  }
  const { url, user, pass: password, blocking, help } = values;
  return { url, user, password, pace, blocking, help };
}
