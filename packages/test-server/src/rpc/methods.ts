import { profileOf, versions } from "../profile/profile.ts";

/** The facts about a method that the server needs. */
export interface MethodFacts {
  /** Whether it changes the state of its session, and so must run alone on it. */
  readonly exclusive: boolean;
  /** Whether it reads or writes data, which anonymous clients may not. */
  readonly data: boolean;
  /** Whether it runs in the client transaction that the request names; the others ignore it. */
  readonly transactional: boolean;
}

const state: MethodFacts = { exclusive: true, data: false, transactional: false };
const data: MethodFacts = { exclusive: false, data: true, transactional: true };
const dataOutside: MethodFacts = { exclusive: false, data: true, transactional: false };
const free: MethodFacts = { exclusive: false, data: false, transactional: false };

/** The methods that run on a session. */
export const sessionMethods: ReadonlyMap<string, MethodFacts> = new Map([
  ...["use", "signup", "signin", "authenticate", "refresh", "invalidate", "reset", "set", "let", "unset"].map(
    (name) => [name, state] as const,
  ),
  ...["query", "select", "insert", "insert_relation", "create", "upsert", "merge", "delete"].map(
    (name) => [name, data] as const,
  ),
  ...["update", "patch", "relate", "run", "info"].map((name) => [name, dataOutside] as const),
  ["query_stream", data],
  ["gql", data],
  ["graphql", dataOutside],
  ["live", { exclusive: true, data: true, transactional: true }],
  ["kill", { exclusive: true, data: true, transactional: true }],
]);

/** The methods that need no session, and answer whether or not the named one exists. */
export const connectionMethods: ReadonlyMap<string, MethodFacts> = new Map(
  ["ping", "version", "attach", "detach", "sessions", "begin", "commit", "cancel", "revoke", "query_cancel"].map(
    (name) => [name, free] as const,
  ),
);

/** The methods after whose success a session belongs to a user. */
export const identifying: ReadonlySet<string> = new Set(["signup", "signin", "authenticate", "refresh"]);

/** The methods after whose success a session belongs to no user. */
export const forgetting: ReadonlySet<string> = new Set(["invalidate", "reset"]);

/** The methods that came after 3.0: a server has those that its profile adds. */
export const laterMethods: ReadonlySet<string> = new Set(versions.flatMap((one) => profileOf(one).addedMethods));

/** The methods that a transport without notifications does not have. */
export const socketMethods: ReadonlySet<string> = new Set([
  "begin",
  "commit",
  "cancel",
  "query_stream",
  "query_cancel",
]);

/** The methods that need a transport with notifications. */
export const realtime: ReadonlySet<string> = new Set(["live", "kill"]);
