/**
 * What JSON can hold.
 *
 * @example
 * ```ts
 * const data: JsonValue = prepare(new RecordId("user", 1));
 * ```
 */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/**
 * How deep arrays, objects and tags may nest in the JSON. The values of the database nest up to 128 levels, and each
 * takes up to three levels of JSON.
 */
export const MAX_DEPTH = 500;

/** Sets a property whatever its name: an assignment to `__proto__` would set the prototype. */
export function setOwn(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
}
