import { ConnectionClosedError, ConnectionLostError } from "@surreal-sdk/transport";
import { LinkedList, type ListNode, type LockTicket, SessionLock } from "@surreal-sdk/transport/toolkit";

/** One call of the database that waits for its lock or runs. */
interface Ticket extends LockTicket, ListNode<Ticket> {
  /** The session or the transaction whose lock it waits for. */
  readonly lane: string | undefined;
  begun: boolean;
  begin(): void;
  fail(error: Error): void;
}

/** Starts calls of the database in order, and tracks which ones run. */
export class CallQueue {
  readonly #gate = new SessionLock<Ticket>();
  readonly #tickets = new LinkedList<Ticket>();
  #shut = false;
  #drained: (() => void) | undefined;

  /**
   * Runs `work` when it is admitted to the lane; without a lane, at once.
   *
   * @throws ConnectionClosedError when the queue is closed before that
   */
  run<T>(lane: string | undefined, exclusive: boolean, work: () => Promise<T>): Promise<T> {
    if (this.#shut) return Promise.reject(notRun());
    return new Promise<T>((resolve, reject) => {
      const ticket: Ticket = {
        lane,
        place: undefined,
        before: undefined,
        behind: undefined,
        begun: false,
        begin: () => {
          ticket.begun = true;
          const left = () => this.#leave(ticket);
          work().then(resolve, reject).then(left);
        },
        fail: reject,
      };
      this.#tickets.push(ticket);
      if (lane === undefined || this.#gate.acquire(lane, exclusive, ticket)) ticket.begin();
    });
  }

  /** Starts no more calls; resolves after all that have begun are over. */
  async shut(): Promise<void> {
    this.#shut = true;
    this.#gate.clear();
    for (const ticket of this.#tickets) {
      if (ticket.begun) continue;
      ticket.fail(notRun());
      this.#tickets.remove(ticket);
    }
    if (this.#tickets.length > 0) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
      });
    }
  }

  /** Rejects the calls that still run: no caller waits for them any longer. */
  abandon(): void {
    for (const ticket of this.#tickets) {
      ticket.fail(
        new ConnectionLostError("The embedded database was closed while the request ran; it may still take effect.", {
          outcome: "unknown",
        }),
      );
    }
  }

  #leave(ticket: Ticket): void {
    this.#tickets.remove(ticket);
    if (ticket.lane !== undefined) for (const next of this.#gate.release(ticket.lane, ticket)) next.begin();
    if (this.#tickets.length === 0) this.#drained?.();
  }
}

function notRun(): ConnectionClosedError {
  return new ConnectionClosedError("The embedded database is closed; the request was not executed. Open it again.", {
    outcome: "not_sent",
  });
}
