import type { Call, ReplayVerdict } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import { isBuiltIn } from "@surreal-sdk/values";
import { readReply } from "../call/reply.ts";
import { isSessionLoss, toCall } from "../call/request.ts";
import { type Tokens, toTokens } from "../call/tokens.ts";
import { AuthRestoreError } from "../errors/core-errors.ts";
import { isTransactionConflict } from "../errors/server-error.ts";
import { drive, type Operation } from "../operation/operation.ts";
import { pauseBound } from "./conflicts.ts";
import type { SessionContext } from "./connection-state.ts";
import { adoptIdentity, fromSource, resolveAuth } from "./identity.ts";
import { identityReplayCall, labelOf, recordUseReplay, useReplayCall } from "./replays.ts";

/**
 * A replay of a session was answered on a new connection. Only the answer of an identity says something new.
 *
 * @internal
 */
export function sessionRestored(context: SessionContext, label: string, reply: Uint8Array): void {
  const { scope, state } = context;
  if (label !== labelOf(scope, "identity")) return;
  const result = readReply(state.codec, reply, "authenticate");
  const tokens = toTokens(result) ?? scope.pendingTokens ?? scope.tokens;
  if (tokens === undefined) return;
  const { namespace, database } = scope;
  adoptIdentity(context, { method: "signin", parameter: undefined, tokens }, result);
  scope.pendingTokens = undefined;
  scope.restoreStep = 0;
  if (namespace === undefined) return;
  // What was in force stays in force, whatever the token names; it is sent next.
  scope.namespace = namespace;
  scope.database = database;
  recordUseReplay(context);
  state.sessionChanged(scope);
}

/** A replay that the server refused in one attempt to connect, and why. */
export interface RefusedReplay {
  readonly label: string;
  readonly error: Error;
  readonly attempt: number;
}

/**
 * A replay of a session was refused. A refused identity is renewed: by the refresh token, then by the `auth` option;
 * when neither helps, every request of this session fails until somebody signs in. Nothing is sent anonymously.
 *
 * @internal
 */
export function sessionRestoreFailed(context: SessionContext, refused: RefusedReplay): void {
  const { scope, state } = context;
  const { label, error, attempt } = refused;
  const judge = (verdict: ReplayVerdict): void => state.channel.resolveReplay(label, verdict, attempt);
  const { session } = scope;
  const repeated = isTransactionConflict(error) ? repeatable(context, label) : undefined;
  if (repeated !== undefined && pausesForConflict(context, attempt, () => judge({ kind: "replace", call: repeated }))) {
    return;
  }
  if (session !== undefined && (label === labelOf(scope, "attach") || isSessionLoss(error))) {
    judge({ kind: "drop", error: state.loseSession(scope, error), session });
    return;
  }
  if (label === labelOf(scope, "use")) {
    // The server has them no more, or refuses them; what is shown as in force is what is.
    scope.namespace = undefined;
    scope.database = undefined;
    state.sessionChanged(scope);
    judge({ kind: "drop", error, session });
    return;
  }
  if (label !== labelOf(scope, "identity")) {
    judge({ kind: "drop" });
    return;
  }
  drive(nextIdentity(context), {
    resolve: (identity) => {
      if (identity === undefined) return giveUp(context, refused, error);
      scope.pendingTokens = identity.tokens;
      const call = toCall(state.contextOf(scope), identity.method, [identity.parameter], { exclusive: true });
      judge({ kind: "replace", call });
    },
    reject: (cause) => giveUp(context, refused, isBuiltIn(cause, "Error") ? cause : error),
  });
}

/** What is sent once more after a conflict with another transaction: it has changed nothing. */
function repeatable(context: SessionContext, label: string): Call | undefined {
  const { scope } = context;
  if (label === labelOf(scope, "use") && scope.namespace !== undefined) return useReplayCall(context);
  const tokens = scope.pendingTokens ?? scope.tokens;
  const provesToken = label === labelOf(scope, "identity") && scope.restoreStep === 0 && tokens !== undefined;
  return provesToken ? identityReplayCall(context, tokens) : undefined;
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
function* nextIdentity(
  context: SessionContext,
): Operation<{ method: string; parameter: unknown; tokens?: Tokens } | undefined> {
  const { scope, state } = context;
  const tokens = scope.pendingTokens ?? scope.tokens;
  scope.restoreStep += 1;
  if (scope.restoreStep === 1 && tokens?.refresh !== undefined) {
    return { method: "refresh", parameter: { access: tokens.access, refresh: tokens.refresh } };
  }
  const hadTokens = scope.tokens !== undefined || typeof state.options.auth === "function";
  if (scope.restoreStep > 2 || !scope.usesAuthOption || state.options.auth === undefined || !hadTokens)
    return undefined;
  scope.restoreStep = 2;
  const source = yield* resolveAuth(context);
  return source === null ? undefined : fromSource(source, scope);
}

function giveUp({ scope, state }: SessionContext, { label, attempt }: RefusedReplay, cause: Error): void {
  const first = scope.tokens === undefined;
  const error = first
    ? cause
    : new AuthRestoreError("The identity could not be restored after the connection was lost. Sign in again.", {
        cause,
        outcome: "not_sent",
        retrySafe: false,
      });
  scope.restoreStep = 0;
  scope.tokens = undefined;
  scope.pendingTokens = undefined;
  scope.unauthenticated = error;
  state.sessionChanged(scope);
  state.channel.removeReplay(label);
  state.channel.resolveReplay(label, { kind: "drop", error, session: scope.session }, attempt);
  state.events.emit("auth", { kind: "lost", error });
}
