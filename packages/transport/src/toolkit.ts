// For those who write an engine: collections that our own engines are made with. They are no part of the contract.

export { literalsOf, quoted, visible } from "@surreal-sdk/values";
export { BytePile } from "./collections/byte-pile.ts";
export { IntMap } from "./collections/int-map.ts";
export { joinBytes } from "./collections/join-bytes.ts";
export { LinkedList, type ListNode } from "./collections/linked-list.ts";
export { type LockTicket, SessionLock } from "./collections/session-lock.ts";
export { LONGEST_TIMER } from "./engine/longest-timer.ts";
export { masked } from "./errors/masked.ts";
