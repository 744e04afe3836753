/** The rows of a statement's result: the items of a list, none for nothing, otherwise the one value. @internal */
export function toRows(result: unknown): unknown[] {
  if (Array.isArray(result)) return result;
  return result === undefined || result === null ? [] : [result];
}
