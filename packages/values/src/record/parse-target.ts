import { describeType, shown } from "../describe-type.ts";
import { InvalidTableError } from "../errors/invalid-value-error.ts";
import { Table } from "../table.ts";
import { RecordId } from "./record-id.ts";
import { unquote } from "./unquote.ts";

const plainTable = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Parses the text of a statement's target by SurrealQL's own grammar, and refuses ambiguous texts.
 *
 * - `"user"`, a letter or `_`, then letters, digits and `_`; or any name in backticks or `⟨…⟩`: a table
 * - `"user:john"`, `"user:12"`, `` "user:`x-1`" ``, `"user:['London', 5]"`: a record, as {@link RecordId.parse} reads it
 * - `"user:1..5"`, `"user:a..=b"`, `"user:.."`: a range of records
 *
 * @throws {@link InvalidTableError} when it has no colon and is not a name
 * @throws {@link InvalidRecordIdError} for a text with a colon that is not a record id: `"a:b:c"`, `"http://x"`,
 * `"user:john-doe"`
 * @throws {@link InvalidRangeError} when its range is invalid: `"user:1..="`
 * @example
 * ```ts
 * parseTarget("user"); // new Table("user")
 * parseTarget("user:12"); // new RecordId("user", 12)
 * parseTarget("user:⟨ada@home⟩"); // new RecordId("user", "ada@home")
 * ```
 */
export function parseTarget(text: string): Table | RecordId {
  if (typeof text !== "string") {
    throw new TypeError(`A target is a RecordId, a Table or a text such as "user:john", not ${describeType(text)}.`);
  }
  if (plainTable.test(text)) return new Table(text);
  const quoted = text.startsWith("`") || text.startsWith("⟨") ? unquote(text) : undefined;
  if (quoted !== undefined) return new Table(quoted);
  if (text.includes(":")) return RecordId.parse(text);
  throw new InvalidTableError(
    `${shown(text)} is not a plain table name: pass new Table(name) for a table of that name, new RecordId(table, id) for a record.`,
  );
}
