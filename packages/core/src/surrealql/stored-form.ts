import {
  Datetime,
  Decimal,
  Float,
  isBuiltIn,
  isPlainObject,
  RecordId,
  type RecordIdValue,
  valueKind,
} from "@surreal-sdk/values";

/**
 * A value in the form in which the server gives it back: it sorts the keys of an object, and what was a `Date` or a whole
 * float is a `Datetime` or an integer.
 *
 * @internal
 */
export function storedForm(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(storedForm);
  if (value instanceof RecordId) return new RecordId(value.table, storedForm(value.id) as RecordIdValue);
  if (value instanceof Float) return value.value;
  if (value instanceof Decimal) return plainDecimal(value);
  if (isBuiltIn(value, "Date")) return Datetime.fromDate(value);
  if (valueKind(value) !== undefined || !isPlainObject(value)) return value;
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => [key, storedForm(item)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The server writes no zeros at the end of a fraction. */
function plainDecimal({ text }: Decimal): Decimal {
  return new Decimal(text.replace(/(?:\.0*|(\.\d*?)0+)$/, "$1"));
}
