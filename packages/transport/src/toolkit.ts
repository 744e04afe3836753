// For those who write an engine: collections and timers that our own engines are made with. They are no part of the contract.
export { IntMap } from "./collections/int-map.ts";
export { joinBytes } from "./collections/join-bytes.ts";
export { LinkedList, type ListNode } from "./collections/linked-list.ts";
export { type LockTicket, SessionLock } from "./collections/session-lock.ts";
export { type PlatformTimer, platformTime } from "./platform/platform-time.ts";
