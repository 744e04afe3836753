import { BoundExcluded, BoundIncluded } from "../bound.ts";
import { type Bound, Range } from "../range.ts";
import type { TextCursor } from "./text-cursor.ts";

const more = />?\.\./y;

/** A value that was parsed; a wrapper, since `undefined` is a value too. */
export interface Operand {
  readonly value: unknown;
}

/**
 * Parses a value, or a range when `..` stands before or after it.
 *
 * @param operand - parses one end; returns `undefined` when none begins here
 * @internal
 */
export function readRange(cursor: TextCursor, operand: () => Operand | undefined): unknown {
  const begin = operand();
  const excluded = begin !== undefined && cursor.skip(">..");
  if (!excluded && !cursor.skip("..")) return begin === undefined ? cursor.refuse() : begin.value;
  const included = cursor.skip("=");
  const end = operand();
  if (included && end === undefined) cursor.refuseRange("includes an end that is missing");
  // A range inside a range needs parentheses.
  if (cursor.sees(more)) cursor.refuseRange("is not a plain range");
  return new Range(bound(begin, !excluded), bound(end, included));
}

function bound(end: Operand | undefined, included: boolean): Bound | undefined {
  if (end === undefined) return undefined;
  return included ? new BoundIncluded(end.value) : new BoundExcluded(end.value);
}
