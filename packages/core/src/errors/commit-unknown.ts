import { CommitOutcomeUnknownError } from "./core-errors.ts";
import { ServerError } from "./server-error.ts";

/**
 * The error of a commit of which it is not known whether it was applied.
 *
 * @param cause - what the server has reported, or why its answer is missing
 * @internal
 */
export function commitUnknown(cause: Error): CommitOutcomeUnknownError {
  const reason =
    cause instanceof ServerError && cause.outcome === "unknown"
      ? "The server does not know whether the commit was applied."
      : "The commit was sent and its answer never came: it may or may not have been applied.";
  return new CommitOutcomeUnknownError(`${reason} Read back what the transaction wrote before you do it again.`, {
    cause,
    outcome: "unknown",
    retrySafe: false,
  });
}
