import type { CallSettings } from "./call-context.ts";
import { knownOptions } from "./known-keys.ts";

/**
 * Validates the settings of `with()`.
 *
 * @throws TypeError or RangeError that names the setting.
 * @internal
 */
export function checkSettings(given: unknown): CallSettings {
  if (typeof given !== "object" || given === null) throw new TypeError("with() takes settings: { timeout, signal }.");
  const { timeout, signal } = knownOptions(given, ["timeout", "signal"], "with") as {
    timeout?: unknown;
    signal?: unknown;
  };
  if (timeout !== undefined && !(typeof timeout === "number" && timeout >= 0)) {
    throw new RangeError("`timeout` is a number of milliseconds from 0 on, or Infinity.");
  }
  if (signal !== undefined && typeof (signal as AbortSignal | null)?.addEventListener !== "function") {
    throw new TypeError("`signal` is an AbortSignal.");
  }
  return {
    ...(timeout === undefined ? {} : { timeout: timeout as number }),
    ...(signal === undefined ? {} : { signal: signal as AbortSignal }),
  };
}

/** No settings. Without a prototype, so that a polluted one sets none. @internal */
export const noSettings: CallSettings = Object.freeze(Object.create(null) as CallSettings);

/** Merges settings; the second ones take precedence. @internal */
export function overlaid(under: CallSettings, over: CallSettings): CallSettings {
  return Object.freeze(Object.assign(Object.create(null) as CallSettings, under, over));
}
