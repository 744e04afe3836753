import type { ConnectionPart } from "../call/connection-part.ts";
import type { SessionState } from "../call/session-state.ts";

/** What a running watch needs to know of its connection. */
export interface SessionFollower {
  /** The state of a session has changed. */
  sessionChanged(scope: SessionState): void;
  /** A transaction of the connection may have written without notifications. */
  committed(): void;
  /** The connection was closed. */
  closed(): void;
}

/** The running watches of one connection: a part that is created with the first of them. */
export class Watches implements ConnectionPart {
  readonly #running: Set<SessionFollower> = new Set();

  add(watch: SessionFollower): void {
    this.#running.add(watch);
  }

  remove(watch: SessionFollower): void {
    this.#running.delete(watch);
  }

  sessionChanged(scope: SessionState): void {
    for (const watch of [...this.#running]) watch.sessionChanged(scope);
  }

  committed(): void {
    for (const watch of [...this.#running]) watch.committed();
  }

  forget(): void {
    for (const watch of [...this.#running]) watch.closed();
  }
}
