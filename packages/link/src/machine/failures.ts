import type { UserEntry } from "./entry.ts";
import * as errors from "./errors.ts";
import type { Unsent } from "./events.ts";
import type { MachineContext } from "./machine-context.ts";

/** A peer that keeps no state is reached over several connections, and a request may wait for one inside the engine. */
export function ifUnsent(
  { capabilities, requests }: MachineContext,
  entry: UserEntry,
  error: () => Error,
): Unsent | undefined {
  return capabilities.stateful ? undefined : { id: requests.idOf(entry), error: error() };
}

/** Fails requests of users: some of them, or all that wait. */
export class Failures {
  readonly #shared: MachineContext;

  constructor(parts: MachineContext) {
    this.#shared = parts;
  }

  one(entry: UserEntry, error: Error, unsent?: Unsent): void {
    const { requests, emit } = this.#shared;
    requests.settle(entry);
    if (unsent !== undefined) emit({ kind: "release", id: unsent.id });
    emit({ kind: "fail", ticket: entry.owner.ticket, error, unsent });
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
