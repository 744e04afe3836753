import { SurrealError } from "@surreal-sdk/values";
import type { Capability } from "./capabilities.ts";

/**
 * No engine serves this URL, or the engine's package is not installed. The message names the known schemes or the
 * package to install. Nothing was sent.
 *
 * @example
 * ```ts
 * AsyncSurreal("ftp://host"); // throws UnsupportedEngineError, and its `url` is "ftp://host"
 * ```
 */
export class UnsupportedEngineError extends SurrealError {
  static override readonly errorName: string = "UnsupportedEngineError";

  /** The URL as it was given, without credentials. */
  declare readonly url: string;

  constructor(message: string, facts: { url: string; cause?: unknown }) {
    super(message, { cause: facts.cause, outcome: "not_sent" });
    this.url = facts.url;
  }
}

/**
 * The engine of this connection does not support the call. Raised at the call, before any I/O.
 *
 * @example
 * ```ts
 * const db = AsyncSurreal("http://localhost:8000");
 * await db.live("user"); // rejects with UnsupportedFeatureError, and its `feature` is "live"
 * ```
 */
export class UnsupportedFeatureError extends SurrealError {
  static override readonly errorName: string = "UnsupportedFeatureError";

  /** The capability that is missing. */
  declare readonly feature: Capability | string;

  /** @param facts - `cause` is the refusal of a peer that was asked, and did nothing */
  constructor(message: string, facts: { feature: Capability | string; cause?: Error }) {
    const { feature, cause } = facts;
    super(message, cause === undefined ? { outcome: "not_sent" } : { outcome: "failed", cause });
    this.feature = feature;
  }
}
