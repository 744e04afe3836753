import { type Credentials, toWireCredentials } from "../call/credentials.ts";
import type { AuthEvent } from "../call/events.ts";
import type { AuthSource } from "../call/options.ts";
import { request, timeoutOf } from "../call/request.ts";
import { checkedToken, claimsOf, type Tokens, toTokens } from "../call/tokens.ts";
import { UnexpectedResponseError } from "../errors/core-errors.ts";
import { ServerError, textField } from "../errors/server-error.ts";
import { NotAllowedError } from "../errors/server-errors.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { inPlace, type Place } from "./access-place.ts";
import { awaitAuth, resolveAuth } from "./auth-source.ts";
import { despiteConflicts } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { recordIdentityReplay, recordUseReplay, removeIdentityReplay } from "./replays.ts";

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

function isTokens(source: AuthSource): boolean {
  if (typeof source !== "object" || source === null) return false;
  const keys = Object.keys(source);
  return keys.includes("access") && keys.every((key) => key === "access" || key === "refresh");
}

/**
 * Signs in, up, or with a token. What was in force before stays in force when the server refuses.
 *
 * @internal
 */
export function* authenticate(context: SessionContext, identity: IdentityRequest): Operation<Tokens> {
  const carried = identity.tokens === undefined ? {} : { token: identity.tokens.access };
  let result: unknown;
  try {
    result = yield* request(context, identity.method, [identity.parameter], {
      exclusive: true,
      identity: true,
      ...carried,
    });
  } catch (error) {
    if (error instanceof ServerError) yield* repeatUse(context);
    throw error;
  }
  const tokens = adoptIdentity(context, identity, result);
  context.scope.signedIn();
  context.state.sessionChanged(context.scope);
  context.scope.usesAuthOption = false;
  context.state.identified(context.scope);
  announceIdentity(context, "signed-in");
  return tokens;
}

/**
 * Takes on the identity of tokens. An access token that has expired is renewed by the refresh token beside it.
 *
 * @internal
 */
export function* authenticateByTokens(context: SessionContext, given: unknown): Operation<void> {
  const identity = fromTokens(given, "authenticate");
  const { scope, state } = context;
  try {
    yield* authenticate(context, identity);
  } catch (error) {
    if (identity.tokens?.refresh === undefined || !isExpiry(error)) throw error;
    yield* refreshTokens(context, identity.tokens, "signed-in");
    scope.signedIn();
    scope.usesAuthOption = false;
    state.identified(scope);
  }
}

/** Some servers of the 2.x series forget namespace and database when they refuse a token. */
function* repeatUse(context: SessionContext): Operation<void> {
  const { namespace, database } = context.scope;
  if (!context.state.capabilities.stateful || namespace === undefined) return;
  const params = [namespace, database ?? null];
  yield* ignoreErrors(request(context, "use", params, { exclusive: true, identity: true }));
}

/**
 * Takes over what the server answered to an identity request.
 *
 * @internal
 */
export function adoptIdentity(context: SessionContext, identity: IdentityRequest, result: unknown): Tokens {
  const tokens = identity.tokens ?? toTokens(result);
  if (tokens === undefined) {
    throw new UnexpectedResponseError(`The answer to ${identity.method} holds no token.`, { outcome: "unknown" });
  }
  const { scope } = context;
  const claims = claimsOf(tokens.access);
  const namespace = claims.namespace ?? identity.namespace;
  const database = claims.database ?? identity.database;
  if (namespace !== undefined) scope.namespace = namespace;
  if (database !== undefined) scope.database = database;
  scope.tokens = tokens;
  scope.offeredTokens = tokens;
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
  given: Tokens | undefined,
  kind: "renewed" | "signed-in" = "renewed",
): Operation<Tokens> {
  const tokens = given ?? context.scope.tokens;
  const refresh = textField(tokens, "refresh");
  if (tokens === undefined || refresh === undefined) {
    throw new TypeError(
      "refresh() needs a refresh token: sign in through an access method WITH REFRESH, or pass the tokens.",
    );
  }
  const pair = { access: tokens.access, refresh };
  const result = yield* request(context, "refresh", [pair], { exclusive: true, identity: true });
  const renewed = adoptIdentity(context, { method: "signin", parameter: undefined }, result);
  announceIdentity(context, kind);
  return renewed;
}

