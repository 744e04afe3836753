// For those who write an engine: collections that our own engines are made with, and a reader of statements. They are no part of the contract.
export { IntMap } from "./collections/int-map.ts";
export { joinBytes } from "./collections/join-bytes.ts";
export { LinkedList, type ListNode } from "./collections/linked-list.ts";
export { type LockTicket, SessionLock } from "./collections/session-lock.ts";
export { type SessionStatement, sessionStatements, statementsOf } from "./statements/statements.ts";
export { type Token, type TokenKind, tokensOf } from "./statements/tokens.ts";
