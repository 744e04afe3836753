import { BoundExcluded, BoundIncluded } from "./bound.ts";
import { describeType, shown } from "./describe-type.ts";
import { fitsInt64 } from "./int64.ts";
import { InvalidRangeError, InvalidRecordIdError, InvalidTableError } from "./invalid-value-error.ts";
import { type Bound, Range } from "./range.ts";
import { RecordId } from "./record-id.ts";
import { Table } from "./table.ts";

const tableForm = /^[A-Za-z_][A-Za-z0-9_]*$/;
const rangeForm = /^([A-Za-z0-9_-]*)\.\.(=?)([A-Za-z0-9_-]*)$/;

/**
 * Reads the short text form of what a statement works on, and refuses what could mean two things.
 *
 * - `"user"`, a letter or `_`, then letters, digits and `_`: a table
 * - `"user:john"`, exactly one colon and both halves there: a record; an id of digits alone is an integer
 * - `"user:1..5"`, `"user:a..=b"`, `"user:.."`: a range of records, bounds of letters, digits, `_` and `-`
 *
 * Ids are taken as they are: `"user:⟨a⟩"` is the id `"⟨a⟩"`, and `"user:-5"` the string `"-5"`.
 *
 * @throws {@link InvalidTableError} when it has no colon and is no plain name
 * @throws {@link InvalidRecordIdError} when it has more than one colon, an empty half, a `;`, or too large an integer
 * @throws {@link InvalidRangeError} when it has `..` and is no range
 * @example
 * ```ts
 * parseTarget("user"); // new Table("user")
 * parseTarget("user:12"); // new RecordId("user", 12)
 * parseTarget("user:john"); // new RecordId("user", "john")
 * ```
 */
export function parseTarget(text: string): Table | RecordId {
  if (typeof text !== "string") {
    throw new TypeError(`A target is a RecordId, a Table or a text such as "user:john", not ${describeType(text)}.`);
  }
  const [table = "", id, ...more] = text.split(":", 3);
  if (id === undefined) return parseTable(text);
  if (table === "" || id === "" || more.length > 0 || text.includes(";")) {
    throw new InvalidRecordIdError(
      `${shown(text)} could mean several things: pass new RecordId(table, id) for a record, new Table(name) for a table.`,
    );
  }
  if (id.includes("..")) return parseRange(text, table, id);
  return new RecordId(table, /^[0-9]+$/.test(id) ? integer(id, text) : id);
}

function parseTable(text: string): Table {
  if (tableForm.test(text)) return new Table(text);
  throw new InvalidTableError(
    `${shown(text)} is no plain table name: pass new Table(name) for a table of that name, new RecordId(table, id) for a record.`,
  );
}

function parseRange(text: string, table: string, id: string): RecordId {
  const match = rangeForm.exec(id);
  if (match === null || !tableForm.test(table)) {
    throw new InvalidRangeError(
      `${shown(text)} is no plain range: pass new RecordId(table, new Range(begin, end)), or new RecordId(table, id) for a record with that id.`,
    );
  }
  const [, begin = "", included, end = ""] = match;
  const last = end === "" ? undefined : key(end, text);
  if (last === undefined && included === "=") {
    throw new InvalidRangeError(
      `${shown(text)} includes an end that is missing: pass new RecordId(table, new Range(begin, end)).`,
    );
  }
  return new RecordId(
    table,
    new Range(begin === "" ? undefined : new BoundIncluded(key(begin, text)), bound(last, included)),
  );
}

function bound(end: string | number | bigint | undefined, included: string | undefined): Bound | undefined {
  if (end === undefined) return undefined;
  return included === "=" ? new BoundIncluded(end) : new BoundExcluded(end);
}

/** A bound is read as the parser would read it in query text, where `-5` is an integer. */
function key(text: string, whole: string): string | number | bigint {
  return /^-?[0-9]+$/.test(text) ? integer(text, whole) : text;
}

function integer(digits: string, text: string): number | bigint {
  // Zeros in front may be many; without them, 20 characters hold every 64-bit integer.
  const short = digits.replace(/^(-?)0+(?=[0-9])/, "$1");
  const value = short.length > 20 ? undefined : BigInt(short);
  if (value === undefined || !fitsInt64(value)) {
    throw new InvalidRecordIdError(
      `The integer in ${shown(text)} does not fit into 64 bits: pass new RecordId(table, "digits") for a string id.`,
    );
  }
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
