import type { Replay } from "@surreal-sdk/transport";
import { type Place, toCall } from "../call/request.ts";
import type { Scope } from "../call/scope.ts";
import type { Tokens } from "../call/tokens.ts";

/** What a replay brings back. Together with its session it makes the label. */
type Subject = "attach" | "identity" | "use" | `let ${string}`;

/** The ranks of replays: the connection's own session first, then the attached ones. */
const ranks = { own: { identity: 1, use: 2, let: 3 }, attached: { attach: 4, identity: 5, use: 6, let: 7 } };

/** @internal */
export function labelOf(scope: Scope, subject: Subject): string {
  return `${scope.label} ${subject}`;
}

function rankOf(scope: Scope, subject: Subject): number {
  const name = subject.startsWith("let ") ? "let" : subject;
  const table: Readonly<Record<string, number>> = scope.session === undefined ? ranks.own : ranks.attached;
  return table[name] ?? 0;
}

function remember(context: Place, subject: Subject, method: string, params: unknown[]): void {
  if (!context.state.capabilities.stateful) return;
  const { scope, state } = context;
  const call = toCall(restoring(context), method, params, { exclusive: true });
  const replay: Replay = { label: labelOf(scope, subject), rank: rankOf(scope, subject), call };
  state.channel.setReplay(replay);
}

/** A restoring call has the time that a connection has, whatever the settings of the call that it brings back. */
function restoring({ state, scope }: Place): Place {
  return { ...state.placeOf(scope), settings: { timeout: state.options.connectTimeout } };
}

/** The label of the one replay that belongs to no session. @internal */
export const versionLabel = "version";

/** Asks each new server for its version first, where there can be a new one. @internal */
export function rememberVersion(place: Place): void {
  const { capabilities, channel } = place.state;
  if (!capabilities.stateful || !capabilities.reconnect) return;
  channel.setReplay({ label: versionLabel, rank: 0, call: toCall(restoring(place), "version", []) });
}

/** @internal */
export function rememberSession(context: Place): void {
  remember(context, "attach", "attach", []);
}

/** After a reconnect the token speaks for the identity, whatever it was got with. @internal */
export function rememberIdentity(context: Place, tokens: Tokens): void {
  remember(context, "identity", "authenticate", [tokens.access]);
}

/** The identity that the `auth` option names, to be proven on the first connection. @internal */
export function rememberSource(
  context: Place,
  identity: { readonly method: string; readonly parameter: unknown; readonly tokens?: Tokens },
): void {
  context.scope.presented = identity.tokens;
  remember(context, "identity", identity.method, [identity.parameter]);
}

/** @internal */
export function forgetIdentity({ state, scope }: Place): void {
  state.channel.removeReplay(labelOf(scope, "identity"));
}

/** @internal */
export function rememberUse(context: Place): void {
  const { scope, state } = context;
  if (scope.namespace === undefined) state.channel.removeReplay(labelOf(scope, "use"));
  else remember(context, "use", "use", [scope.namespace, scope.database ?? null]);
}

/** @internal */
export function rememberVariable(context: Place, name: string, value: unknown): void {
  remember(context, `let ${name}`, "let", [name, value]);
}

/** @internal */
export function forgetVariable({ state, scope }: Place, name: string): void {
  state.channel.removeReplay(labelOf(scope, `let ${name}`));
}

/** Forgets what belongs to a session, but for its live queries: these take it along when they end. @internal */
export function forgetScope({ state, scope }: Place): void {
  for (const subject of ["attach", "identity", "use"] as const) state.channel.removeReplay(labelOf(scope, subject));
  for (const name of scope.variables.keys()) state.channel.removeReplay(labelOf(scope, `let ${name}`));
}
