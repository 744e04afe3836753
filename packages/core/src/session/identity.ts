import { ConnectionClosedError, ConnectionLostError, TransportTimeoutError } from "@surreal-sdk/transport";
import { type Credentials, toWireCredentials } from "../call/credentials.ts";
import type { AuthEvent } from "../call/events.ts";
import type { AuthSource } from "../call/options.ts";
import { request, timeoutOf } from "../call/request.ts";
import { checkedToken, claimsOf, isEnding, isTokens, type KeptTokens, type Tokens, toTokens } from "../call/tokens.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { isTransactionConflict, ServerError, textField } from "../errors/server-error.ts";
import { NotAllowedError } from "../errors/server-errors.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { type Operation, type Suspension, wait } from "../operation/operation.ts";
import { inPlace, type Place } from "./access-place.ts";
import { awaitAuth, resolveAuth } from "./auth-source.ts";
import { despiteConflicts } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { placeLost } from "./place-lost.ts";
import { recordIdentityReplay, recordUseReplay, removeIdentityReplay } from "./replays.ts";
import { selectAgain, selectPlace } from "./select-again.ts";

/** The RPC request that proves an identity. */
export interface IdentityRequest {
  readonly method: "signin" | "signup" | "authenticate";
  readonly parameter: unknown;
  /** What is known of the identity beforehand: the tokens themselves, or the level of the credentials. */
  readonly tokens?: Tokens;
  readonly namespace?: string | undefined;
  readonly database?: string | undefined;
}

/** @internal */
export function fromCredentials(credentials: Credentials, method: "signin" | "signup", place: Place): IdentityRequest {
  const wire = inPlace(toWireCredentials(credentials, method), method, place);
  return { method, parameter: wire, namespace: textField(wire, "ns"), database: textField(wire, "db") };
}

/** @internal */
export function fromTokens(given: unknown, method: string): IdentityRequest {
  const tokens = checkedToken(given, method);
  return { method: "authenticate", parameter: tokens.access, tokens };
}

/**
 * What the `auth` option names, as a request.
 *
 * @internal
 */
export function fromSource(source: AuthSource, place: Place): IdentityRequest {
  if (typeof source === "string" || isTokens(source)) return fromTokens(source, "auth");
  return fromCredentials(source as Credentials, "signin", place);
}

/**
 * Signs in, up, or with a token. What was in force before stays in force when the server refuses.
 *
 * @internal
 */
export function* authenticate(context: SessionContext, identity: IdentityRequest): Operation<Tokens> {
  const before = context.scope.identity;
  const result = yield* prove(context, identity);
  const tokens = adoptIdentity(context, identity, result);
  context.scope.signedIn();
  context.state.sessionChanged(context.scope);
  context.scope.usesAuthOption = false;
  context.state.identified(context.scope);
  announceIdentity(context, "signed-in");
  yield* selectAgain(context, before);
  return tokens;
}

/**
 * Takes on the identity that the `auth` option gives. The session stays where it is.
 *
 * @internal
 */
export function* authenticateByOption(
  context: SessionContext,
  identity: IdentityRequest,
  kind: "signed-in" | "renewed",
): Operation<void> {
  const { state, scope } = context;
  const { identities } = scope.changes;
  const result = yield* keepingPlace(
    context,
    despiteConflicts(context, (current) => prove(current, identity)),
  );
  // Where answers come in any order, the identity that the user has asked for meanwhile stays.
  if (!state.capabilities.stateful && scope.changes.identities !== identities) return;
  yield* adoptInPlace(context, identity, result);
  scope.usesAuthOption = true;
  announceIdentity(context, kind);
}

/**
 * Takes over the tokens of the `auth` option where tokens travel with each request: they need no proof of their own.
 *
 * @internal
 */
export function carryOption(context: SessionContext, identity: IdentityRequest): void {
  adoptIdentity(context, identity, undefined, true);
  announceIdentity(context, "signed-in");
}

function* prove(context: SessionContext, { method, parameter, tokens }: IdentityRequest): Operation<unknown> {
  const carried = tokens === undefined ? {} : { token: tokens.access };
  try {
    return yield* request(context, method, [parameter], { exclusive: true, identity: true, ...carried });
  } catch (error) {
    if (error instanceof ServerError && !isTransactionConflict(error)) yield* repeatUse(context);
    throw error;
  }
}

/**
 * Takes on the identity of tokens. An access token that has expired is renewed by the refresh token beside it.
 *
 * @internal
 */
