import { expect, it } from "vitest";
import { unsupportedVersion } from "./server-version.ts";

it.each(["surrealdb-2.0.0", "surrealdb-2.6.5", "surrealdb-3.0.2", "surrealdb-3.99.0-nightly+20260101"])(
  "speaks to %s",
  (version) => {
    expect(unsupportedVersion(version)).toBeUndefined();
  },
);

it.each(["surrealdb-1.5.4", "surrealdb-0.9.0", "surrealdb-4.0.0", "surrealdb-10.1.0"])(
  "does not speak to %s, and says to which",
  (version) => {
    expect(unsupportedVersion(version)).toMatchObject({
      name: "UnsupportedVersionError",
      outcome: "not_sent",
      message: `The server is ${version}; this SDK speaks to SurrealDB from 2.0 to before 4.0.`,
    });
  },
);

it.each([undefined, 3, "", "proxy 1.0", "surrealdb-next", "surrealdb-99999999999999999999.0"])(
  "lets %j pass, which says nothing",
  (version) => {
    expect(unsupportedVersion(version)).toBeUndefined();
  },
);
