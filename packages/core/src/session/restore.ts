import type { Call, ReplayVerdict } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { isBuiltIn } from "@surreal-sdk/values";
import { isSessionLoss, readReply } from "../call/reply.ts";
import type { IdentityProof } from "../call/session-state.ts";
import { toTokens } from "../call/tokens.ts";
import { AuthRestoreError, VariableRestoreError } from "../errors/core-errors.ts";
import { isTransactionConflict } from "../errors/server-error.ts";
import { drive, type Operation } from "../operation/operation.ts";
import { resolveAuth } from "./auth-source.ts";
import { pauseBound } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { adoptIdentity, announceIdentity, fromSource } from "./identity.ts";
import { placeLost } from "./place-lost.ts";
import { labelOf, proofCall, recordUseReplay, recordVariableReplay, useReplayCall, variableOf } from "./replays.ts";

/**
 * A replay of a session was answered on a new connection: the session is in its place, or has its identity.
 *
 * @internal
 */
export function sessionRestored(context: SessionContext, label: string, reply: Uint8Array, attempt: number): void {
  const { scope, state } = context;
  if (scope.isIncomplete) takeBack(context, label);
  if (label !== labelOf(scope, "identity")) return;
  const result = readReply(state.codec, reply, "authenticate");
  const tokens = toTokens(result) ?? scope.proofIn(attempt)?.tokens;
  if (tokens === undefined) return;
  const { wasIdentified, tokens: before } = scope;
  // The session keeps its namespace and database, whatever the token names; they are sent next.
  adoptIdentity(context, { method: "signin", parameter: undefined, tokens }, result, true);
  if (!wasIdentified) announceIdentity(context, "signed-in");
  else if (scope.restorationIn(attempt).step > 0 || before?.access !== tokens.access)
    announceIdentity(context, "renewed");
}

/** An earlier attempt was refused it, and had failed before the verdict on that came: it is in force all the same. */
function takeBack(context: SessionContext, label: string): void {
  const { scope, state } = context;
  const variable = variableOf(scope, label);
  if (label === labelOf(scope, "use") && scope.lostPlace !== undefined) {
    Object.assign(scope, { lostPlace: undefined, ...scope.leftPlace });
    recordUseReplay(context);
  } else if (variable !== undefined && scope.lostVariables.delete(variable)) {
    recordVariableReplay(context, variable, scope.variables.get(variable));
  } else return;
  state.sessionChanged(scope);
}

/**
 * Reads the answer to a replay that the server refused.
 *
 * @throws the error of the server, without the secrets that were sent.
 * @internal
 */
export function readRefusal(
  { scope, state }: SessionContext,
  label: string,
  reply: Uint8Array,
  attempt: number,
): unknown {
  const proof = label === labelOf(scope, "identity") ? scope.proofIn(attempt) : undefined;
  if (proof === undefined) return readReply(state.codec, reply, label);
  return readReply(state.codec, reply, proof.method, [proof.parameter]);
}

/** A replay that the server refused in one attempt to connect, and why. */
export interface RefusedReplay {
  readonly label: string;
  readonly error: Error;
  readonly attempt: number;
}

/**
 * A replay of a session was refused. A refused identity is renewed: by the refresh token, then by the `auth` option;
 * when neither helps, every request of this session fails until the user signs in. Nothing is sent anonymously.
 *
 * @internal
 */
export function sessionRestoreFailed(context: SessionContext, refused: RefusedReplay): void {
  const { scope, state } = context;
  const { label, error, attempt } = refused;
  const { channel } = state;
  const judge = (verdict: ReplayVerdict): void => channel.resolveReplay(label, verdict, attempt);
  const { session } = scope;
  const repeated = isTransactionConflict(error) ? repeatable(context, label, attempt) : undefined;
  if (repeated !== undefined && pausesForConflict(context, attempt, () => judge({ kind: "replace", call: repeated }))) {
    return;
  }
  if (session !== undefined && (label === labelOf(scope, "attach") || isSessionLoss(error))) {
    judge({ kind: "drop", error: state.loseSession(scope, error), session });
    return;
  }
  if (label === labelOf(scope, "use")) {
    // The server has them no more, or refuses them; what is shown as in force is what is.
    const { namespace, database } = scope;
    if (namespace !== undefined) scope.leftPlace = { namespace, database };
    scope.namespace = undefined;
    scope.database = undefined;
    scope.lostPlace = placeLost(error);
    state.sessionChanged(scope);
    judge({ kind: "drop", error: scope.lostPlace, session });
    state.events.emit("error", scope.lostPlace);
    return;
  }
  const variable = variableOf(scope, label);
  if (variable !== undefined) {
    const lost = variableLost(variable, error);
    scope.lostVariables.set(variable, lost);
    state.sessionChanged(scope);
    judge({ kind: "drop", error: lost, session });
    state.events.emit("error", lost);
    return;
  }
  if (label !== labelOf(scope, "identity")) {
    judge({ kind: "drop" });
    return;
  }
  restoreIdentity(context, refused, judge);
}

