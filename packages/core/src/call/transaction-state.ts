import { ConnectionClosedError, ConnectionLostError } from "@surreal-sdk/transport";
import type { SurrealError, Uuid } from "@surreal-sdk/values";
import { TransactionClosedError, TransactionLostError } from "../errors/core-errors.ts";
import type { Suspension } from "../operation/operation.ts";

/** The state of one transaction on the server. It never outlives the connection on which it began. */
export class TransactionState {
  readonly id: Uuid;
  /** The number of the connection on which it began. */
  readonly epoch: number;
  /** Variables of the transaction. */
  readonly variables: Map<string, unknown> = new Map();
  /** Whether its function alone ends it, by returning: its result is to be kept beside what it wrote. */
  keepsResult = false;
  readonly #currentEpoch: () => number;
  #ending: "committed" | "cancelled" | "cancelled by reset() or closeSession() of its session" | undefined;
  #watchers: ((committed: boolean) => void)[] = [];
  /** Its calls that have no answer yet. */
  readonly #unanswered = new Set<object>();
  #waiting: (() => void)[] = [];
  /** One of its calls has told of the loss of the connection, before the connection itself does. */
  #isLost = false;

  constructor(id: Uuid, epoch: number, currentEpoch: () => number) {
    this.id = id;
    this.epoch = epoch;
    this.#currentEpoch = currentEpoch;
  }

  get isLost(): boolean {
    return this.#isLost || this.epoch !== this.#currentEpoch();
  }

  get isOpen(): boolean {
    return this.#ending === undefined && !this.isLost;
  }

  /** Whether the user has asked for its end. */
  get isEnded(): boolean {
    return this.#ending === "committed" || this.#ending === "cancelled";
  }

  /** Whether the user has asked for its commit. */
  get mayBeCommitted(): boolean {
    return this.#ending === "committed";
  }

  callBegins(call: object): void {
    this.#unanswered.add(call);
  }

  /** @param error - what it failed with, if it failed */
  callEnds(call: object, error?: Error): void {
    if (error instanceof ConnectionLostError || error instanceof ConnectionClosedError) this.#isLost = true;
    if (!this.#unanswered.delete(call) || this.#unanswered.size > 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const wake of waiting) wake();
  }

  /** Whether all of its calls are answered. */
  get isAnswered(): boolean {
    return this.#unanswered.size === 0;
  }

  /** Waits until all of its calls are answered. */
  readonly answered: Suspension<void> = (continuation) => {
    if (this.isAnswered) continuation.resolve(undefined);
    else this.#waiting.push(() => continuation.resolve(undefined));
  };

  end(how: "committed" | "cancelled"): void {
    this.#ending = how;
  }

  /** The server has cancelled it with its session. */
  endWithSession(): void {
    this.#ending = "cancelled by reset() or closeSession() of its session";
    this.over(false);
  }

  /** Calls back once the request to end it has an outcome. Not called when the connection is lost before that is sent. */
  whenOver(watch: (committed: boolean) => void): void {
    this.#watchers.push(watch);
  }

  /** It will not change any more: it is committed, or is not known to be. */
  over(committed: boolean): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watch of watchers) watch(committed);
  }

  /** The request to end it was never sent. */
  goOn(): void {
    if (this.isEnded) this.#ending = undefined;
  }

  /**
   * @throws TransactionClosedError or TransactionLostError when no call is possible in it any more.
   */
  assertOpen(): void {
    this.#assertUnended();
  }

  /**
   * @throws TransactionClosedError or TransactionLostError when it cannot be committed any more, though it was asked for.
   */
  assertCommittable(): void {
    this.#assertUnended("committed");
  }

  #assertUnended(allowed?: "committed"): void {
    if (this.#ending !== allowed) {
      throw new TransactionClosedError(`The transaction has already been ${this.#ending}. Begin a new one.`, {
        outcome: "not_sent",
        retrySafe: false,
      });
    }
    if (this.isLost) throw this.lost();
  }

  /** The error for a call that failed because the connection was lost. */
  lost(cause?: SurrealError): TransactionLostError {
    return new TransactionLostError(
      "The connection was lost while the transaction was open, and the server has rolled it back. Begin it again.",
      { cause, outcome: cause?.outcome ?? "not_sent", retrySafe: false },
    );
  }
}
