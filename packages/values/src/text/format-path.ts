import { quoted } from "./quoted.ts";

const plainKey = /^[A-Za-z_$][\w$]*$/;

/**
 * The path of a value in JavaScript's syntax, for a message.
 *
 * @param keys - the keys that lead to the value
 * @param origin - the name of the value that contains all others
 * @example
 * ```ts
 * formatPath(["users", 3, "first name"]); // => '$.users[3]["first name"]'
 * ```
 */
export function formatPath(keys: readonly (string | number)[], origin: string = "$"): string {
  let path = origin;
  for (const key of keys) {
    if (typeof key === "number") path += `[${key}]`;
    else path += plainKey.test(key) ? `.${key}` : `[${quoted(key)}]`;
  }
  return path;
}
