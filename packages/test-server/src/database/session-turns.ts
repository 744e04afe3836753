import { type LockTicket, SessionLock } from "@surreal-sdk/transport/toolkit";

/**
 * Lets requests onto a session in turn: those that change it alone, the others together. SurrealDB 3.0.2 can
 * dead-lock a session when a state change queues behind a query that is about to take its lock a second time.
 */
export class SessionTurns {
  readonly #gate = new SessionLock<Ticket>();

  /** Runs `work` when its turn comes. */
  async take<T>(session: string, exclusive: boolean, work: () => Promise<T>): Promise<T> {
    const ticket = new Ticket();
    if (!this.#gate.acquire(session, exclusive, ticket)) await ticket.turn;
    try {
      return await work();
    } finally {
      for (const next of this.#gate.release(session, ticket)) next.call();
    }
  }
}

class Ticket implements LockTicket {
  place: object | undefined;
  readonly turn: Promise<void>;
  call: () => void = () => {};

  constructor() {
    this.turn = new Promise((resolve) => {
      this.call = resolve;
    });
  }
}
