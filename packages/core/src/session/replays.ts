import type { Call, Replay } from "@surreal-sdk/transport";
import { toCall } from "../call/request.ts";
import type { IdentityProof, SessionState } from "../call/session-state.ts";
import type { Tokens } from "../call/tokens.ts";
import type { SessionContext } from "./connection-state.ts";
import { versionLabel } from "./server-version.ts";

/** What a replay brings back. Together with its session it makes the label. */
type Subject = "attach" | "identity" | "use" | `let ${string}`;

/** The ranks of replays: the connection's own session first, then the attached ones. */
const ranks = { own: { identity: 1, use: 2, let: 3 }, attached: { attach: 4, identity: 5, use: 6, let: 7 } };

/** @internal */
export function labelOf(scope: SessionState, subject: Subject): string {
  return `${scope.label} ${subject}`;
}

function rankOf(scope: SessionState, subject: Subject): number {
  const name = subject.startsWith("let ") ? "let" : subject;
  const table: Readonly<Record<string, number>> = scope.session === undefined ? ranks.own : ranks.attached;
  return table[name] ?? 0;
}

/** The call that selects what is current on a session, for one more try. @internal */
export function useReplayCall(context: SessionContext): Call {
  const { namespace, database } = context.scope;
  return toCall(restoring(context), "use", [namespace, database ?? null], { exclusive: true });
}

/** The call that proves an identity, for one more try. @internal */
export function proofCall(context: SessionContext, { method, parameter }: IdentityProof): Call {
  return toCall(restoring(context), method, [parameter], { exclusive: true });
}

function recordReplay(context: SessionContext, subject: Subject, method: string, params: unknown[]): void {
  if (!context.state.capabilities.stateful) return;
  const { scope, state } = context;
  const call = toCall(restoring(context), method, params, { exclusive: true });
  const replay: Replay = { label: labelOf(scope, subject), rank: rankOf(scope, subject), call };
  state.channel.setReplay(replay);
}

/** A restoring call has the time that a connection has, whatever the settings of the call that it brings back. */
function restoring({ state, scope }: SessionContext): SessionContext {
  return { ...state.contextOf(scope), settings: { timeout: state.options.connectTimeout } };
}

/** Asks each new server for its version first, where there can be a new one. @internal */
export function recordVersionReplay(context: SessionContext): void {
  const { capabilities, channel } = context.state;
  if (!capabilities.stateful || !capabilities.reconnect) return;
  channel.setReplay({ label: versionLabel, rank: 0, call: toCall(restoring(context), "version", []) });
}

/** @internal */
export function recordSessionReplay(context: SessionContext): void {
  recordReplay(context, "attach", "attach", []);
}

/** After a reconnect the token speaks for the identity, whatever it was got with. @internal */
export function recordIdentityReplay(context: SessionContext, tokens: Tokens): void {
  recordProofReplay(context, { method: "authenticate", parameter: tokens.access, tokens });
}

/** What proves an identity on the next connection, such as what the `auth` option names on the first. @internal */
export function recordProofReplay(context: SessionContext, proof: IdentityProof): void {
  context.scope.proof = proof;
  recordReplay(context, "identity", proof.method, [proof.parameter]);
}

/** @internal */
export function removeIdentityReplay({ state, scope }: SessionContext): void {
  scope.proof = undefined;
  state.channel.removeReplay(labelOf(scope, "identity"));
}

/** @internal */
export function recordUseReplay(context: SessionContext): void {
  const { scope, state } = context;
  if (scope.namespace === undefined) {
    // A place that was refused is asked for again unless the link has heard the verdict: what waits for it fails then.
    if (scope.lostPlace === undefined) state.channel.removeReplay(labelOf(scope, "use"));
  } else recordReplay(context, "use", "use", [scope.namespace, scope.database ?? null]);
}

/** @internal */
export function recordVariableReplay(context: SessionContext, name: string, value: unknown): void {
  recordReplay(context, `let ${name}`, "let", [name, value]);
}

/** @internal */
export function variableOf(scope: SessionState, label: string): string | undefined {
  const prefix = labelOf(scope, "let ");
  return label.startsWith(prefix) ? label.slice(prefix.length) : undefined;
}

/** @internal */
export function removeVariableReplay({ state, scope }: SessionContext, name: string): void {
  state.channel.removeReplay(labelOf(scope, `let ${name}`));
}

/** Forgets what belongs to a session, but for its live queries: these take it along when they end. @internal */
export function removeSessionReplays({ state, scope }: SessionContext): void {
  for (const subject of ["attach", "identity", "use"] as const) state.channel.removeReplay(labelOf(scope, subject));
  for (const name of scope.variables.keys()) state.channel.removeReplay(labelOf(scope, `let ${name}`));
}
