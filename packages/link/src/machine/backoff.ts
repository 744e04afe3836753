import {
  type EngineCapabilities,
  HttpStatusError,
  ProtocolError,
  RedirectRefusedError,
  TlsError,
  TransportError,
} from "@surreal-sdk/transport";
import { closeCode } from "./errors.ts";

/** The longest wait that a server may demand with `Retry-After`. */
const RETRY_AFTER_LIMIT = 60_000;
/** The shortest wait for a server that restarts (1012) or is overloaded (1013). */
const BUSY_DELAY = 1_000;
/** HTTP statuses that may be temporary; for all others a retry is useless. */
const PASSING = [408, 425, 429];

/**
 * The wait before the next attempt: a random time between zero and the bound (full jitter), so that a thousand clients
 * that lost the same server do not come back at the same instant.
 *
 * @param tries - the number of consecutive failed attempts
 * @param random - from 0 up to 1
 */
export function backoff(
  policy: { readonly minDelay: number; readonly maxDelay: number },
  tries: number,
  random: number,
  error: Error | undefined,
): number {
  const spread = random * Math.min(policy.maxDelay, policy.minDelay * 2 ** tries);
  if (error instanceof HttpStatusError && error.retryAfter !== undefined) {
    return Math.max(spread, Math.min(error.retryAfter, RETRY_AFTER_LIMIT));
  }
  const code = closeCode(error);
  return code === 1012 || code === 1013 ? Math.max(spread, BUSY_DELAY) : spread;
}

/** Reports whether a failed attempt or a lost connection may be tried again. */
export function isRetryable(error: Error | undefined, capabilities: EngineCapabilities, opening: boolean): boolean {
  if (!capabilities.reconnect) return false;
  if (!opening || error === undefined) return true;
  if (!(error instanceof TransportError)) return false;
  if (error instanceof HttpStatusError) return error.status >= 500 || PASSING.includes(error.status);
  return !(error instanceof TlsError || error instanceof ProtocolError || error instanceof RedirectRefusedError);
}
