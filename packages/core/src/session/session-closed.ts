import { SessionClosedError } from "../errors/core-errors.ts";

/** The error for calls of a session whose connection was closed. @internal */
export function closedWithConnection(): SessionClosedError {
  return new SessionClosedError("The connection of this session was closed. Make a new session.", {
    outcome: "not_sent",
    retrySafe: false,
  });
}
