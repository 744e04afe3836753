import type { Continuation } from "../operation/operation.ts";

/**
 * The pending changes of a session's state, and the calls that wait for them: a call after `use`, `signin` or `let`
 * finds the new state, whether the caller has awaited that or not.
 */
export class StateChanges {
  #running = 0;
  /** How many of those that run are to change the identity, be that sent or not. */
  #toIdentify = 0;
  /** How many of these have sent the request for it. */
  #identifying = 0;
  #applied = 0;
  #identities = 0;
  #doubt = 0;
  /** How many there have been. */
  #doubts = 0;
  /** Calls that have their turn, and wait for the connection before they are sent. */
  #unsent = 0;
  /** The variables of which a change has no answer: the server may have applied it. */
  readonly doubtfulVariables: Set<string> = new Set();
  /** First come, first served; and whether it is a change of the state itself. */
  readonly #waiting: Map<Continuation<void>, boolean> = new Map();
  #isReleasing = false;
  /** Sends calls that wait for others, to be sent together with them. */
  #gathering: Set<() => void> = new Set();

  /** Whether no change is pending. */
  get isSettled(): boolean {
    return this.#running === 0 && this.#waiting.size === 0;
  }

  /** Whether calls wait for their turn: what is made now comes behind them. */
  get isHeld(): boolean {
    return this.#waiting.size > 0;
  }

  /** Whether the user has asked for an identity, and has no answer yet. */
  get isIdentifying(): boolean {
    return this.#identifying > 0;
  }

  /** Whether a change of the identity is under way, be it sent or not. */
  get awaitsIdentity(): boolean {
    return this.#toIdentify > 0;
  }

  /** How many changes have no answer yet. */
  get running(): number {
    return this.#running;
  }

  /** How many changes have been applied. */
  get applied(): number {
    return this.#applied;
  }

  /** How many of them have changed the identity. That a token is renewed changes nothing. */
  get identities(): number {
    return this.#identities;
  }

  /**
   * The number of the change after which it is not known where the session is or whose it is: the answer has not come. 0
   * when that is known.
   */
  get doubt(): number {
    return this.#doubt;
  }

  raiseDoubt(): void {
    this.#doubts += 1;
    this.#doubt = this.#doubts;
  }

  /** A new connection has restored the session: where it is and whose it is are known. */
  settleDoubt(): void {
    this.#doubt = 0;
    this.doubtfulVariables.clear();
  }

  /** Whether calls wait to be sent together with others. */
  get isGathering(): boolean {
    return this.#gathering.size > 0;
  }

  /** Calls back before the next change, unless the returned function is called before. */
  beforeNext(send: () => void): () => void {
    this.#gathering.add(send);
    return () => {
      this.#gathering.delete(send);
    };
  }

  /** A change is about to be made: calls that were made before it are sent before it. */
  announce(): void {
    const all = this.#gathering;
    this.#gathering = new Set();
    for (const send of all) send();
  }

  /** @param identity - whether it is to change the identity */
  begin(identity: boolean): void {
    this.#running += 1;
    if (identity) this.#toIdentify += 1;
  }

  /** A change was answered: the server has applied it, or has not. */
  end(applied: boolean, identity: boolean): void {
    this.#running -= 1;
    if (identity) this.#toIdentify -= 1;
    if (applied) this.#applied += 1;
    this.#release();
  }

  /** A running change is about to ask for an identity. */
  beginIdentity(): void {
    this.#identifying += 1;
  }

  endIdentity(applied: boolean): void {
    this.#identifying -= 1;
    if (applied) this.#identities += 1;
  }

  /**
   * Waits for its turn. Returns a function that releases it.
   *
   * @param isChange - whether it changes the state itself
   */
  wait(continuation: Continuation<void>, isChange: boolean): () => void {
    this.#waiting.set(continuation, isChange);
    return () => {
      this.#waiting.delete(continuation);
    };
  }

  /**
   * A call has its turn, and waits for the connection or its identity: no change that waits for its turn comes before it.
   * Returns a function to call once it is sent, or has failed.
   */
  hold(): () => void {
    this.#unsent += 1;
    return () => {
      this.#unsent -= 1;
      this.#release();
    };
  }

  /** Fails everything that waits. */
  abandon(error: Error): void {
    const waiting = [...this.#waiting.keys()];
    this.#waiting.clear();
    for (const continuation of waiting) continuation.reject(error);
  }

  /** A loop, not one stack frame for each waiting call. */
  #release(): void {
    if (this.#isReleasing) return;
    this.#isReleasing = true;
    for (const [continuation, isChange] of this.#waiting) {
      if (this.#running > 0 || (isChange && this.#unsent > 0)) break;
      this.#waiting.delete(continuation);
      continuation.resolve(undefined);
    }
    this.#isReleasing = false;
  }
}
