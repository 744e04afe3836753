import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import { quoteIdentifier } from "@surreal-sdk/values";
import { array, text } from "../cbor/write.ts";
import { errorMessage } from "../message/answer.ts";
import { openFailure } from "../message/server-error.ts";
import { usersOf } from "./catalog.ts";
import { quickHash } from "./quick-hash.ts";
import { ServedDatabase } from "./served-database.ts";

/** Which database to open, and its first root user. */
export interface DatabaseOptions {
  /** Where the data is stored, such as `surrealkv://data/my.db`. Default: `mem://`. */
  readonly path?: string | undefined;
  /** The name of the first root user; with `pass`, and only if the store has none yet. */
  readonly user?: string | undefined;
  /** The password of the first root user. In memory its hash is quick to compute, and so easy to guess. */
  readonly pass?: string | undefined;
  /** Whether statements may use experimental features, such as buckets for files. Default: false. */
  readonly experimental?: boolean | undefined;
}

/**
 * Opens a database to serve. It outlives its servers; close it after the last one.
 *
 * @throws {@link TestServerError} when the data cannot be opened
 * @example
 * ```ts
 * const database = await openDatabase({ path: "surrealkv://data/my.db", user: "root", pass: "root" });
 * ```
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<ServedDatabase> {
  const capabilities = options.experimental === true ? { experimental: true } : {};
  const path = options.path ?? "mem://";
  const engine = await EmbeddedDatabase.open(path, { capabilities }).catch((error: unknown) => {
    throw openFailure(error, path);
  });
  const database = new ServedDatabase(engine);
  if (options.user !== undefined && options.pass !== undefined) {
    const secret = path.startsWith("mem")
      ? `PASSHASH '${quickHash(options.pass)}'`
      : `PASSWORD ${JSON.stringify(options.pass)}`;
    await defineFirstUser(database, options.user, secret);
  }
  return database;
}

/** Reports whether a root user exists. Users of a namespace or database may sign in all the same. */
export async function hasRootUsers(database: ServedDatabase): Promise<boolean> {
  return (await usersOf(database, {})).size > 0;
}

/** As in the real server, a store with root users keeps them, whatever the options say. */
async function defineFirstUser(database: ServedDatabase, user: string, secret: string): Promise<void> {
  if (await hasRootUsers(database)) return;
  const statement = `DEFINE USER ${quoteIdentifier(user)} ON ROOT ${secret} ROLES OWNER`;
  const answer = await database.call({ method: "query", params: array([text(statement)]) });
  if (answer.failed) throw new Error(`The root user could not be defined: ${errorMessage(answer)}`);
}
