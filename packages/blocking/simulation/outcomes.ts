import { AuthRestoreError, NotAllowedError, ServerError, type SurrealSession } from "@surreal-sdk/core";
import { SurrealError } from "@surreal-sdk/values";
import type { Fate } from "./expectation.ts";
import type { Account } from "./judge.ts";

/** What a rejection tells about a call that changes the state of a session. */
export function fateOf(error: unknown): Fate {
  const end = endOf(error);
  return end === "unknown" || end === "aborted" ? "unknown" : "refused";
}

/** What a rejection tells about a call. */
export function endOf(error: unknown): Account["end"] {
  if (error instanceof ServerError) return error.outcome === "unknown" ? "unknown" : "failed";
  if (error instanceof SurrealError) return error.outcome ?? "unknown";
  // What cannot be sent is refused before it is.
  if (error instanceof TypeError) return "not_sent";
  return "aborted";
}

/** The session that a server has named in an error or in one of its causes. */
export function sessionNamedIn(error: unknown): string | undefined {
  for (let current = error; current instanceof Error; current = current.cause) {
    const named = /\[session ([\w-]+)\]/.exec(current.message)?.[1];
    if (named !== undefined) return named;
  }
  return undefined;
}

export function isGivenUp(error: unknown): boolean {
  return error instanceof AuthRestoreError;
}

/** Whether a server has refused because a time was over. */
export function isExpiry(error: unknown): boolean {
  return error instanceof NotAllowedError && (error.isTokenExpired || error.isSessionExpired);
}

export type Session = SurrealSession<"async">;
