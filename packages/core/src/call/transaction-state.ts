import type { SurrealError, Uuid } from "@surreal-sdk/values";
import { TransactionClosedError, TransactionLostError } from "../errors/core-errors.ts";

/** What is known of one transaction on the server. It never outlives the connection it was begun on. */
export class TransactionState {
  readonly id: Uuid;
  /** Which connection it was begun on, counted. */
  readonly epoch: number;
  /** Variables that hold inside the transaction. */
  readonly variables: Map<string, unknown> = new Map();
  readonly #currentEpoch: () => number;
  #ending: "committed" | "cancelled" | undefined;

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

  end(how: "committed" | "cancelled"): void {
    this.#ending = how;
  }

  /** Its end was never sent. */
  goOn(): void {
    this.#ending = undefined;
  }

  /**
   * @throws TransactionClosedError or TransactionLostError when nothing can be done in it any more.
   */
  assertOpen(): void {
    if (this.#ending !== undefined) {
      throw new TransactionClosedError(`The transaction has been ${this.#ending} already. Begin a new one.`, {
        outcome: "not_sent",
        retrySafe: false,
      });
    }
    if (this.isLost) throw this.lost();
  }

  /** The error for a call that the loss of the connection made impossible. */
  lost(cause?: SurrealError): TransactionLostError {
    return new TransactionLostError(
      "The connection was lost while the transaction was open, and the server has rolled it back. Begin it again.",
      { cause, outcome: cause?.outcome ?? "not_sent", retrySafe: false },
    );
  }
}
