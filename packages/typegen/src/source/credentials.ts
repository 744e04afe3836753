import type { Credentials } from "./connection.ts";
import type { SchemaSource } from "./schema-source.ts";

/** The variables of the environment that the commands read. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the credentials from the environment.
 *
 * @throws TypeError when one of two that belong together is missing or empty
 */
export function readCredentials(
  environment: Environment,
  source: Exclude<SchemaSource, { files: readonly string[] }>,
): Credentials | string | undefined {
  // CI systems set what is not configured to an empty text.
  const [username, password, token] = ["SURREAL_USER", "SURREAL_PASS", "SURREAL_TOKEN"].map(
    (name) => environment[name] || undefined,
  );
  if (token !== undefined) return token;
  if ((username === undefined) !== (password === undefined)) {
    throw new TypeError("SURREAL_USER and SURREAL_PASS belong together: set both in the environment, or neither.");
  }
  if (username === undefined || password === undefined) return undefined;
  const { level, namespace, database } = source;
  if (level === "root") return { username, password };
  return level === "namespace" ? { username, password, namespace } : { username, password, namespace, database };
}
