import { describe, expect, it } from "vitest";
import { isAtLeast, parseVersion, unsupportedVersion, untestedVersion } from "./server-version.ts";

describe("the version of a server", () => {
  it.each([
    "surrealdb-2.0.0",
    "surrealdb-2.6.5",
    "surrealdb-3.0.2",
    "surrealdb-3.99.0-nightly+20260101",
    "surrealdb-4.0.0-beta.1",
    "surrealdb-4.9.1",
    "surrealdb-10.1.0",
  ])("%s is accepted", (version) => {
    expect(unsupportedVersion(version)).toBeUndefined();
  });

  it.each(["surrealdb-1.5.4", "surrealdb-0.9.0"])("%s is refused, with the oldest that is supported", (version) => {
    expect(unsupportedVersion(version)).toMatchObject({
      name: "UnsupportedVersionError",
      outcome: "not_sent",
      message: `The server is ${version}; this SDK supports SurrealDB 2.0 and later.`,
    });
  });

  it.each([undefined, 3, "", "proxy 1.0", "surrealdb-next", "surrealdb-99999999999999999999.0"])(
    "is unknown from %j, which is neither refused nor warned of",
    (version) => {
      expect(unsupportedVersion(version)).toBeUndefined();
      expect(untestedVersion(version)).toBeUndefined();
      expect(parseVersion(version)).toBeUndefined();
    },
  );

  it.each(["surrealdb-4.1.0", "surrealdb-4.1.0-alpha.1", "surrealdb-5.0.0"])(
    "%s is newer than those tested",
    (version) => {
      expect(untestedVersion(version)).toBe(
        `The server is ${version}; this version of the SDK was tested with SurrealDB up to 4.0. Most of it will work; look for a newer version of the SDK.`,
      );
    },
  );

  it.each(["surrealdb-4.0.0", "surrealdb-4.0.7", "surrealdb-4.0.0-beta.1", "surrealdb-3.3.5", "surrealdb-2.6.5"])(
    "%s is not newer than those tested",
    (version) => {
      expect(untestedVersion(version)).toBeUndefined();
    },
  );

  it.each([
    ["surrealdb-3.3.0", true],
    ["surrealdb-3.3.5", true],
    ["surrealdb-4.0.0-beta.1", true],
    ["surrealdb-3.2.9", false],
    ["surrealdb-2.9.0", false],
    ["proxy", false],
  ])("%s is 3.3 or later: %s", (version, expected) => {
    expect(isAtLeast(parseVersion(version), 3, 3)).toBe(expected);
  });
});
