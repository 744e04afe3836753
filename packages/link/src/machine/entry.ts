import type { Call } from "@surreal-sdk/transport";
import type { ListNode, LockTicket } from "@surreal-sdk/transport/toolkit";
import type { Timed } from "./deadlines.ts";

/** Who made a request: a user, the restoring of a connection, the heartbeat, or the end of a streamed query. */
export type Owner =
  | { readonly kind: "user"; readonly ticket: number }
  /** Ends a streamed query on the server. */
  | { readonly kind: "canceller" }
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
  /** The sizes of the answers to a streamed query that its caller has not taken; `undefined` before the first one. */
  untaken: number[] | undefined;
}

/** A request of a user. */
export type UserEntry = Entry & { readonly owner: { readonly kind: "user" } };

export function createEntry(owner: Owner, call: Call, now: number): Entry {
  return {
    owner,
    call,
    state: "waiting",
    number: 0,
    untaken: undefined,
    dueAt: now + call.timeout,
    slot: -1,
    place: undefined,
    before: undefined,
    behind: undefined,
  };
}

/** Whether the peer answers it with many frames. */
export function isStream({ call }: Entry): boolean {
  return call.streamed === true && call.kind === "rpc";
}

export function isUser(entry: Entry): entry is UserEntry {
  return entry.owner.kind === "user";
}
