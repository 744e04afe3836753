import type { ConnectionStatus } from "@surreal-sdk/transport";
import type { CallContext } from "./call-context.ts";
import type { RawResponse } from "./reply.ts";
import type { SessionState } from "./session-state.ts";

/** A query that the server has answered. */
export interface AnsweredQuery {
  readonly text: string;
  readonly bindings: Readonly<Record<string, unknown>>;
  readonly responses: readonly RawResponse[];
}

/**
 * A part of a connection that is made when it is first used. The connection knows nothing of it but these hooks, each
 * of which a part may leave out.
 */
export interface ConnectionPart {
  /** A notification came in. */
  notification?(frame: Uint8Array): void;
  /** So many notifications were dropped before they came in. */
  lost?(notifications: number): void;
  /** The status of the connection changed. */
  status?(status: ConnectionStatus, before: ConnectionStatus, error: Error | undefined): void;
  /** The server answered a query whose text has the word LIVE. */
  answered?(context: CallContext, query: AnsweredQuery): void;
  /** Whether the part has recorded the replay of this label. */
  ownsReplay?(label: string): boolean;
  /** The server answered a replay of this part; what this throws goes to {@link ConnectionPart.restoreFailed}. */
  restored?(label: string, reply: Uint8Array): void;
  /** A replay of this part failed. The connection drops it. */
  restoreFailed?(label: string, error: Error): void;
  /** The namespace, the database, the identity or a variable of a session has changed. */
  sessionChanged?(scope: SessionState): void;
  /** The identity of a session could not be restored. */
  identityLost?(scope: SessionState, error: Error): void;
  /** A session is over, or is reset: with an error where the user did not ask for it. */
  sessionEnded?(scope: SessionState, error: Error | undefined): void;
  /** The connection was closed and remembers nothing. */
  forget?(): void;
}

/** Makes a part of a connection, from the context of the connection's own session. */
export type PartClass<P extends ConnectionPart = ConnectionPart> = new (context: CallContext) => P;
