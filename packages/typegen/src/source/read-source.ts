import { fetchSchema, type OnTables, type Schema } from "@surreal-sdk/schema";
import type { OpenConnection, SchemaConnection } from "./connection.ts";
import { type Environment, readCredentials } from "./credentials.ts";
import type { SchemaSource } from "./schema-source.ts";
import { listFiles, runFiles } from "./surql-files.ts";

/** Opens the database that a source describes: for files, one in memory. */
export async function openSource(
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
  const connection = await open("mem://", { namespace: "schema", database: "schema" });
  try {
    await runFiles(connection, files);
  } catch (error) {
    await connection.close();
    throw error;
  }
  return connection;
}

/** Reads the schema that a source describes. */
export async function readSource(
  source: SchemaSource,
  open: OpenConnection,
  environment: Environment,
  onTables?: OnTables,
): Promise<Schema> {
  const connection = await openSource(source, open, environment);
  try {
    return await fetchSchema((text) => connection.query(text), onTables);
  } finally {
    await connection.close();
  }
}
