import { ConnectionLostError } from "@surreal-sdk/transport";
import { platformTime } from "@surreal-sdk/transport/toolkit";
import type { CallConnection } from "../call/call-context.ts";
import type { SessionState } from "../call/session-state.ts";
import { claimsOf, type Tokens } from "../call/tokens.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResponses } from "../query/run-query.ts";
import { isExpiry } from "../session/identity.ts";
import type { LiveSubscription } from "./live-subscription.ts";

/** The live queries of a connection. */
export interface Subscriptions {
  all(): Iterable<LiveSubscription>;
  /** The session of one has ended, and nothing could renew its identity. */
  over(subscription: LiveSubscription, cause: Error): void;
}

/** Seconds before the end of a session from which on its identity is renewed; of a short one, a tenth. */
const longestMargin = 60;

/**
 * Knows when sessions with live queries end. From then on servers no longer serve the live queries that were started
 * before, even if the identity was renewed, and do not say so.
 */
export class SessionEnds {
  readonly #state: CallConnection;
  readonly #subscriptions: Subscriptions;
  /** Whether a session ends that was proven by these tokens; unknown until the server has answered. */
  #ending: WeakMap<Tokens, boolean> = new WeakMap();
  readonly #stops: Map<SessionState, () => void> = new Map();

  constructor(state: CallConnection, subscriptions: Subscriptions) {
    this.#state = state;
    this.#subscriptions = subscriptions;
  }

  /** A live query was started: the server is asked once for each proof of identity. */
  started(scope: SessionState): void {
    const { tokens } = scope;
    if (tokens === undefined || this.#ending.has(tokens) || !this.#mayEnd(tokens)) return;
    this.#ending.set(tokens, true);
    this.#ask(scope, tokens, false);
  }

  /** Whether the identity has another proof by now than the one with whose session a live query ends. */
  isRenewed(subscription: LiveSubscription): boolean {
    const { proof, scope } = subscription;
    return this.#state.status === "connected" && proof !== scope.tokens && this.#endsWithProof(subscription);
  }

  /** A live query is over: nothing is to be awaited for the last one of a session. */
  ended({ scope }: LiveSubscription): void {
    if (this.#stops.has(scope) && !this.#hasDependents(scope)) this.#stop(scope);
  }

  /** The connection is lost: on the next one the sessions have other ends. */
  forget(): void {
    this.#ending = new WeakMap();
    for (const scope of [...this.#stops.keys()]) this.#stop(scope);
  }

  /** Before SurrealDB 4.0, the session of a root user ends only if the user was defined with a duration: not asked for. */
  #mayEnd({ access }: Tokens): boolean {
    return claimsOf(access).namespace !== undefined || this.#state.server.isKnownAtLeast(4, 0);
  }

  #ask(scope: SessionState, tokens: Tokens, isLast: boolean): void {
    const ending = this.#ending;
    this.#state.background(this.#follow(scope, tokens, { isLast, isCurrent: () => ending === this.#ending }));
  }

  /** The request itself renews a token that is about to end, and one that is refused because of its end. */
  *#follow(scope: SessionState, tokens: Tokens, run: { isLast: boolean; isCurrent: () => boolean }): Operation<void> {
    let left: number | undefined;
    try {
      left = yield* this.#secondsLeft(scope);
    } catch (error) {
      if (!run.isCurrent() || error instanceof ConnectionLostError || scope.tokens !== tokens) return;
      if (isExpiry(error)) return this.#over(scope, error as Error);
    }
    if (!run.isCurrent() || scope.tokens !== tokens) return;
    if (left === undefined) this.#ending.set(tokens, false);
    else this.#wait(scope, tokens, left, run.isLast);
  }

  /** Waits until shortly before the end, and then until it has passed. */
  #wait(scope: SessionState, tokens: Tokens, left: number, isLast: boolean): void {
    this.#stop(scope);
    if (!this.#hasDependents(scope)) {
      this.#ending.delete(tokens);
      return;
    }
    const seconds = isLast ? Math.max(left, 0) + 1 : left - Math.min(longestMargin, left / 10);
    const ask = (): void => this.#ask(scope, tokens, true);
    this.#stops.set(scope, this.#state.services.after(seconds * 1_000, ask, true));
  }

  #over(scope: SessionState, cause: Error): void {
    for (const subscription of this.#subscriptions.all()) {
      if (this.#depends(subscription, scope)) this.#subscriptions.over(subscription, cause);
    }
  }

  #stop(scope: SessionState): void {
    this.#stops.get(scope)?.();
    this.#stops.delete(scope);
  }

  #hasDependents(scope: SessionState): boolean {
    for (const one of this.#subscriptions.all()) if (this.#depends(one, scope)) return true;
    return false;
  }

  /** Whether the live query ends with the session. */
  #depends(subscription: LiveSubscription, scope: SessionState): boolean {
    return subscription.scope === scope && this.#endsWithProof(subscription);
  }

  /** As far as is known: those of another client are not. */
  #endsWithProof({ owned, proof }: LiveSubscription): boolean {
    return owned && proof !== undefined && this.#ending.get(proof) === true;
  }

  /** By the clock of the server, or of this machine if the server denies the function; `undefined` without an end. */
  *#secondsLeft(scope: SessionState): Operation<number | undefined> {
    const text = "RETURN $session.exp; RETURN time::unix()";
    const answers = yield* fetchResponses(this.#state.contextOf(scope), { text, bindings: {} });
    const [end = Number.NaN, now] = answers.map(({ result }) => Number(result));
    const left = end - (Number.isFinite(now) ? (now as number) : platformTime.dateNow() / 1_000);
    return Number.isFinite(left) ? left : undefined;
  }
}
