import type { FromWorker } from "../wire/messages.ts";

/**
 * The numbers of attempts to connect, as this thread knows them: each worker counts from the start, and a number of an
 * earlier worker must not be mistaken for one of a later.
 */
export class AttemptNumbers {
  /** The number of attempts before the current worker. */
  #before = 0;
  #newest = 0;
  #handled = 0;

  /** A new worker starts to count. */
  nextWorker(): void {
    this.#before = this.#newest;
  }

  /** The attempt of the last message that was handled and names one: what was answered since came on its connection. */
  get handled(): number {
    return this.toWorker(this.#handled) ?? 0;
  }

  /** A message is being handled. */
  handling(message: FromWorker): void {
    if ("attempt" in message) this.#handled = message.attempt;
  }

  /** Translates the number in a message to the one of this thread. */
  fromWorker(message: FromWorker): FromWorker {
    if (!("attempt" in message)) return message;
    const attempt = this.#before + message.attempt;
    this.#newest = Math.max(this.#newest, attempt);
    return { ...message, attempt };
  }

  /** Translates a number to the one of the current worker; `undefined` for an attempt of an earlier worker. */
  toWorker(attempt: number): number | undefined {
    return attempt > this.#before ? attempt - this.#before : undefined;
  }

  /** Whether this thread knows no later attempt. */
  isNewest(attempt: number): boolean {
    return attempt === this.#newest && attempt > this.#before;
  }
}
