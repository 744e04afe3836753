import { InvalidJsonError } from "./errors/invalid-json-error.ts";
import { prepare } from "./prepare.ts";
import { revive } from "./revive.ts";

/**
 * Writes a value as JSON text, without loss. {@link parse} is the inverse.
 *
 * `JSON.stringify` writes a `RecordId`, a `Decimal` or a `Datetime` as a string, drops `undefined`, and fails for a
 * bigint. This function writes those as tags. See {@link prepare} for the form.
 *
 * @param value - see {@link prepare}
 * @param space - the indentation, as of `JSON.stringify`
 * @throws TypeError and RangeError as {@link prepare} does
 * @example
 * ```ts
 * stringify({ id: new RecordId("user", 1) }); // => '{"id":{"$record":["user",1]}}'
 * ```
 */
export function stringify(value: unknown, space?: string | number): string {
  return JSON.stringify(prepare(value), undefined, space);
}

/**
 * Reads a value from the text that {@link stringify} wrote.
 *
 * @typeParam T - what you expect; not checked
 * @throws {@link InvalidJsonError} with the path, for any other text
 * @throws TypeError when it is not a string
 * @example
 * ```ts
 * parse('{"id":{"$record":["user",1]}}'); // => { id: new RecordId("user", 1) }
 * ```
 */
export function parse<T = unknown>(text: string): T {
  if (typeof text !== "string")
    throw new TypeError("parse() takes the text that stringify() returned; for data use revive().");
  return revive<T>(read(text));
}

function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The message of the platform quotes the text, which may contain secrets.
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
    const place = position === undefined ? "" : `: it is malformed at position ${position}`;
    throw new InvalidJsonError(`The text is not JSON${place}.`, { path: "$" });
  }
}
