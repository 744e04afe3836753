import type { Codec } from "@surreal-sdk/codec";
import { readReply } from "../call/reply.ts";
import { UnsupportedVersionError } from "../errors/core-errors.ts";

/** The label of the one replay that belongs to no session. @internal */
export const versionLabel = "version";

/** The release of a server. */
export interface ServerVersion {
  readonly major: number;
  readonly minor: number;
}

/** The first major version that the SDK supports. */
const oldest = 2;
/** The newest release that the SDK was tested with. Later ones are used as well, with a warning. */
const newestTested: ServerVersion = { major: 4, minor: 0 };

/**
 * Tells servers that this SDK does not support by the answer to the first replay. A judge for the link, which holds the
 * connection: elsewhere it would be known too late.
 *
 * @internal
 */
export function versionJudge(codec: Codec): (label: string, reply: Uint8Array) => Error | undefined {
  return (label, reply) => (label === versionLabel ? unsupportedVersion(versionIn(codec, reply)) : undefined);
}

/** What the server answered; nothing where it does not tell its version, and may still do everything else. @internal */
export function versionIn(codec: Codec, reply: Uint8Array): unknown {
  try {
    return readReply(codec, reply, "version");
  } catch {
    return undefined;
  }
}

/**
 * Reads a version; `undefined` where that is impossible: a proxy may have put its own there.
 *
 * @param version - what the `version` method answers, such as `"surrealdb-3.0.2"`
 * @internal
 */
export function parseVersion(version: unknown): ServerVersion | undefined {
  const match = typeof version === "string" ? /^surrealdb-(\d{1,9})\.(\d{1,9})/.exec(version) : null;
  return match === null ? undefined : { major: Number(match[1]), minor: Number(match[2]) };
}

/** Whether a server has what came with a release; an unknown version has not. @internal */
export function isAtLeast(version: ServerVersion | undefined, major: number, minor: number): boolean {
  if (version === undefined) return false;
  return version.major > major || (version.major === major && version.minor >= minor);
}

/**
 * The error for a server that this SDK does not support.
 *
 * @internal
 */
export function unsupportedVersion(version: unknown): UnsupportedVersionError | undefined {
  const parsed = parseVersion(version);
  if (parsed === undefined || parsed.major >= oldest) return undefined;
  return new UnsupportedVersionError(
    `The server is ${shown(version)}; this SDK supports SurrealDB ${oldest}.0 and later.`,
    { outcome: "not_sent", retrySafe: false },
  );
}

/**
 * The warning for a server that is newer than those with which the SDK was tested.
 *
 * @internal
 */
export function untestedVersion(version: unknown): string | undefined {
  const { major, minor } = newestTested;
  if (!isAtLeast(parseVersion(version), major, minor + 1)) return undefined;
  return `The server is ${shown(version)}; this version of the SDK was tested with SurrealDB up to ${major}.${minor}. Most of it will work; look for a newer version of the SDK.`;
}

function shown(version: unknown): string {
  return String(version).slice(0, 100);
}
