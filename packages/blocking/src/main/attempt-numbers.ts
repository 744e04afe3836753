import type { FromWorker } from "../wire/messages.ts";

/**
 * The numbers of attempts to connect, as this thread knows them: each worker counts from the start, and what an earlier
 * one has said must not be taken for the word of a later one.
 */
export class AttemptNumbers {
  /** How many there were before the current worker. */
  #before = 0;
  #newest = 0;

  /** A new worker begins to count. */
  nextWorker(): void {
    this.#before = this.#newest;
  }

  /** A message with the number that is valid here. */
  fromWorker(message: FromWorker): FromWorker {
    if (!("attempt" in message)) return message;
    const attempt = this.#before + message.attempt;
    this.#newest = Math.max(this.#newest, attempt);
    return { ...message, attempt };
  }

  /** The number that the current worker knows; none for an attempt of an earlier worker. */
  toWorker(attempt: number): number | undefined {
    return attempt > this.#before ? attempt - this.#before : undefined;
  }

  /** Whether no later attempt is known here. */
  isNewest(attempt: number): boolean {
    return attempt === this.#newest && attempt > this.#before;
  }
}
