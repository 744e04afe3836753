import type { Codec } from "@surreal-sdk/codec";
import { readReply } from "../call/reply.ts";
import { UnsupportedVersionError } from "../errors/core-errors.ts";

/** The label of the one replay that belongs to no session. @internal */
export const versionLabel = "version";

/**
 * Tells servers that this SDK does not speak to by the answer to the first replay. A judge for the link, which holds the
 * connection: elsewhere it would be known too late.
 *
 * @internal
 */
export function versionJudge(codec: Codec): (label: string, reply: Uint8Array) => Error | undefined {
  return (label, reply) => (label === versionLabel ? refusalOf(codec, reply) : undefined);
}

/**
 * Why the server that gave this answer is not spoken to. One that does not tell its version may still do everything else.
 *
 * @internal
 */
export function refusalOf(codec: Codec, reply: Uint8Array): UnsupportedVersionError | undefined {
  let version: unknown;
  try {
    version = readReply(codec, reply, "version");
  } catch {
    return undefined;
  }
  return unsupportedVersion(version);
}

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
