import { type DecoderRules, databaseRules } from "../cbor/decoder-rules.ts";

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
  /** What its decoder of CBOR accepts. */
  readonly decoder: DecoderRules;
  /** Whether the answer to a message that cannot be decoded has the id of the message and says why. */
  readonly tellsDecodeErrors: boolean;
  /** Whether it speaks `cbor.2`, with numbers that have a size. */
  readonly hasSizedNumbers: boolean;
  /** Whether a session that was restored with a token ends when the token expires. */
  readonly sessionsEndWithToken: boolean;
  /** Whether `begin` and `query` take options, and refuse those that they do not know. */
  readonly takesOptions: boolean;
  /** Whether `unset` refuses the names that `set` refuses. */
  readonly guardsUnset: boolean;
  /** Whether requests may have a `trace_context`, which is then checked. */
  readonly takesTraces: boolean;
  /** Whether the date of SHOW CHANGES … SINCE is compared as nanoseconds with stamps that are milliseconds and a counter. */
  readonly takesFeedDatesForNanoseconds: boolean;
  /** Whether a change feed that includes the original has it in its deletions, too. */
  readonly deletionsHaveOriginal: boolean;
  /** Whether a refused token, and a sign-in or sign-up that finds no record or fails, have kinds of their own. */
  readonly refusalsHaveKinds: boolean;
  /** Whether a conflict with another transaction has a kind of its own. */
  readonly conflictsHaveKind: boolean;
  /** Whether a value that does not fit its field is an invalid request. */
  readonly misfitsAreInvalid: boolean;
  /** Whether exports and imports tell anonymous users of their rights, as they tell all others. */
  readonly transfersNameRights: boolean;
  /** Whether a failed transaction has a result for its COMMIT. */
  readonly commitsHaveResults: boolean;
  /** How many notifications wait for a slow client before its connection ends with the code 1013. */
  readonly mostWaitingNotifications: number;
  /** Whether the live queries of a session end, without KILLED, when another user takes it over. */
  readonly livesEndWithUser: boolean;
  /** Whether live queries are KILLED when their user, namespace or database is removed. */
  readonly removalKillsLives: boolean;
  /** Whether only its owner and root users may kill a live query. */
  readonly livesHaveOwners: boolean;
  /** Whether a live query that is started in a client transaction works. */
  readonly livesInTransactions: boolean;
  /** The most sessions of a connection, with its default one. */
  readonly mostSessions: number;
  /** The most open transactions of a session. */
  readonly mostTransactions: number;
  /**
   * Whether the default session cannot be detached, `begin` needs a session, and the transactions of a session are
   * cancelled when it is detached or reset.
   */
  readonly limitsSessions: boolean;
  /**
   * Whether `use` keeps users within their own namespace and database, and creates only for those who may define. The
   * headers of HTTP requests then create nothing, and statements fail in a place that does not exist.
   */
  readonly useChecksRights: boolean;
  /** Whether the kind of an error decides about the status over HTTP; otherwise the words of its message do. */
  readonly statusByKind: boolean;
  /** Whether an import of which statements failed is answered with 422 and their results, and nothing else. */
  readonly importReportsFailures: boolean;
  /** Whether an export is sent line by line. */
  readonly exportsLines: boolean;
  /** Whether an export may choose `database_definition`, `apis`, `buckets`, `modules` and `configs`. */
  readonly exportsMore: boolean;
  /** Whether the status 401 says nothing of its reason. */
  readonly hidesWhy: boolean;
  /** Whether answers over HTTP repeat the id and the session of their requests. */
  readonly echoesOverHttp: boolean;
  /** Whether sessions that were attached over HTTP outlive the server, with its data. */
  readonly keepsSessions: boolean;
  /** Whether there is the route `/ready`. */
  readonly tellsReady: boolean;
  /** Whether headers that name a place outside of a user's own one are refused. */
  readonly headersStayInTenant: boolean;
}

const of30: Profile = {
  reports: undefined,
  addedMethods: [],
  decoder: databaseRules,
  tellsDecodeErrors: false,
  hasSizedNumbers: false,
  sessionsEndWithToken: false,
  takesOptions: false,
  guardsUnset: false,
  takesTraces: false,
  takesFeedDatesForNanoseconds: false,
  deletionsHaveOriginal: false,
  refusalsHaveKinds: false,
  transfersNameRights: false,
  conflictsHaveKind: false,
  misfitsAreInvalid: false,
  commitsHaveResults: false,
  mostWaitingNotifications: Number.POSITIVE_INFINITY,
  livesEndWithUser: false,
  removalKillsLives: false,
  livesHaveOwners: false,
  livesInTransactions: false,
  mostSessions: Number.POSITIVE_INFINITY,
  mostTransactions: Number.POSITIVE_INFINITY,
  limitsSessions: false,
  useChecksRights: false,
  statusByKind: false,
  importReportsFailures: false,
  exportsLines: false,
  exportsMore: false,
  hidesWhy: false,
  tellsReady: false,
  echoesOverHttp: false,
  keepsSessions: false,
  headersStayInTenant: false,
};

const of32: Profile = {
  ...of30,
  reports: "3.2.6",
  decoder: { mostDepth: 100, strict: false },
  livesEndWithUser: true,
  removalKillsLives: true,
  livesHaveOwners: true,
  livesInTransactions: true,
  mostSessions: 256,
  addedMethods: ["gql", "graphql"],
  takesTraces: true,
  takesFeedDatesForNanoseconds: true,
  conflictsHaveKind: true,
  commitsHaveResults: true,
  tellsReady: true,
  useChecksRights: true,
};

const of33: Profile = {
  ...of32,
  reports: "3.3.5",
  refusalsHaveKinds: true,
  transfersNameRights: true,
  headersStayInTenant: true,
  statusByKind: true,
  importReportsFailures: true,
  echoesOverHttp: true,
  exportsLines: true,
  exportsMore: true,
  mostTransactions: 64,
  mostWaitingNotifications: 100,
  deletionsHaveOriginal: true,
  limitsSessions: true,
  addedMethods: [...of32.addedMethods, "query_stream", "query_cancel"],
};

const of40: Profile = {
  ...of33,
  reports: "4.0.0-beta.1",
  decoder: { mostDepth: 100, strict: true },
  tellsDecodeErrors: true,
  sessionsEndWithToken: true,
  misfitsAreInvalid: true,
  takesOptions: true,
  guardsUnset: true,
  takesFeedDatesForNanoseconds: false,
  hasSizedNumbers: true,
  exportsLines: false,
  hidesWhy: true,
  keepsSessions: true,
};

const profiles: Readonly<Record<ServerVersion, Profile>> = { "3.0": of30, "3.2": of32, "3.3": of33, "4.0": of40 };

/** The version of a server that was started without one. */
const DEFAULT_VERSION: ServerVersion = "3.3";

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
