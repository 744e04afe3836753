import type {
  Call,
  ConnectionStatus,
  EngineRequest,
  Replay,
  ReplayVerdict,
  TransportError,
} from "@surreal-sdk/transport";
import type { LinkDiagnostic } from "./link-diagnostic.ts";

/**
 * The events of a link. Events of a connection carry its `epoch`, the number of the attempt that made it; those of an
 * earlier one are ignored.
 */
export type LinkEvent =
  /** `waits`: it waits for a connection that is there or on its way, and opens none that was given up. */
  | { readonly kind: "connect"; readonly waiter: number; readonly waits?: boolean | undefined }
  | { readonly kind: "request"; readonly ticket: number; readonly call: Call; readonly madeOn?: number | undefined }
  /** The caller ends its turn in a streamed request. */
  | { readonly kind: "proceed"; readonly ticket: number; readonly part?: Uint8Array | undefined }
  | { readonly kind: "cancel"; readonly ticket: number; readonly reason?: Error | undefined }
  | { readonly kind: "close"; readonly waiter: number; readonly drain: number }
  | { readonly kind: "tick" }
  | ReplayEvent
  | ConnectionEvent;

/** The calls that concern replays. */
export type ReplayEvent =
  | { readonly kind: "set-replay"; readonly replay: Replay; readonly answeredOn?: number | undefined }
  | { readonly kind: "remove-replay"; readonly label: string; readonly answeredOn?: number | undefined }
  | { readonly kind: "clear-replays" }
  | {
      readonly kind: "resolve-replay";
      readonly label: string;
      readonly verdict: ReplayVerdict;
      /** The connection that the verdict is for: its epoch. */
      readonly attempt: number;
    };

/** The events of one connection. */
export type ConnectionEvent =
  | { readonly kind: "opened"; readonly epoch: number }
  | { readonly kind: "open-failed"; readonly epoch: number; readonly error: Error }
  | {
      readonly kind: "received";
      readonly epoch: number;
      readonly frame: Uint8Array;
      readonly replyTo?: string | undefined;
    }
  /** The caller's turn in a streamed request begins. */
  | { readonly kind: "part"; readonly epoch: number; readonly id: string; readonly bytes: Uint8Array }
  | { readonly kind: "failed"; readonly epoch: number; readonly id: string; readonly error: TransportError }
  /** The engine refused a request when it was sent. */
  | { readonly kind: "unsent"; readonly epoch: number; readonly id: string; readonly error: Error }
  | { readonly kind: "alive"; readonly epoch: number }
  /** All listeners were notified of the answer to a replay. */
  | { readonly kind: "heard"; readonly epoch: number }
  | { readonly kind: "closed"; readonly epoch: number; readonly error?: Error | undefined };

/** The circumstances of an event. */
export interface Moment {
  /** Milliseconds by the clock. */
  readonly now: number;
  /** Bytes that the connection has accepted and the peer has not. */
  readonly buffered: number;
}

/** What the machine tells the driver to do, in order. */
export type Effect = ConnectionEffect | Settlement | Announcement;

/** An effect on the connection. */
export type ConnectionEffect =
  /** Open one. */
  | { readonly kind: "open"; readonly epoch: number; readonly timeout: number }
  /** Stamp the frame with the id and send it. */
  | { readonly kind: "send"; readonly request: EngineRequest }
  /** Continue a streamed request. */
  | { readonly kind: "proceed"; readonly id: string; readonly part?: Uint8Array | undefined }
  /** Stop reading, or go on. */
  | { readonly kind: "read"; readonly reading: boolean }
  /** No caller waits for this answer any more. */
  | { readonly kind: "release"; readonly id: string }
  /** End it, or the attempt to make it, by force, and report nothing about it any more. */
  | { readonly kind: "abandon"; readonly epoch: number }
  /** End it by force and report it as closed with this error. */
  | { readonly kind: "drop"; readonly epoch: number; readonly error: Error }
  /** Report `heard` after the effects before this one, and all that they led to, are done. */
  | { readonly kind: "go-on"; readonly epoch: number }
  /** Close it gracefully; it reports that it is closed. */
  | { readonly kind: "end"; readonly epoch: number; readonly timeout: number };

/** What is said of a request that was given to the engine and not sent. */
export interface Unsent {
  readonly id: string;
  readonly error: Error;
}

/** The end of a request or of a turn in it, or of waiting until the connection is established or closed. */
export type Settlement =
  | { readonly kind: "part"; readonly ticket: number; readonly bytes: Uint8Array }
  | { readonly kind: "reply"; readonly ticket: number; readonly frame: Uint8Array }
  /** With `unsent` instead, if the engine said at the release of this request that it had sent nothing of it. */
  | { readonly kind: "fail"; readonly ticket: number; readonly error: Error; readonly unsent?: Unsent | undefined }
  /** The answer to a call that `begins` something and has failed. */
  | { readonly kind: "late"; readonly ticket: number; readonly frame: Uint8Array }
  | { readonly kind: "done"; readonly waiter: number }
  | { readonly kind: "refuse"; readonly waiter: number; readonly error: Error };

/** A notification to the listener. */
export type Announcement =
  | { readonly kind: "status"; readonly status: ConnectionStatus; readonly error?: Error | undefined }
  | { readonly kind: "notification"; readonly frame: Uint8Array }
  | { readonly kind: "restored"; readonly label: string; readonly reply: Uint8Array; readonly attempt: number }
  | { readonly kind: "restore-failed"; readonly label: string; readonly reply: Uint8Array; readonly attempt: number }
  | { readonly kind: "ready"; readonly reconnected: boolean; readonly attempt: number }
  | { readonly kind: "diagnostic"; readonly event: LinkDiagnostic };

/** Collects effects. */
export type Emit = (effect: Effect) => void;
