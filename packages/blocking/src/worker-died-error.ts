import { ConnectionUnavailableError, TransportError } from "@surreal-sdk/transport";

/**
 * The worker that held the connection is gone. What was sent may or may not have happened. The next call starts a
 * new one; of an embedded database, only `connect()` does.
 */
export class WorkerDiedError extends TransportError {}

/** A worker that never came so far as to load its engine. */
export function didNotStart(cause?: Error): Error {
  return new ConnectionUnavailableError(
    "The worker that is to hold the connection did not start. Its file, worker-entry.js, has to stand beside the other files of @surreal-sdk/blocking: leave that package out of bundles.",
    { cause, outcome: "not_sent" },
  );
}
