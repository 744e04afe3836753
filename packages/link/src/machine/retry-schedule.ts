import { TransportTimeoutError } from "@surreal-sdk/transport";
import { backoff, isRetryable } from "./backoff.ts";
import * as errors from "./errors.ts";
import type { MachineContext } from "./machine-context.ts";

/** How long a connection must last to count as a success if no request has proved it. */
const STABLE = 5_000;

/** The attempts to connect: how many there were, how long one may take, and whether and when there is another. */
export class RetrySchedule {
  readonly #shared: MachineContext;
  /** Their purpose: a caller's request, or a lost connection. */
  #purpose: "connect" | "reconnect" = "connect";
  /** The deadline of a caller's request, for all attempts together. */
  #endBy = 0;
  /** The number of attempts since a connection last proved itself. */
  #count = 0;
  #attemptBy = 0;

  constructor(parts: MachineContext) {
    this.#shared = parts;
  }

  get areToReconnect(): boolean {
    return this.#purpose === "reconnect";
  }

  /** Whether the time for all attempts together has passed. */
  get areOver(): boolean {
    return this.#now >= this.#endBy;
  }

  get count(): number {
    return this.#count;
  }

  /** When the current attempt has taken too long. */
  get attemptBy(): number {
    return this.#attemptBy;
  }

  /** A caller requests a connection. */
  begin(): void {
    this.#count = 0;
    this.#purpose = "connect";
    this.#endBy = this.#now + this.#shared.options.connectTimeout;
  }

  /** Starts another attempt; returns how long it may take. */
  next(): number {
    this.#count += 1;
    this.#attemptBy = Math.min(this.#now + this.#shared.options.connectTimeout, this.#endBy);
    // Rounded, since engines show it in messages.
    return Math.ceil(this.#attemptBy - this.#now);
  }

  /** A replay was answered: restoring many replays may take longer than restoring few. */
  progressed(): void {
    if (this.areToReconnect) this.grantTime();
  }

  /** The attempt waits for a verdict; that time does not count against the peer. */
  awaitVerdict(): void {
    this.grantTime();
    this.#attemptBy = this.#now + (this.#shared.verdictTimeout ?? this.#shared.options.connectTimeout);
  }

  /** The attempt begins to wait for another party: its time starts anew. */
  grantTime(): void {
    this.#attemptBy = this.#now + this.#shared.options.connectTimeout;
    this.#endBy = Math.max(this.#endBy, this.#attemptBy);
  }

  /** The connection is established. The attempts for the first connection do not count as reconnects. */
  succeeded(): void {
    if (!this.areToReconnect) this.#count = 0;
  }

  /**
   * An established connection was lost. One that broke soon without any use counts as another failure (no endless
   * flapping).
   */
  lost(since: number, proven: boolean): void {
    if (proven || this.#now - since >= STABLE) this.#count = 0;
    this.#purpose = "reconnect";
    this.#endBy = Number.POSITIVE_INFINITY;
  }

  /** When the next attempt after this failure is, or why there is none. */
  after(error: Error, opening: boolean): number | Error {
    const { options, capabilities, random } = this.#shared;
    const policy = options.reconnect;
    if (policy === false || !isRetryable(error, capabilities, opening)) return error;
    if (this.#count >= policy.attempts) return errors.exhausted(this.#count, error);
    const retryAt = this.#now + backoff(policy, this.#count, random(), error);
    if (retryAt < this.#endBy) return retryAt;
    const hung = this.#count === 1 && error instanceof TransportTimeoutError;
    return hung ? error : errors.exhausted(this.#count, error);
  }

  get #now(): number {
    return this.#shared.moment.now;
  }
}
