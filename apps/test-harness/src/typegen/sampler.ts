import { type FieldKind, type FieldSchema, isIdRequired, isRequired, type TableSchema } from "@surreal-sdk/schema";
import { someKindOf } from "./places.ts";

/** What a sample differs in from the whole record: a place without a value, or with another one. */
export type Edits = ReadonlyMap<string, string | undefined>;

/** Two values of each kind without parts, as TypeScript. */
const plain: Readonly<Record<string, readonly [string, string]>> = {
  any: ["1", '"any"'],
  bool: ["true", "false"],
  bytes: ["new Uint8Array([1])", "new Uint8Array([2])"],
  datetime: ['new Datetime("2024-01-01")', "new Date(0)"],
  decimal: ['new Decimal("1.5")', 'new Decimal("2")'],
  duration: ['new Duration("1h")', 'new Duration("2d")'],
  float: ["1.5", "2"],
  int: ["1", "2n"],
  none: ["undefined", "undefined"],
  null: ["null", "null"],
  number: ["1", 'new Decimal("1")'],
  range: ["new Range(new BoundIncluded(1), undefined)", "new Range(undefined, undefined)"],
  string: ['"text"', '"other"'],
  uuid: ['new Uuid("018f3b5e-7f3a-7cc2-9f4e-0123456789ab")', 'new Uuid("018f3b5e-7f3a-7cc2-9f4e-0123456789ac")'],
};
const geometries: Readonly<Record<string, string>> = {
  point: "new GeometryPoint(1, 2)",
  polygon:
    "new GeometryPolygon(new GeometryLine(new GeometryPoint(0, 0), new GeometryPoint(1, 0), new GeometryPoint(1, 1), new GeometryPoint(0, 0)))",
};
/** Records that exist. */
const records: Readonly<Record<string, string>> = { person: '"ada"', company: "1" };

/** Writes records of a table as TypeScript. */
export class Sampler {
  readonly #edits: Edits;
  readonly #isLeast: boolean;
  readonly #variant: 0 | 1;

  /**
   * @param isLeast - whether to leave out what may be left out
   * @param variant - which of two values each kind has
   */
  constructor(edits: Edits = new Map(), isLeast = false, variant: 0 | 1 = 0) {
    this.#edits = edits;
    this.#isLeast = isLeast;
    this.#variant = variant;
  }

  /** A new record. */
  record(table: TableSchema): string {
    const id = this.#id(table);
    return this.#object([...(id === undefined ? [] : [id]), ...this.#entries(table.fields, "")], "");
  }

  #id({ id, ...table }: TableSchema): string | undefined {
    if (this.#edits.has("id")) {
      const text = this.#edits.get("id");
      return text === undefined ? undefined : `id: ${text}`;
    }
    const isLeftOut = id === undefined || (this.#isLeast && !isIdRequired({ id, ...table }));
    return isLeftOut ? undefined : `id: ${this.value(id.kind, "id")}`;
  }

  #entries(fields: readonly FieldSchema[], path: string): string[] {
    return fields.flatMap((field) => {
      const place = `${path}/${field.name}`;
      const edited = this.#edits.get(place);
      if (edited !== undefined) return [`${JSON.stringify(field.name)}: ${edited}`];
      const isLeftOut = this.#edits.has(place) || !isWritable(field) || (this.#isLeast && !isRequired(field));
      return isLeftOut ? [] : [`${JSON.stringify(field.name)}: ${this.value(field.kind, place)}`];
    });
  }

  #object(entries: readonly string[], path: string): string {
    return `{ ${[...entries, ...(this.#edits.has(`${path}/+`) ? ["unknownKey: 1"] : [])].join(", ")} }`;
  }

  /** A list with a size has exactly so many values. */
  #items(kind: { readonly of: FieldKind; readonly size?: number }, path: string): string {
    const count = kind.size ?? 1;
    return count === 1
      ? this.value(kind.of, `${path}/[]`)
      : Array.from({ length: count }, (_, index) => index).join(", ");
  }

  /** A value of a kind. */
  value(kind: FieldKind, path: string): string {
    switch (kind.is) {
      case "either":
        return this.value(someKindOf(kind), path);
      case "array":
        return `[${this.#items(kind, path)}]`;
      case "set":
        return `new Set([${this.#items(kind, path)}])`;
      case "tuple":
        return `[${kind.items.map((item) => this.value(item, `${path}/[]`)).join(", ")}]`;
      case "object": {
        const values = kind.values === undefined ? [] : [`some: ${this.value(kind.values, `${path}/*`)}`];
        return this.#object([...this.#entries(kind.fields, path), ...values], path);
      }
      case "literal":
        return literalText(kind);
      case "record":
        return recordText(kind.tables[0] ?? "person");
      case "table":
        return `new Table(${JSON.stringify(kind.tables[0] ?? "person")})`;
      case "geometry":
        return geometries[kind.shapes.at(this.#variant) ?? "point"] as string;
      case "file":
        return `new FileRef(${JSON.stringify(kind.buckets[0] ?? "pictures")}, "/a.png")`;
      default:
        return (plain[kind.is] as readonly [string, string])[this.#variant];
    }
  }
}

function recordText(table: string): string {
  return `new RecordId(${JSON.stringify(table)}, ${records[table]})`;
}

function literalText(kind: Extract<FieldKind, { readonly is: "literal" }>): string {
  if ("text" in kind) return `new ${kind.of === "decimal" ? "Decimal" : "Duration"}(${JSON.stringify(kind.text)})`;
  return typeof kind.value === "bigint" ? `${kind.value}n` : JSON.stringify(kind.value);
}

/** Whether there are values that can be sent. */
export function isWritable({ kind, computed }: FieldSchema): boolean {
  const kinds = kind.is === "either" ? kind.of : [kind];
  return computed === undefined && !kinds.some(({ is }) => is === "regex" || is === "function");
}
