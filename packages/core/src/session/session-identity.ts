import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import type { Credentials } from "../call/credentials.ts";
import { knownOptions } from "../call/known-keys.ts";
import type { AuthSource } from "../call/options.ts";
import { isTokens } from "../call/tokens.ts";
import { typeName } from "../call/type-name.ts";
import type { Operation } from "../operation/operation.ts";
import type { Place } from "./access-place.ts";
import { despiteConflicts } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { authenticate, authenticateByTokens, fromCredentials, fromTokens } from "./identity.ts";

/** What `newSession` takes. */
export interface NewSessionOptions {
  /**
   * Whose session it is, instead of the connection's identity: `"nobody"` for an anonymous one, which signs in later
   * or reads only what anonymous users may; credentials; or an access token, or the tokens of a sign-in.
   */
  readonly as: "nobody" | AuthSource;
}

/**
 * The identity that a new session does not inherit; `undefined` for the connection's.
 *
 * @throws TypeError for an option that is none: a missing token must not lead to a session of the connection's identity.
 * @throws UnsupportedFeatureError where the database lets an anonymous session do everything.
 * @internal
 */
export function ownIdentity(
  { state }: SessionContext,
  options: NewSessionOptions | undefined,
): NewSessionOptions["as"] | undefined {
  if (options === undefined) return undefined;
  const { as } = knownOptions(options, ["as"], "newSession");
  if (as === "nobody") {
    if (state.capabilities.permissions !== false) return as;
    throw new UnsupportedFeatureError(
      'newSession({ as: "nobody" }) does not work with this engine: its database checks no permissions of a session that has not signed in. Pass credentials or a token.',
      { feature: "permissions" },
    );
  }
  if (typeof as !== "string" && (typeof as !== "object" || as === null)) {
    throw new TypeError(
      `The option \`as\` of newSession() is "nobody", credentials or a token, not ${typeName(as)}. Omit the options for the identity of the connection.`,
    );
  }
  // Refuses what cannot be sent before there is a session.
  if (isToken(as)) fromTokens(as, "newSession");
  else fromCredentials(as, "signin", nowhere);
  return as;
}

/** @internal */
export function* takeIdentity(made: SessionContext, as: NewSessionOptions["as"], place: Place): Operation<void> {
  if (as === "nobody") return;
  yield* despiteConflicts(made, function* (inside) {
    if (isToken(as)) yield* authenticateByTokens(inside, as, "newSession");
    else yield* authenticate(inside, fromCredentials(as, "signin", place));
  });
}

const nowhere: Place = { namespace: undefined, database: undefined };

function isToken(as: AuthSource): as is Exclude<AuthSource, Credentials> {
  return typeof as === "string" || isTokens(as);
}
