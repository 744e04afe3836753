import { equals } from "@surreal-sdk/values";
import { shownText } from "../shown-value.ts";

/**
 * What a comment `// => value` says, where the value of the line is another one.
 *
 * @param expected - evaluates the comment; a remark in words evaluates to nothing that could be compared
 */
export function unexpected(value: unknown, expected: (() => unknown) | undefined): string | undefined {
  if (expected === undefined) return undefined;
  let wanted: unknown;
  try {
    wanted = expected();
  } catch {
    return undefined;
  }
  return equals(value, wanted) ? undefined : shownText(wanted);
}
