import { UnsupportedVersionError } from "../errors/core-errors.ts";

/** The server versions this SDK speaks to: from the first to before the second. */
const oldest = 2;
const tooNew = 4;

/**
 * The error for a server that this SDK does not speak to. A version that cannot be read is let pass: a proxy may have
 * put its own there.
 *
 * @param version - what the `version` method answers, such as `"surrealdb-3.0.2"`
 * @internal
 */
export function unsupportedVersion(version: unknown): UnsupportedVersionError | undefined {
  const match = typeof version === "string" ? /^surrealdb-(\d{1,9})\./.exec(version) : null;
  const major = match === null ? undefined : Number(match[1]);
  if (major === undefined || (major >= oldest && major < tooNew)) return undefined;
  return new UnsupportedVersionError(
    `The server is ${String(version).slice(0, 100)}; this SDK speaks to SurrealDB from ${oldest}.0 to before ${tooNew}.0.`,
    { outcome: "not_sent", retrySafe: false },
  );
}
