import { UseRestoreError } from "../errors/core-errors.ts";

/**
 * The error of everything that would run where its session is not.
 *
 * @internal
 */
export function placeLost(cause: unknown): UseRestoreError {
  const message =
    "The server refused to select the namespace and the database of this session again. Select them with use().";
  return new UseRestoreError(message, { cause, outcome: "not_sent", retrySafe: false });
}
