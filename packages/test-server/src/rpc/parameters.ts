import type { Span } from "../cbor/walk.ts";
import { arrayItems, readText } from "../cbor/walk.ts";

/** Reads the text at position `index` of a request's parameters; `undefined` for anything else. */
export function textParameter(params: Uint8Array, index: number): string | undefined {
  const span = parameter(params, index);
  return span === undefined ? undefined : readText(params, span.start);
}

/** Finds the parameter at position `index`; a negative number counts from the end. */
export function parameter(params: Uint8Array, index: number): Span | undefined {
  return arrayItems(params, 0)?.at(index);
}
