import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import { Duration } from "@surreal-sdk/values";
import { knownOptions } from "../call/known-keys.ts";

/** How a transaction sees the changes of others. Servers before 4.0 support none of these options. */
export interface IsolationOptions {
  /** What the transaction is protected from. Default: the server's choice. */
  readonly isolation?: "snapshot" | "serializable" | undefined;
  /** The transaction only reads. Default: false. */
  readonly readOnly?: boolean | undefined;
  /**
   * How old the data may be that a transaction with `readOnly` reads, as a duration or its text, such as `"5s"`.
   * Default: it reads the latest data.
   */
  readonly maxStaleness?: Duration | string | undefined;
}

/** @internal */
export const isolationKeys: readonly (keyof IsolationOptions)[] = ["isolation", "readOnly", "maxStaleness"];

/**
 * The parameters of `begin`; none without options.
 *
 * @throws TypeError when an option is wrong, before anything is sent.
 * @internal
 */
export function beginParameters(given: IsolationOptions, method: string): readonly [] | readonly [object] {
  const { isolation, readOnly = false, maxStaleness } = knownOptions(given, isolationKeys, method);
  if (isolation !== undefined && isolation !== "snapshot" && isolation !== "serializable") {
    throw new TypeError('`isolation` is "snapshot" or "serializable".');
  }
  if (typeof readOnly !== "boolean") throw new TypeError("`readOnly` is true or false.");
  if (maxStaleness !== undefined && !readOnly) throw new TypeError("`maxStaleness` needs `readOnly: true`.");
  if (isolation === undefined && !readOnly) return [];
  const stale = maxStaleness === undefined ? {} : { max_staleness: toDuration(maxStaleness) };
  return [{ ...(isolation === undefined ? {} : { isolation }), ...(readOnly ? { read_only: stale } : {}) }];
}

/** @throws InvalidDurationError for a text that is none. */
function toDuration(given: Duration | string): Duration {
  return given instanceof Duration ? given : Duration.parse(given);
}

/** The server ignores the options of a transaction, so that it would not be what was asked for. @internal */
export function ignoredOptions(): UnsupportedFeatureError {
  return new UnsupportedFeatureError(
    "This server begins every transaction in the same way: `isolation`, `readOnly` and `maxStaleness` need SurrealDB 4. Leave them out.",
    { feature: "transaction options" },
  );
}
