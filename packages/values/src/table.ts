import { describeType } from "./describe-type.ts";
import { markKind, type Unfrozen, valueKind } from "./kind.ts";
import { assertWellFormed, quoteIdentifier } from "./quote.ts";

/**
 * A table by its name, for places where a string would be ambiguous. Its type can carry the type of its rows.
 *
 * @typeParam Name - the name
 * @typeParam Row - the type of a row; methods that take the table return rows of that type
 * @example
 * ```ts
 * const table = new Table("my table");
 * table.name; // => "my table"
 * String(table); // => "`my table`"
 *
 * const users = new Table<"user", { name: string; age: number }>("user");
 * const names = await db.select(users, { fields: ["name"] }); // { name: string }[]
 * ```
 */
export class Table<Name extends string = string, Row = unknown> {
  /** Carries the type of a row; no value has it. */
  declare readonly "~row"?: Row;
  /** Tells the classes apart as types. Instances have no such property: libraries compare and copy what has none. */
  declare readonly [Symbol.toStringTag]?: "Table";
  /** The name as it is, not quoted. */
  readonly name: Name;

  /**
   * @param name - the name, not quoted; any text is a name, `"user:1"` as well
   * @throws TypeError when it is not a string
   */
  constructor(name: Name) {
    if (typeof name !== "string") throw new TypeError(refusal(name));
    assertWellFormed(name, "A table name");
    this.name = name;
    Object.freeze(this);
  }

  /**
   * Creates a table from what the database sent, without checks.
   *
   * @internal
   */
  static unchecked(name: string): Table {
    const made = Object.create(Table.prototype) as Unfrozen<Table>;
    made.name = name;
    return Object.freeze(made);
  }

  /** Whether the other value is a table of the same name. */
  equals(other: unknown): boolean {
    return valueKind(other) === "table" && (other as Table).name === this.name;
  }

  /** The name as a SurrealQL identifier, quoted where necessary. */
  toString(): string {
    return quoteIdentifier(this.name);
  }

  /** The unquoted name. */
  toJSON(): string {
    return this.name;
  }

  static {
    markKind(this, "table", "Table");
  }
}

function refusal(name: unknown): string {
  if (valueKind(name) === "table") return "The name of a Table is a string: this is a Table already, use it as it is.";
  if (valueKind(name) === "record-id") return "The name of a Table is a string, not a RecordId: pass recordId.table.";
  return `The name of a Table is a string, not ${describeType(name)}: pass it as text, such as new Table("user").`;
}
