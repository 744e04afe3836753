import type { UserEntry } from "./entry.ts";
import * as errors from "./errors.ts";
import type { MachineContext } from "./machine-context.ts";

/** Fails requests of users: some of them, or all that wait. */
export class Failures {
  readonly #shared: MachineContext;

  constructor(parts: MachineContext) {
    this.#shared = parts;
  }

  one(entry: UserEntry, error: Error): void {
    this.#shared.requests.settle(entry);
    this.#shared.emit({ kind: "fail", ticket: entry.owner.ticket, error });
  }

  waiting(reason: (entry: UserEntry) => Error, concerned: (entry: UserEntry) => boolean = () => true): void {
    for (const entry of this.#shared.requests.users()) if (concerned(entry)) this.one(entry, reason(entry));
  }

  /** A transaction is lost with its connection: requests that wait for it must not reach another connection. */
  transactions(error: Error): void {
    this.waiting(
      ({ call }) => errors.transactionGone(call, error),
      ({ call }) => call.facts.transaction !== undefined,
    );
  }
}
