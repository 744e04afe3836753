import type { Call } from "@surreal-sdk/transport";
import type { ListNode, LockTicket } from "@surreal-sdk/transport/toolkit";
import type { Timed } from "./deadlines.ts";

/** Who made a request: a user, the restoring of a connection, or the heartbeat. */
export type Owner =
  | { readonly kind: "user"; readonly ticket: number }
  | { readonly kind: "replay"; readonly label: string }
  | { readonly kind: "heartbeat"; readonly sentAt: number };

/**
 * The state of a request. `"waiting"`: for a connection. `"gated"`: for its session's lock. `"written"`: for its
 * answer. `"abandoned"`: written, and no caller waits for the answer. `"settled"`: done.
 */
export type EntryState = "waiting" | "gated" | "written" | "abandoned" | "settled";

/** One request. */
export interface Entry extends Timed, LockTicket, ListNode<Entry> {
  readonly owner: Owner;
  readonly call: Call;
  state: EntryState;
  /** The number of its id; 0 until it is written. */
  number: number;
}

/** A request of a user. */
export type UserEntry = Entry & { readonly owner: { readonly kind: "user" } };

export function createEntry(owner: Owner, call: Call, now: number): Entry {
  return {
    owner,
    call,
    state: "waiting",
    number: 0,
    dueAt: now + call.timeout,
    slot: -1,
    place: undefined,
    before: undefined,
    behind: undefined,
  };
}

export function isUser(entry: Entry): entry is UserEntry {
  return entry.owner.kind === "user";
}
