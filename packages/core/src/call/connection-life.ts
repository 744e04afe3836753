import { ConnectionClosedError } from "@surreal-sdk/transport";
import { type Continuation, type Operation, type Suspension, wait } from "../operation/operation.ts";
import type { Channel } from "./channel.ts";

/**
 * The lifetimes of a connection: one ends with `close()`, and with `connect()` to another place. A call belongs to the
 * lifetime in which it began.
 */
export class ConnectionLife {
  /** Whether an idle connection keeps the process alive, in whichever lifetime. */
  isHeld = true;
  #number = 0;
  #isClosed = false;
  #closings = 0;
  #waiting: Continuation<void>[] = [];
  readonly #endings: Set<(error: Error) => void> = new Set();

  /** The number of the current lifetime. */
  get number(): number {
    return this.#number;
  }

  /** Whether it was closed, and `connect()` has not been called since. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether a channel is being closed. */
  get isClosing(): boolean {
    return this.#closings > 0;
  }

  /** Waits until every channel that was being closed is closed. */
  readonly closed: Suspension<void> = (continuation) => {
    if (this.isClosing) this.#waiting.push(continuation);
    else continuation.resolve(undefined);
  };

  /** Ends this lifetime; returns the error for calls that began in it and were not sent. */
  end(): Error {
    this.#number += 1;
    this.#isClosed = true;
    const error = endedBeforeSent();
    for (const call of [...this.#endings]) call(error);
    return error;
  }

  /** Calls back when this lifetime ends; returns a function that stops it. */
  onEnd(call: (error: Error) => void): () => void {
    this.#endings.add(call);
    return () => {
      this.#endings.delete(call);
    };
  }

  /** A caller requests a connection. */
  begin(): number {
    this.#isClosed = false;
    return this.#number;
  }

  /** @throws ConnectionClosedError when this lifetime has ended. */
  assertIs(number: number): void {
    if (number !== this.#number) throw endedBeforeSent();
  }

  /** @throws ConnectionClosedError when it is closed. */
  assertNotClosed(): void {
    if (!this.#isClosed) return;
    throw new ConnectionClosedError("Nothing was sent: the connection is closed. Call connect() to open it again.", {
      outcome: "not_sent",
    });
  }

  /** Closes a channel, and runs the rest before another one is opened. */
  *close(channel: Channel, drain: number, rest: () => void): Operation<void> {
    this.#closings += 1;
    try {
      yield* wait<void>((continuation) => channel.close({ drain }, { done: () => continuation.resolve(undefined) }));
      rest();
    } finally {
      this.#closings -= 1;
      if (!this.isClosing) for (const waiter of this.#waiting.splice(0)) waiter.resolve(undefined);
    }
  }
}

/** The error for a call whose answer came from the server of before: it says nothing of the one of now. @internal */
export function endedBeforeRead(method: string): Error {
  return new ConnectionClosedError(
    `The connection was connected elsewhere before the answer to ${method} was read. It was sent, so it may or may not have been applied.`,
    { outcome: "unknown", retrySafe: false },
  );
}

function endedBeforeSent(): Error {
  return new ConnectionClosedError("Nothing was sent: the connection was closed or connected elsewhere first.", {
    outcome: "not_sent",
  });
}
