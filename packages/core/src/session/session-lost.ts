import { SessionLostError } from "../errors/core-errors.ts";

/** The error of a session that the server does not know any more. @internal */
export function sessionLost(cause: unknown): SessionLostError {
  return new SessionLostError("The server no longer knows this session. Make a new one with newSession().", {
    cause,
    outcome: "failed",
    retrySafe: false,
  });
}
