import { LiveEndedError, LiveRestoreError } from "../errors/core-errors.ts";
import { toServerError } from "../errors/to-server-error.ts";

/** The errors with which live queries end, in one place, so that their texts can be compared. */

export function anotherSession(cause?: Error): LiveRestoreError {
  return new LiveRestoreError(
    "The live query was not started again on the new connection: its session has changed to another identity, or to a place that it cannot return from. Start it again, or give it a session of its own with newSession().",
    { cause },
  );
}

export function identityLeft(): LiveEndedError {
  return new LiveEndedError(
    "The live query has ended: its session has changed to another identity, and a live query belongs to the identity that started it. Start it again, or give it a session of its own with newSession().",
  );
}

export function sessionOver(cause: Error): LiveEndedError {
  return new LiveEndedError(
    "The live query has ended: the session that it was started in has expired, and its identity could not be renewed. Sign in and start it again; the option `auth` or a refresh token lets the SDK renew the identity in time.",
    { cause },
  );
}

export function sessionRenewed(): LiveEndedError {
  return new LiveEndedError(
    "The live query has ended with the session that it was started in: the identity of that session was renewed, and the SDK cannot start a live query again that was started among other statements. Start it again.",
  );
}

export function notStarted(cause: unknown): LiveRestoreError {
  return new LiveRestoreError("The live query could not be started again on the new connection.", { cause });
}

export function connectionLost(cause: Error | undefined): LiveEndedError {
  return new LiveEndedError("The live query has ended: its connection was lost.", { cause });
}

export function rolledBack(): LiveEndedError {
  return new LiveEndedError(
    "The live query has ended: it was started inside a transaction, which was rolled back, or whose commit was not answered. Start it again.",
  );
}

export function reportedByServer(reported: unknown): LiveEndedError {
  const cause = toServerError(reported);
  return new LiveEndedError(`The live query has ended with an error of the server: ${cause.message}`, { cause });
}
