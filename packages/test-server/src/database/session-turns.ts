import { type LockTicket, SessionLock } from "@surreal-sdk/transport/toolkit";

/**
 * Orders the requests of a session: those that change it run alone, all others together. SurrealDB 3.0.2 can deadlock
 * a session when a state change queues behind a query that is about to take its lock a second time.
 */
export class SessionTurns {
  readonly #gate = new SessionLock<Ticket>();

  /** Runs `work` when it is admitted. */
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
