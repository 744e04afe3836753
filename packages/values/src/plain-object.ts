/**
 * Distinguishes a plain object (a literal, or one without a prototype) from an instance of a class. Objects of another realm count too.
 *
 * @example
 * ```ts
 * isPlainObject({ table: "user" }); // => true
 * isPlainObject(new RecordId("user", 1)); // => false
 * ```
 */
export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  // An object of another realm (a frame, a vm context) has that realm's Object.prototype, which itself has no
  // prototype.
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf"));
}
