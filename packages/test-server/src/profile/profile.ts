/** The versions whose protocol the server speaks. */
export type ServerVersion = "3.0" | "3.2" | "3.3" | "4.0";

/**
 * How the server of one version behaves. A profile holds facts only: each one is read at the place that acts on it, so
 * no other code asks for a version.
 */
export interface Profile {
  /** The version that it reports, such as `3.3.5`; `undefined` for the version of the database in this process. */
  readonly reports: string | undefined;
  /** The methods that it serves besides those of 3.0. */
  readonly addedMethods: readonly string[];
}

const of30: Profile = {
  reports: undefined,
  addedMethods: [],
};

const of32: Profile = {
  ...of30,
  reports: "3.2.6",
};

const of33: Profile = {
  ...of32,
  reports: "3.3.5",
  addedMethods: [...of32.addedMethods, "query_stream", "query_cancel"],
};

const of40: Profile = {
  ...of33,
  reports: "4.0.0-beta.1",
};

const profiles: Readonly<Record<ServerVersion, Profile>> = { "3.0": of30, "3.2": of32, "3.3": of33, "4.0": of40 };

/** The version of a server that was started without one. */
export const DEFAULT_VERSION: ServerVersion = "3.0";

/** The versions, the oldest first. */
export const versions = Object.keys(profiles) as readonly ServerVersion[];

/**
 * Returns the profile of a version.
 *
 * @throws RangeError for a version without a profile
 */
export function profileOf(version: ServerVersion = DEFAULT_VERSION): Profile {
  if (!Object.hasOwn(profiles, version)) {
    throw new RangeError(`version is one of ${versions.join(", ")}, not ${JSON.stringify(version)}.`);
  }
  return profiles[version];
}
