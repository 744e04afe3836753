import type { ConnectionStatus } from "@surreal-sdk/transport";
import type { CallContext } from "./call-context.ts";
import type { RawResponse } from "./reply.ts";
import type { SessionState } from "./session-state.ts";

/** A query that the server has answered. */
export interface AnsweredQuery {
  readonly text: string;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly responses: readonly RawResponse[];
  /** Whether the caller had given up before. */
  readonly isLate: boolean;
}

/**
 * A part of a connection that is created on first use. The connection knows only these hooks, all of which are
 * optional.
 */
export interface ConnectionPart {
  /** A notification arrived. */
  notification?(frame: Uint8Array): void;
  /** Notifications were dropped before they arrived. */
  lost?(notifications: number): void;
  /** The status of the connection changed. */
  status?(status: ConnectionStatus, before: ConnectionStatus, error: Error | undefined): void;
  /** The server answered a query whose text has the word LIVE. */
  answered?(context: CallContext, query: AnsweredQuery): void;
  /** Whether the part has recorded the replay of this label. */
  ownsReplay?(label: string): boolean;
  /**
   * The server answered a replay of this part; an error thrown here is passed to {@link
   * ConnectionPart.restoreFailed}.
   */
  restored?(label: string, reply: Uint8Array): void;
  /** A replay of this part failed. The connection removes it. */
  restoreFailed?(label: string, error: Error): void;
  /**
   * The namespace, the database, the identity or a variable of a session has changed.
   *
   * @param signedOut - whether the session gave up its identity, even if it had none
   */
  sessionChanged?(scope: SessionState, signedOut: boolean): void;
  /** The SDK could not restore the identity of a session. */
  identityLost?(scope: SessionState, error: Error): void;
  /** A session ended or was reset: with an error unless the user requested it. */
  sessionEnded?(scope: SessionState, error: Error | undefined): void;
  /** A call of this connection may have written records of which the server does not notify. */
  wroteSilently?(): void;
  /** The connection was closed and keeps no state. */
  forget?(): void;
}

/** Creates a part of a connection, from the context of the connection's own session. */
export type PartClass<P extends ConnectionPart = ConnectionPart> = new (context: CallContext) => P;
