import { ConnectionClosedError, ConnectionUnavailableError, TransportError } from "@surreal-sdk/transport";

/**
 * The worker that held the connection is gone. What was sent may or may not have happened. The next call starts a
 * new one; of an embedded database, only `connect()` does.
 */
export class WorkerDiedError extends TransportError {
  static override readonly errorName: string = "WorkerDiedError";
}

/** The error of those who waited for a worker. */
export function workerDied(how: string, reopens: boolean, cause?: Error): WorkerDiedError {
  const next = reopens ? "The next call starts a new one." : "Call connect() to open the database again.";
  return new WorkerDiedError(`The worker that holds the connection ${how}. ${next}`, {
    ...(cause === undefined ? {} : { cause }),
    outcome: "unknown",
    retrySafe: false,
  });
}

/** What became of a database that was nowhere but in its worker. */
export function databaseIsGone(cause: Error): Error {
  return new ConnectionClosedError("The database went with the worker that held it. Call connect() to open it again.", {
    cause,
    outcome: "not_sent",
    retrySafe: false,
  });
}

/** Refuses a call to a database that was closed. */
export function isClosed(): Error {
  return new ConnectionClosedError("The connection was closed. Call connect() to open it again.", {
    outcome: "not_sent",
    retrySafe: false,
  });
}

/** A worker that never came so far as to load its engine. */
export function didNotStart(cause?: Error): Error {
  return new ConnectionUnavailableError(
    "The worker that is to hold the connection did not start. Its file, worker-entry.js, has to stand beside the other files of @surreal-sdk/blocking: leave that package out of bundles.",
    { cause, outcome: "not_sent" },
  );
}