export function* authenticateByTokens(
  context: SessionContext,
  given: unknown,
  method: string = "authenticate",
): Operation<void> {
  const identity = fromTokens(given, method);
  const { scope, state } = context;
  try {
    yield* authenticate(context, identity);
  } catch (error) {
    if (identity.tokens?.refresh === undefined || !isExpiry(error, identity.tokens.access)) throw error;
    const before = scope.identity;
    yield* refreshTokens(context, identity.tokens, "signed-in");
    scope.signedIn();
    scope.usesAuthOption = false;
    state.identified(scope);
    yield* selectAgain(context, before);
  }
}

/** Some servers of the 2.x series forget namespace and database when they refuse a token. */
function* repeatUse(context: SessionContext): Operation<void> {
  const { namespace, database } = context.scope;
  if (!context.state.capabilities.stateful || namespace === undefined) return;
  yield* ignoreErrors(selectPlace(context, { namespace, database }));
}

/** Where the server takes a session that shows an identity: `undefined` where that says nothing. */
function placeOf(tokens: Tokens, identity: IdentityRequest): Place {
  const claims = claimsOf(tokens.access);
  return {
    namespace: claims.namespace ?? identity.namespace,
    database: claims.database ?? identity.database,
  };
}

/**
 * Takes over what the server answered to an identity request.
 *
 * @param stays - whether the session stays where it is, if it is anywhere: the user has not asked for this identity by hand
 *
 * @internal
 */
export function adoptIdentity(
  context: SessionContext,
  identity: IdentityRequest,
  result: unknown,
  stays = false,
): Tokens {
  const tokens = identity.tokens ?? toTokens(result);
  if (tokens === undefined) {
    throw new UnexpectedResponseError(`The answer to ${identity.method} holds no token.`, { outcome: "unknown" });
  }
  const { scope } = context;
  const { namespace, database } = placeOf(tokens, identity);
  if (!stays || (scope.namespace === undefined && scope.lostPlace === undefined)) {
    if (namespace !== undefined) scope.namespace = namespace;
    if (database !== undefined) scope.database = database;
    if (namespace !== undefined && !stays) scope.lostPlace = undefined;
  }
  scope.tokens = tokens;
  scope.wasIdentified = true;
  scope.unauthenticated = undefined;
  recordIdentityReplay(context, tokens);
  recordUseReplay(context);
  context.state.sessionChanged(scope);
  return tokens;
}

/** @internal */
export function* refreshTokens(
  context: SessionContext,
  given: KeptTokens | undefined,
  kind: "renewed" | "signed-in" = "renewed",
): Operation<Tokens> {
  const result = yield* refreshed(context, given);
  const renewed = adoptIdentity(context, refreshedIdentity, result);
  announceIdentity(context, kind);
  return renewed;
}

const refreshedIdentity: IdentityRequest = { method: "signin", parameter: undefined };

function* refreshed(context: SessionContext, given: KeptTokens | undefined): Operation<unknown> {
  const tokens = given ?? context.scope.tokens;
  const refresh = textField(tokens, "refresh");
  if (tokens === undefined || refresh === undefined) {
    throw new TypeError(
      "refresh() needs a refresh token: sign in through an access method WITH REFRESH, or pass the tokens.",
    );
  }
  const pair = { access: tokens.access, refresh };
  return yield* despiteConflicts(context, (current) =>
    request(current, "refresh", [pair], { exclusive: true, identity: true }),
  );
}

/** @internal */
export function* invalidate(context: SessionContext): Operation<void> {
  yield* request(context, "invalidate", [], { exclusive: true, identity: true });
  context.scope.tokens = undefined;
  context.scope.unauthenticated = undefined;
  context.scope.usesAuthOption = false;
  context.state.identified(context.scope);
  removeIdentityReplay(context);
  context.state.sessionChanged(context.scope, true);
  announceIdentity(context, "signed-out");
}

/**
 * Tells the listeners of the connection that an identity changed.
 *
 * @internal
 */
export function announceIdentity({ scope, state }: SessionContext, kind: AuthEvent["kind"], error?: Error): void {
  const { tokens, session } = scope;
  const isNew = kind === "signed-in" || kind === "renewed";
  const refresh = textField(tokens, "refresh") === undefined ? [] : (["refresh"] as const);
  const fresh = isNew && tokens !== undefined ? (["access", ...refresh] as const) : [];
  state.events.emit("auth", { kind, tokens: fresh, session, ...(error === undefined ? {} : { error }) });
}

/**
 * Whether the server refused because the time of the token, or of the session, has passed. It does so before it
 * executes anything. Later servers give the same reason for every token that they refuse.
 *
 * @param token - the token that was to be proven, if the request was about one
 *
 * @internal
 */
export function isExpiry(error: unknown, token?: string): boolean {
  if (!(error instanceof NotAllowedError)) return false;
  return error.isTokenExpired || error.isSessionExpired || (error.isInvalidAuth && isEnding(token));
}

