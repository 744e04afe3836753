import { formatPath } from "@surreal-sdk/values";

/** The error for a value that JSON cannot hold; `reason` continues "The value at $.a". */
export function unsupportedAt(
  keys: readonly (string | number)[],
  reason: string,
  Kind: new (message: string) => Error = TypeError,
): Error {
  const path = formatPath(keys);
  return Object.assign(new Kind(`The value at ${path} ${reason}`), { path });
}
