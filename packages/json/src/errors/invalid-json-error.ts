import { formatPath, InvalidValueError } from "@surreal-sdk/values";

/**
 * The text or the data is not JSON that {@link stringify} or {@link prepare} wrote. No value was created from it.
 *
 * @example
 * ```ts
 * try {
 *   parse('{ "at": { "$datetime": "yesterday" } }');
 * } catch (error) {
 *   if (error instanceof InvalidJsonError) error.path; // => "$.at.$datetime"
 * }
 * ```
 */
export class InvalidJsonError extends InvalidValueError {
  static override readonly errorName: string = "InvalidJsonError";

  /** The path of the invalid part, starting at `$`, the whole; `$` too if the text is not JSON at all. */
  readonly path: string;

  constructor(message: string, facts: { path: string; cause?: unknown }) {
    super(message, facts.cause === undefined ? {} : { cause: facts.cause });
    this.path = facts.path;
  }
}

/** The error for an invalid part of JSON; `reason` continues "The JSON at $.a". */
export function invalidAt(keys: readonly (string | number)[], reason: string, cause?: unknown): InvalidJsonError {
  const path = formatPath(keys);
  return new InvalidJsonError(`The JSON at ${path} ${reason}`, { path, cause });
}