/** @internal */
export function* invalidate(context: SessionContext): Operation<void> {
  yield* request(context, "invalidate", [], { exclusive: true, identity: true });
  context.scope.tokens = undefined;
  context.scope.unauthenticated = undefined;
  context.scope.usesAuthOption = false;
  removeIdentityReplay(context);
  context.state.sessionChanged(context.scope);
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
 * executes anything.
 *
 * @internal
 */
export function isExpiry(error: unknown): boolean {
  return error instanceof NotAllowedError && (error.isTokenExpired || error.isSessionExpired);
}

/**
 * Renews an identity whose time has passed: by its refresh token, or by what the `auth` option says. Many requests
 * may find out at once; one renewal serves them all. Yields whether there is a new identity.
 *
 * @param renewals - how many there had been when the request was made
 *
 * @internal
 */
export function* renewIdentity(context: SessionContext, reason: unknown, renewals: number): Operation<boolean> {
  if (!isExpiry(reason)) return false;
  const { scope, state } = context;
  // The refusal of an old token can come after the renewal.
  if (scope.renewals !== renewals) return scope.tokens !== undefined;
  if (!canRenew(context)) return false;
  const { life } = state;
  const { number } = life;
  const renewal = scope.renewal.run(() => renew(state.contextOf(scope)));
  const renewed = yield* wait(awaitAuth(context, timeoutOf(context), renewal));
  life.assertIs(number);
  return renewed;
}

/**
 * Renews a token that is close to its end, before it is used. That it cannot be renewed is no error yet.
 *
 * @internal
 */
export function* renewExpiring(context: SessionContext): Operation<void> {
  const { scope } = context;
  const before = scope.tokens;
  const renewal = scope.renewal.run(() => renew(context.state.contextOf(scope)));
  const renewed = canRenew(context) && (yield* ignoreErrors(wait(awaitAuth(context, timeoutOf(context), renewal))));
  if (renewed !== true && scope.tokens === before) scope.stopRefreshing();
}

function canRenew({ scope, state }: SessionContext): boolean {
  return scope.tokens?.refresh !== undefined || (scope.usesAuthOption && state.options.auth !== undefined);
}

function* renew(context: SessionContext): Operation<boolean> {
  const { namespace, database } = context.scope;
  const renewed = yield* renewTokens(context);
  if (renewed && namespace !== undefined) yield* useAgain(context, namespace, database);
  return renewed;
}

/** With a new token a server goes to the namespace and database that it names; what was in force is to stay. */
function* useAgain(context: SessionContext, namespace: string, database: string | undefined): Operation<void> {
  const { scope, state } = context;
  if (scope.namespace === namespace && scope.database === database) return;
  const params = [namespace, database ?? null];
  if (state.capabilities.stateful) {
    const traits = { exclusive: true, identity: true };
    yield* despiteConflicts(context, (current) => request(current, "use", params, traits));
  }
  scope.namespace = namespace;
  scope.database = database;
  recordUseReplay(context);
  state.sessionChanged(scope);
}

function* renewTokens(context: SessionContext): Operation<boolean> {
  const { scope, state } = context;
  if (scope.tokens?.refresh !== undefined && (yield* ignoreErrors(refreshTokens(context, undefined))) !== undefined)
    return renewedBy(context);
  if (!scope.usesAuthOption || state.options.auth === undefined) return false;
  const source = yield* resolveAuth(context);
  if (source === null) return false;
  const identity = fromSource(source, scope);
  const result = yield* request(context, identity.method, [identity.parameter], {
    exclusive: true,
    identity: true,
    ...(identity.tokens === undefined ? {} : { token: identity.tokens.access }),
  });
  adoptIdentity(context, identity, result);
  announceIdentity(context, "renewed");
  return renewedBy(context);
}

function renewedBy(context: SessionContext): true {
  context.scope.renewals += 1;
  return true;
}
