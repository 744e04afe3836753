import type { FromWorker } from "../wire/messages.ts";

/**
 * Tells which answers of a new connection are obsolete. A change of the session that was answered on one connection can
 * reach the worker when that has restored the next one without it: the link then gives that one up.
 */
export class ReplayChanges {
  #sent = 0;
  /** The last one that followed from an answer. */
  #answered = 0;

  /** A new worker knows of none. */
  nextWorker(): void {
    this.#sent = 0;
    this.#answered = 0;
  }

  /** @param isAnswered - whether the change follows from an answer of the server */
  sent(isAnswered: boolean): void {
    this.#sent += 1;
    if (isAnswered) this.#answered = this.#sent;
  }

  /** Whether the message is an answer on a connection that is given up. */
  isObsolete(message: FromWorker): boolean {
    return "changes" in message && message.changes < this.#answered;
  }
}
