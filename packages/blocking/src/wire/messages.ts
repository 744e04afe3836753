import type { LinkOptions } from "@surreal-sdk/link";
import type {
  Call,
  ConnectionStatus,
  Endpoint,
  EngineCapabilities,
  Replay,
  ReplayVerdict,
} from "@surreal-sdk/transport";
import type { SerializedError } from "./serialized-error.ts";

/**
 * An engine that a worker can load: the address of a module, and plain data for the function that it exports.
 *
 * @example
 * ```ts
 * const engines = { "my+proto": { module: new URL("./my-engine.js", import.meta.url), options: { retries: 2 } } };
 * ```
 */
export interface EngineModule {
  /** The address of the module, absolute. */
  readonly module: string | URL;
  /** Which export creates the engine; a function of the options. Default: `"default"`. */
  readonly export?: string;
  /** The argument of the function. It must be plain data, since it is sent to another thread. */
  readonly options?: unknown;
}

/** What a worker starts with. */
export interface WorkerStart {
  readonly engine: { readonly module: string; readonly export: string; readonly options: unknown };
  readonly endpoint: Endpoint;
  readonly options: LinkOptions;
  /** How many notifications may wait until the thread receives them. */
  readonly backlog: number;
  /** See {@link Signal}. */
  readonly signal: SharedArrayBuffer;
}

/** The verdict on a replay, as plain data. */
export type SerializedVerdict =
  | { readonly kind: "drop"; readonly error?: SerializedError; readonly session?: string | undefined }
  | Extract<ReplayVerdict, { readonly kind: "replace" }>;

/** A change of what is restored. `answeredOn`: the attempt on whose connection the change of the session was answered. */
export type ReplayChange =
  | { readonly kind: "set-replay"; readonly replay: Replay; readonly answeredOn?: number | undefined }
  | { readonly kind: "remove-replay"; readonly label: string; readonly answeredOn?: number | undefined };

/** From the blocked thread to the worker. */
export type ToWorker =
  | { readonly kind: "connect"; readonly ticket: number; readonly waits?: boolean | undefined }
  /** `madeOn`: the last attempt to connect that the blocked thread had heard of. */
  | { readonly kind: "request"; readonly ticket: number; readonly call: Call; readonly madeOn: number }
  /** The caller's turn in a streamed request is over. */
  | { readonly kind: "proceed"; readonly ticket: number; readonly frame?: Uint8Array }
  | { readonly kind: "cancel"; readonly ticket: number; readonly error?: SerializedError }
  | ReplayChange
  | { readonly kind: "clear-replays" }
  | {
      readonly kind: "resolve-replay";
      readonly label: string;
      readonly verdict: SerializedVerdict;
      readonly attempt: number;
    }
  | { readonly kind: "close"; readonly ticket: number; readonly drain: number }
  /** Close what is open, and exit. */
  | { readonly kind: "leave" };

/** The answer to a replay, with the number of the attempt to connect that it belongs to. */
export interface Restoration {
  readonly kind: "restored" | "restore-failed";
  readonly label: string;
  readonly frame: Uint8Array;
  readonly attempt: number;
  /** How many changes of what is restored had arrived in the worker. */
  readonly changes: number;
}

/** From the worker to the blocked thread. */
export type FromWorker =
  | { readonly kind: "started"; readonly capabilities: EngineCapabilities; readonly engineName: string }
  | { readonly kind: "failed-to-start"; readonly error: SerializedError }
  /** An uncaught error; the worker exits. */
  | { readonly kind: "died"; readonly error: SerializedError }
  /** The last message: everything is closed. */
  | { readonly kind: "left" }
  | { readonly kind: "done"; readonly ticket: number }
  | { readonly kind: "reply"; readonly ticket: number; readonly frame: Uint8Array }
  /** The answer to a call that `begins` something and has failed. */
  | { readonly kind: "late"; readonly ticket: number; readonly frame: Uint8Array }
  /** The caller's turn in a streamed request begins. */
  | { readonly kind: "part"; readonly ticket: number; readonly frame: Uint8Array }
  | { readonly kind: "fail"; readonly ticket: number; readonly error: SerializedError }
  | { readonly kind: "status"; readonly status: ConnectionStatus; readonly error?: SerializedError }
  | { readonly kind: "notification"; readonly frame: Uint8Array }
  /** Some notifications were dropped here; the signal says how many. */
  | { readonly kind: "lost" }
  | Restoration
  | { readonly kind: "ready"; readonly reconnected: boolean; readonly attempt: number }
  | { readonly kind: "diagnostic"; readonly event: { readonly kind: string; readonly message: string } };
