import * as errors from "./errors.ts";
import type { Emit } from "./events.ts";

const NEVER = Number.POSITIVE_INFINITY;

/** The callers that wait for the connection: for it to be there, to be closed, or to be opened again after that. */
export class Waiters {
  readonly #emit: Emit;
  /** The callers that wait for a connection, and until when they wait during a reconnect. */
  #waiters: { readonly waiter: number; readonly by: number }[] = [];
  #closing: { readonly waiters: number[]; by: number } | undefined;
  /** The callers that asked for a connection while this one was closing. */
  #reopeners: number[] = [];

  constructor(emit: Emit) {
    this.#emit = emit;
  }

  /** Whether a caller waits for it to connect or to close. */
  get areAny(): boolean {
    return this.#waiters.length > 0 || this.isClosing;
  }

  get isClosing(): boolean {
    return this.#closing !== undefined;
  }

  /** Until when the connection may take to close; never if closing was not requested. */
  get closingBy(): number {
    return this.#closing?.by ?? NEVER;
  }

  /** Until when the first caller waits for a connection. */
  get firstBy(): number {
    return this.#waiters[0]?.by ?? NEVER;
  }

  /** A caller waits for a connection. */
  forConnection(waiter: number, by: number): void {
    this.#waiters.push({ waiter, by });
  }

  /** A caller waits for the connection to be closed, and wants it to be opened then. */
  forReopening(waiter: number): void {
    this.#reopeners.push(waiter);
  }

  /** A caller waits for the connection to be closed: callers that wanted another one get none. */
  forClosing(waiter: number, by: number): void {
    if (this.#closing === undefined) this.#closing = { waiters: [waiter], by };
    else {
      this.#closing.waiters.push(waiter);
      this.#closing.by = Math.min(this.#closing.by, by);
    }
    for (const each of this.#reopeners.splice(0)) this.#refuse(each, errors.closedWhileConnecting());
  }

  /** The connection is there. */
  connected(): void {
    for (const { waiter } of this.#waiters.splice(0)) this.#emit({ kind: "done", waiter });
  }

  /** There will be no connection. */
  refuse(error: Error): void {
    for (const { waiter } of this.#waiters.splice(0)) this.#refuse(waiter, error);
  }

  /** The first caller has waited long enough. */
  refuseFirst(error: Error): void {
    for (const { waiter } of this.#waiters.splice(0, 1)) this.#refuse(waiter, error);
  }

  /** The connection is closed. Gives the callers that want it to be opened again. */
  closed(): readonly number[] {
    const waiters = this.#closing?.waiters ?? [];
    this.#closing = undefined;
    for (const waiter of waiters) this.#emit({ kind: "done", waiter });
    return this.#reopeners.splice(0);
  }

  #refuse(waiter: number, error: Error): void {
    this.#emit({ kind: "refuse", waiter, error });
  }
}