/**
 * Renews an identity whose time has passed: by its refresh token, or by what the `auth` option says. Many requests
 * may find out at once; one renewal serves them all. Yields whether there is a new identity.
 *
 * @param renewals - how many there had been when the request was made
 * @param token - the token that was to be proven, if the request was about one
 *
 * @internal
 */
export function* renewIdentity(
  context: SessionContext,
  reason: unknown,
  renewals: number,
  token?: string,
): Operation<boolean> {
  if (!isExpiry(reason, token)) return false;
  const { scope, state } = context;
  // The refusal of an old token can come after the renewal.
  if (scope.renewals !== renewals) return scope.tokens !== undefined;
  if (!canRenew(context)) return false;
  const { life } = state;
  const { number } = life;
  // What was refused was made before all that waits without having been sent.
  const renewal = scope.renewal.run(() => renew(state.contextOf(scope)), true);
  const renewed = yield* wait(awaitAuth(context, timeoutOf(context), renewal));
  life.assertIs(number);
  return renewed;
}

/**
 * Renews a token that is close to its end, before it is used. That it cannot be renewed is no error yet. A call that
 * gives up meanwhile is not sent: until the renewal has ended, the session may be where the new token leads.
 *
 * @internal
 */
export function* renewExpiring(context: SessionContext): Operation<void> {
  const { scope } = context;
  // Sent behind a sign-in, a renewal would undo it. Calls that end a transaction do not wait for one.
  if (scope.changes.isIdentifying) return;
  if (!canRenew(context)) return scope.stopRefreshing();
  const before = scope.tokens;
  const renewal = scope.renewal.run(() => renew(context.state.contextOf(scope)));
  const ended: Suspension<boolean> = (continuation) =>
    renewal({ resolve: (renewed) => continuation.resolve(renewed), reject: () => continuation.resolve(false) });
  const renewed = yield* wait(awaitAuth(context, timeoutOf(context), ended));
  if (!renewed && scope.tokens === before) scope.stopRefreshing();
}

function canRenew({ scope, state }: SessionContext): boolean {
  return scope.tokens?.refresh !== undefined || (scope.usesAuthOption && state.options.auth !== undefined);
}

function* renew(context: SessionContext): Operation<boolean> {
  const { scope, state } = context;
  if (scope.tokens?.refresh !== undefined && (yield* ignoreErrors(renewByRefreshToken(context))) === true)
    return renewedBy(context);
  if (!scope.usesAuthOption || state.options.auth === undefined) return false;
  const source = yield* resolveAuth(context);
  if (source === null) return false;
  yield* authenticateByOption(context, fromSource(source, scope), "renewed");
  return renewedBy(context);
}

function* renewByRefreshToken(context: SessionContext): Operation<true> {
  const result = yield* keepingPlace(context, refreshed(context, undefined));
  yield* adoptInPlace(context, refreshedIdentity, result);
  announceIdentity(context, "renewed");
  return true;
}

function renewedBy(context: SessionContext): true {
  context.scope.renewals += 1;
  return true;
}

/** With a new token a server goes to the namespace and database that it names; what was in force is to stay. */
function* adoptInPlace(context: SessionContext, identity: IdentityRequest, result: unknown): Operation<void> {
  const { scope, state } = context;
  const { namespace, database, identity: before } = scope;
  const tokens = adoptIdentity(context, identity, result, true);
  if (namespace === undefined) return;
  // Where each request says its place, only what does not exist yet has to be created.
  const goes: Partial<Place> = state.capabilities.stateful ? placeOf(tokens, identity) : {};
  const isThere = (goes.namespace ?? namespace) === namespace && (goes.database ?? database) === database;
  if (!isThere) yield* returnTo(context, { namespace, database });
  else yield* selectAgain(context, before);
}

/** A renewal that was not answered may have taken the session to the namespace and database that its token names. */
function* keepingPlace<T>(context: SessionContext, proof: Operation<T>): Operation<T> {
  const { scope, state } = context;
  try {
    return yield* proof;
  } catch (error) {
    const mayBeElsewhere = error instanceof TransportTimeoutError && error.outcome === "unknown";
    // Those that are in force by now.
    const { namespace, database } = scope;
    if (mayBeElsewhere && state.capabilities.stateful && state.status === "connected" && namespace !== undefined)
      yield* returnTo(context, { namespace, database });
    throw error;
  }
}

/** Another connection begins at the right place by itself; on this one nothing may run at the wrong one. */
function* returnTo(context: SessionContext, place: Place): Operation<void> {
  try {
    yield* despiteConflicts(context, (current) => selectPlace(current, place));
  } catch (error) {
    if (error instanceof ConnectionLostError || error instanceof ConnectionClosedError) return;
    context.scope.lostPlace = placeLost(error);
  }
}
