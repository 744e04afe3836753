import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import { arrayItems, mapEntries } from "../cbor/walk.ts";
import { array, text } from "../cbor/write.ts";
import { errorMessage } from "../session-headers.ts";
import { ServedDatabase } from "./served-database.ts";

/** Which database to open, and who may enter it first. */
export interface DatabaseOptions {
  /** Where the data is kept. Default: `mem://`. */
  readonly path?: string | undefined;
  /** The name of the first root user. */
  readonly user?: string | undefined;
  /** The password of the first root user. */
  readonly pass?: string | undefined;
  /** Whether statements may use experimental features, such as buckets for files. Default: false. */
  readonly experimental?: boolean | undefined;
}

/**
 * Opens a database to serve. It outlives the servers in front of it; close it when the last one is closed.
 *
 * @example
 * ```ts
 * const database = await openDatabase({ path: "surrealkv://data/my.db", user: "root", pass: "root" });
 * ```
 */
export async function openDatabase(options: DatabaseOptions = {}): Promise<ServedDatabase> {
  const capabilities = options.experimental === true ? { experimental: true } : {};
  const database = new ServedDatabase(await EmbeddedDatabase.open(options.path ?? "mem://", { capabilities }));
  if (options.user !== undefined && options.pass !== undefined) {
    await defineFirstUser(database, options.user, options.pass);
  }
  return database;
}

/** Like the server itself: a store that has root users keeps them, whatever the options say. */
async function defineFirstUser(database: ServedDatabase, user: string, pass: string): Promise<void> {
  const query = (sql: string) => database.call({ method: "query", params: array([text(sql)]) });
  if (hasUsers((await query("INFO FOR ROOT")).value)) return;
  const answer = await query(`DEFINE USER ${identifier(user)} ON ROOT PASSWORD ${JSON.stringify(pass)} ROLES OWNER`);
  if (answer.failed) throw new Error(`The root user could not be defined: ${errorMessage(answer)}`);
}

/** The one entry of INFO FOR ROOT is `{result: {users: {…}, …}, …}`. */
function hasUsers(entries: Uint8Array): boolean {
  const [entry] = arrayItems(entries, 0) ?? [];
  const info = entry === undefined ? undefined : member(entries, entry.start, "result");
  const users = info === undefined ? undefined : member(entries, info, "users");
  return users !== undefined && mapEntries(entries, users)?.length !== 0;
}

function member(bytes: Uint8Array, offset: number, key: string): number | undefined {
  return mapEntries(bytes, offset)?.find((entry) => entry.key === key)?.value.start;
}

function identifier(name: string): string {
  return `\`${name.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
}
