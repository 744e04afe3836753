import { valueKind } from "./kind.ts";

/**
 * Names the type of a value for an error message, never its content.
 *
 * @internal
 */
export function describeType(value: unknown): string {
  if (value === null) return "null";
  if (value === undefined) return "undefined";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "number" && !Number.isInteger(value)) return `the number ${value}`;
  if (typeof value !== "object") return `a ${typeof value}`;
  const name = className(value);
  if (name === undefined || name === "Object") return "an object";
  return valueKind(value) === undefined ? `an instance of ${name}` : `a ${name}`;
}

/**
 * Tells a plain object (a literal, or one without a prototype) from an instance of a class.
 *
 * @internal
 */
export function isPlainObject(value: unknown): value is { readonly [key: string]: unknown } {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  // An object of another realm (a frame, a vm context) has another Object.prototype, which itself has no prototype.
  return prototype === null || (Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype, "isPrototypeOf"));
}

/**
 * Cuts a text for an error message.
 *
 * @internal
 */
export function shown(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

function className(value: object): string | undefined {
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" && name !== "" ? name : undefined;
}
