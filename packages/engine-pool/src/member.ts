import type { EngineConnection } from "@surreal-sdk/transport";

/** One of the connections of a pool. */
export class Member {
  readonly connection: EngineConnection;
  /** The requests that were sent and not answered. */
  inFlight = 0;
  /** The transactions that were begun here and not ended. */
  transactions = 0;
  /** The sessions that were attached here. */
  sessions = 0;
  /** In how many checks in a row nothing had been heard of the peer. */
  silence = 0;
  /** The bytes that the peer had not accepted at the last check. */
  buffered = 0;

  constructor(connection: EngineConnection) {
    this.connection = connection;
  }

  /** A transaction counts as a request: it will have some. */
  get load(): number {
    return this.inFlight + this.transactions;
  }
}
