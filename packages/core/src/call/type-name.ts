/**
 * The type of a value, for a message that refuses it.
 *
 * @internal
 */
export function typeName(given: unknown): string {
  if (given === null) return "null";
  return Array.isArray(given) ? "a list" : typeof given;
}
