// The helpers that our own engines use, for authors of engines. They are not part of the contract.

export { isBuiltIn, literalsOf, quoted, type Token, type TokenKind, tokensOf, visible } from "@surreal-sdk/values";
export { BytePile } from "./collections/byte-pile.ts";
export { IntMap } from "./collections/int-map.ts";
export { joinBytes } from "./collections/join-bytes.ts";
export { LinkedList, type ListNode } from "./collections/linked-list.ts";
export { type LockTicket, SessionLock } from "./collections/session-lock.ts";
export { engineFault } from "./engine/engine-fault.ts";
export { packageFailure } from "./engine/package-failure.ts";
export { masked } from "./errors/masked.ts";
export { LONGEST_TIMER } from "./platform/longest-timer.ts";
export { nativeWork } from "./platform/native-work.ts";
export { type PlatformTimer, platformTime } from "./platform/platform-time.ts";
export { type SessionStatement, sessionStatements, statementsOf } from "./statements/statements.ts";
