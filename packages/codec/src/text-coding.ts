import { SurrealError } from "@surreal-sdk/values";

/** What is used of the platform's own classes. */
const platform = globalThis as { TextEncoder?: typeof TextEncoder; TextDecoder?: typeof TextDecoder };

/**
 * Refuses a platform that cannot turn text into bytes and back, in place of a `ReferenceError` in the middle of a call.
 *
 * @throws SurrealError that names what is missing.
 * @internal
 */
export function requireTextCoding(): void {
  for (const name of ["TextEncoder", "TextDecoder"] as const) {
    if (typeof platform[name] === "function") continue;
    throw new SurrealError(
      `This platform has no ${name}, by which the SDK writes and reads text. Load a polyfill that sets globalThis.${name} before the first connection is made. Jest's jsdom environment has none either: use its node environment.`,
      { outcome: "not_sent", retrySafe: false },
    );
  }
}
