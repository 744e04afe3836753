import type { JsonValue } from "./json-value.ts";

/** Writes or reads a part of a value, which the keys lead to. */
export type Part<From, To> = (value: From, ...keys: readonly (string | number)[]) => To;

/** How the values of one type are written to JSON and read from it: as `{ "$name": content }`. */
export interface Tag<Value = never> {
  /** The content of a value. `part` writes the values inside it. Throws {@link Unfit} for a value without one. */
  readonly write: (value: Value, part: Part<unknown, JsonValue>) => JsonValue;
  /** The value of a content. `part` reads the values inside it. Throws {@link Unfit}, or what a constructor throws. */
  readonly read: (content: JsonValue, part: Part<JsonValue, unknown>) => unknown;
}

/** Says why a value has no JSON, or JSON has no value, before the path is known. The message continues "The JSON at $.a". */
export class Unfit extends Error {}

/** The content as text; everything else is refused. */
export function textOf(content: JsonValue): string {
  if (typeof content === "string") return content;
  throw new Unfit("must contain a string.");
}

/** The content as an array; everything else is refused. */
export function listOf(content: JsonValue, length?: number): JsonValue[] {
  if (Array.isArray(content) && (length === undefined || content.length === length)) return content;
  throw new Unfit(`must contain an array${length === undefined ? "" : ` of ${length} elements`}.`);
}
