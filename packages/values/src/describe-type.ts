import { valueKind } from "./kind.ts";
import { quoted } from "./text/quoted.ts";

/**
 * Names the type of a value for an error message, never its content.
 *
 * @example
 * ```ts
 * describeType([1]); // => "an array"
 * describeType(new RecordId("user", 1)); // => "a RecordId"
 * ```
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
 * Cuts a text for an error message.
 *
 * @internal
 */
export function shown(text: string): string {
  return quoted(text, 60);
}

function className(value: object): string | undefined {
  const name: unknown = (value as { constructor?: { name?: unknown } }).constructor?.name;
  return typeof name === "string" && name !== "" ? name : undefined;
}