/** The `auth` function may take its time: what it gives is of no use once the attempt is over, nor is its failure. */
function restoreIdentity(
  context: SessionContext,
  refused: RefusedReplay,
  judge: (verdict: ReplayVerdict) => void,
): void {
  const { scope, state } = context;
  const { channel } = state;
  const { error, attempt } = refused;
  const fail = (cause: Error): void => {
    if (channel.isRestoring(attempt)) judge({ kind: "drop", error: giveUp(context, cause), session: scope.session });
  };
  drive(nextIdentity(context, attempt), {
    resolve: (identity) => {
      if (identity === undefined) return fail(error);
      if (!channel.isRestoring(attempt)) return;
      scope.restorationIn(attempt).proof = identity;
      judge({ kind: "replace", call: proofCall(context, identity) });
    },
    reject: (cause) => fail(isBuiltIn(cause, "Error") ? cause : error),
  });
}

/** What is sent once more after a conflict with another transaction: it has changed nothing. */
function repeatable(context: SessionContext, label: string, attempt: number): Call | undefined {
  const { scope } = context;
  if (label === labelOf(scope, "use") && scope.namespace !== undefined) return useReplayCall(context);
  if (label !== labelOf(scope, "identity")) return undefined;
  const proof = scope.proofIn(attempt);
  return proof && proofCall(context, proof);
}

/** Calls back after a pause; false when the conflicts of this attempt have lasted for the time of a connection. */
function pausesForConflict({ scope, state }: SessionContext, attempt: number, callback: () => void): boolean {
  const now = platformTime.now();
  const before = scope.conflicts?.attempt === attempt ? scope.conflicts : { attempt, since: now, count: 0 };
  const pause = state.services.random() * pauseBound(before.count);
  if (now + pause - before.since >= state.options.connectTimeout) return false;
  scope.conflicts = { ...before, count: before.count + 1 };
  state.services.after(pause, callback);
  return true;
}

/** The next thing to try: first the refresh token, then the `auth` option, then nothing. */
function* nextIdentity(context: SessionContext, attempt: number): Operation<IdentityProof | undefined> {
  const { scope, state } = context;
  const restoration = scope.restorationIn(attempt);
  const tokens = scope.proof?.tokens;
  restoration.step += 1;
  if (restoration.step === 1 && tokens?.refresh !== undefined) {
    return { method: "refresh", parameter: { access: tokens.access, refresh: tokens.refresh } };
  }
  const { auth } = state.options;
  // Credentials that never were any good are not tried twice.
  const isWorthTrying = auth !== undefined && (scope.wasIdentified || typeof auth === "function");
  if (restoration.step > 2 || !scope.usesAuthOption || !isWorthTrying) return undefined;
  restoration.step = 2;
  const source = yield* resolveAuth(context);
  return source === null ? undefined : fromSource(source, scope);
}

/** From now on every request fails until the user signs in. */
function giveUp(context: SessionContext, cause: Error): Error {
  const { scope } = context;
  const error = scope.wasIdentified ? identityNotRestored(cause) : cause;
  scope.tokens = undefined;
  scope.unauthenticated = error;
  context.state.identityLost(scope, error);
  context.state.sessionChanged(scope);
  announceIdentity(context, "lost", error);
  return error;
}

function identityNotRestored(cause: Error): Error {
  const message = "The identity could not be restored after the connection was lost. Sign in again.";
  return new AuthRestoreError(message, { cause, outcome: "not_sent", retrySafe: false });
}

function variableLost(name: string, cause: Error): Error {
  const message = `The server refused to set $${name} again after the connection was lost. Set it with let(), or give it up with unset().`;
  return new VariableRestoreError(message, { cause, outcome: "not_sent", retrySafe: false });
}
