import { SessionClosedError, SessionLostError } from "./core-errors.ts";

/** The error for calls of a session whose connection was closed. @internal */
export function closedWithConnection(): SessionClosedError {
  return new SessionClosedError("The connection of this session was closed. Make a new session.", {
    outcome: "not_sent",
    retrySafe: false,
  });
}

/** The error of a session that the server does not know any more. @internal */
export function sessionLost(cause: unknown): SessionLostError {
  return new SessionLostError("The server no longer knows this session. Make a new one with newSession().", {
    cause,
    outcome: "failed",
    retrySafe: false,
  });
}
