import { ConnectionClosedError, ConnectionUnavailableError, TransportError } from "@surreal-sdk/transport";

/**
 * The worker that held the connection is gone. What was sent may or may not have been applied. The next call starts a
 * new worker; for an embedded database, only `connect()` does.
 */
export class WorkerDiedError extends TransportError {
  static override readonly errorName: string = "WorkerDiedError";
}

/** The error for calls that waited for a worker. */
export function workerDied(how: string, reopens: boolean, cause?: Error): WorkerDiedError {
  const next = reopens ? "The next call starts a new one." : "Call connect() to open the database again.";
  return new WorkerDiedError(`The worker that holds the connection ${how}. ${next}`, {
    ...(cause === undefined ? {} : { cause }),
    outcome: "unknown",
    retrySafe: false,
  });
}

/** The error for a database that was only in its worker. */
export function databaseIsGone(cause: Error): Error {
  return new ConnectionClosedError(
    "The database was lost with the worker that held it. Call connect() to open it again.",
    {
      cause,
      outcome: "not_sent",
      retrySafe: false,
    },
  );
}

/** Refuses a call to a closed database. */
export function isClosed(): Error {
  return new ConnectionClosedError("The connection was closed. Call connect() to open it again.", {
    outcome: "not_sent",
    retrySafe: false,
  });
}

/**
 * The error for a worker that never loaded its engine.
 *
 * @param within - after which time it was given up
 */
export function didNotStart(cause?: Error, within: string = ""): Error {
  return new ConnectionUnavailableError(
    `The worker that holds the connection did not start${within}. Its file, worker-entry.js, must be in the same directory as the other files of @surreal-sdk/blocking: leave that package out of bundles.`,
    { cause, outcome: "not_sent" },
  );
}
