import type { SurrealError, Uuid } from "@surreal-sdk/values";
import { TransactionClosedError, TransactionLostError } from "../errors/core-errors.ts";

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

  constructor(id: Uuid, epoch: number, currentEpoch: () => number) {
    this.id = id;
    this.epoch = epoch;
    this.#currentEpoch = currentEpoch;
  }

  get isLost(): boolean {
    return this.epoch !== this.#currentEpoch();
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
    this.#ending = undefined;
  }

  /**
   * @throws TransactionClosedError or TransactionLostError when no call is possible in it any more.
   */
  assertOpen(): void {
    if (this.#ending !== undefined) {
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
