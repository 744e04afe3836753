import { fetchSchema, type OnTables, type Schema } from "@surreal-sdk/schema";
import type { OpenConnection, SchemaConnection } from "./connection.ts";
import { type Environment, readCredentials } from "./credentials.ts";
import type { SchemaSource } from "./schema-source.ts";
import { listFiles, runFiles, scratch } from "./surql-files.ts";

/** Opens the database that a source describes: for files, one in memory. */
async function openSource(
  source: SchemaSource,
  open: OpenConnection,
  environment: Environment,
): Promise<SchemaConnection> {
  if (!("files" in source)) {
    const auth = readCredentials(environment, source);
    const { url, namespace, database } = source;
    return await open(url, { namespace, database, ...(auth === undefined ? {} : { auth }) });
  }
  const files = await listFiles(source.files);
  const connection = await open("mem://", scratch);
  try {
    return await runFiles(connection, files);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** Reads the schema of one source, again and again. */
export class SchemaReader {
  readonly #open: () => Promise<SchemaConnection>;
  readonly #isKept: boolean;
  #connection: SchemaConnection | undefined;

  constructor(source: SchemaSource, open: OpenConnection, environment: Environment) {
    this.#open = () => openSource(source, open, environment);
    // Signing in is work for a server. Files are loaded into a new database each time.
    this.#isKept = !("files" in source);
  }

  /** Reads the schema as it is now. */
  async read(onTables?: OnTables): Promise<Schema> {
    this.#connection ??= await this.#open();
    const connection = this.#connection;
    try {
      return await fetchSchema((text) => connection.query(text), onTables);
    } finally {
      if (!this.#isKept) await this.close();
    }
  }

  /** Closes the connection, if there is one. */
  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    await connection?.close();
  }
}
