import { describeType } from "../describe-type.ts";
import { equals } from "../equals.ts";
import { markKind, type Unfrozen, valueKind } from "../kind.ts";
import { assertWellFormed, quoteIdentifier } from "../quote.ts";
import { checkRecordIdValue, frozenCopy, type RecordIdValue, recordIdValueText } from "./record-id-value.ts";
import { parseRecordText } from "./record-text.ts";

/**
 * The id of one record: a table and an id within it. With a {@link Range} as its id it names all records in that
 * range.
 *
 * The integer `1` and the string `"1"` are different ids. Immutable: arrays and objects are copied and frozen.
 *
 * @example
 * ```ts
 * const id = new RecordId("user", "john");
 * id.table; // => "user"
 * id.id; // => "john"
 * String(id); // => "user:john"
 * String(new RecordId("user", "12")); // => "user:`12`"
 * ```
 */
export class RecordId<Name extends string = string, Id = RecordIdValue> {
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "RecordId";
  /** The name of the table, as it is, not quoted. */
  readonly table: Name;
  /** The id within the table. */
  readonly id: Id;

  /**
   * @param table - the name of the table, not quoted
   * @param id - a string, an integer, a bigint, a {@link Uuid}, an array, a plain object, or a {@link Range} of those
   * @throws TypeError when the table is not a string, the id of a type that record ids cannot have, or an object in it
   * has an empty key
   * @throws RangeError when an integer does not fit into 64 bits, or is a number beyond 2^53
   */
  constructor(table: Name, id: Id & RecordIdValue) {
    checkTable(table, id);
    checkRecordIdValue(id);
    this.table = table;
    this.id = frozenCopy<Id>(id);
    Object.freeze(this);
  }

  /**
   * Creates a record id from what the database sent, without checks, copies and freezing of the id.
   *
   * @internal
   */
  static unchecked(table: string, id: RecordIdValue): RecordId {
    const made = Object.create(RecordId.prototype) as Unfrozen<RecordId>;
    made.table = table;
    made.id = id;
    return Object.freeze(made);
  }

  /**
   * Parses the text of a record id, as SurrealQL, {@link RecordId.toString} and the server write it.
   *
   * Unquoted ids are letters, digits and `_`, and digits alone are an integer. Every other text is quoted in
   * backticks or `⟨…⟩`. UUIDs (`u"…"`), arrays, objects and ranges are parsed too.
   *
   * @throws {@link InvalidRecordIdError} for any other text, such as `a:b:c`, a URL, or `user:ulid()`
   * @throws {@link InvalidRangeError} for an invalid range, such as `user:1..=`
   * @example
   * ```ts
   * RecordId.parse("user:john").id; // => "john"
   * RecordId.parse("user:1").id; // => 1
   * RecordId.parse("user:`1`").id; // => "1"
   * RecordId.parse("weather:['London', 2024]").id; // => ["London", 2024]
   * ```
   */
  static parse(text: string): RecordId {
    if (typeof text !== "string") {
      throw new TypeError(`RecordId.parse takes a text such as "user:john", not ${describeType(text)}.`);
    }
    return parseRecordText(text, (table, id) => new RecordId(table, id));
  }

  /** Whether the other value is a record id of the same table with an equal id. `1` equals `1n`, and not `"1"`. */
  equals(other: unknown): boolean {
    if (valueKind(other) !== "record-id") return false;
    const { table, id } = other as RecordId;
    return this.table === table && equals(this.id, id);
  }

  /** The record id as SurrealQL, both parts quoted where necessary. */
  toString(): string {
    return `${quoteIdentifier(this.table)}:${recordIdValueText(this.id)}`;
  }

  /** The same text as {@link RecordId.toString}. */
  toJSON(): string {
    return this.toString();
  }

  static {
    markKind(this, "record-id", "RecordId");
  }
}

function checkTable(table: unknown, id: unknown): void {
  if (typeof table === "string") {
    assertWellFormed(table, "A table name");
    return;
  }
  if (valueKind(table) === "table") {
    throw new TypeError("The table of a RecordId is a string, not a Table: pass table.name.");
  }
  const swapped = typeof id === "string" || valueKind(id) === "table";
  throw new TypeError(
    `The table of a RecordId is a string, not ${describeType(table)}.${swapped ? " Are the arguments swapped? It is new RecordId(table, id)." : ' Pass its name, such as "user".'}`,
  );
}
