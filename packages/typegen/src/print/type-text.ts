import { type FieldKind, type FieldSchema, geometryTypes, type ObjectKind, valueTypes } from "@surreal-sdk/schema";
import { operandText, step, unionText } from "./layout.ts";
import { propertyLines } from "./property.ts";

/**
 * What a type is for: a record that was read, one that is created, the change of one, or the id of a record, which is
 * frozen.
 */
export type Purpose = "read" | "insert" | "update" | "id";

/** What the types of a file share. */
export interface Surroundings {
  /** The classes of the SDK that were named. */
  readonly classes: Set<string>;
  /** The kinds of the ids that are defined, by table. */
  readonly ids: ReadonlyMap<string, FieldKind>;
  /** The places whose kind is not understood, and the kinds. */
  readonly unknown: Map<string, string>;
}

/** Writes types of one purpose. */
export class TypeWriter {
  readonly purpose: Purpose;
  readonly #around: Surroundings;

  constructor(purpose: Purpose, around: Surroundings) {
    this.purpose = purpose;
    this.#around = around;
  }

  /**
   * The type of a kind.
   *
   * @param indent - of the line that the type begins on
   * @param place - the table and the path, for messages
   */
  type(kind: FieldKind, indent: string, place: string): string {
    switch (kind.is) {
      case "either":
        return unionText(kind.of.map((each) => this.type(each, indent, place)));
      case "array":
        return this.#list(kind.of, indent, place);
      case "set":
        return `${this.purpose === "read" ? "Set" : "ReadonlySet"}<${this.#whole(kind.of, indent, place)}>`;
      case "tuple":
        return `${this.#frozen()}[${kind.items.map((item) => this.#whole(item, indent, place)).join(", ")}]`;
      case "object":
        return this.#object(kind, indent, place);
      case "literal":
        return this.#literal(kind);
      case "unknown":
        this.#around.unknown.set(place, kind.text);
        return "unknown";
      default:
        return this.#named(kind);
    }
  }

  /** The type without NONE, for properties that may be absent. */
  present(kind: FieldKind, indent: string, place: string): string {
    if (kind.is !== "either") return this.type(kind, indent, place);
    return this.type({ is: "either", of: kind.of.filter(({ is }) => is !== "none") }, indent, place);
  }

  /** The id of a record of a table. */
  recordId(table: string, indent = ""): string {
    const id = this.#around.ids.get(table);
    this.#around.classes.add("RecordId");
    const parts = id === undefined ? "" : `, ${new TypeWriter("id", this.#around).type(id, indent, `${table}.id`)}`;
    return `RecordId<${JSON.stringify(table)}${parts}>`;
  }

  /** Names a class of the SDK. */
  named(name: string): string {
    this.#around.classes.add(name);
    return name;
  }

  /** Lists and sets are written as a whole: an update replaces them. */
  #whole(kind: FieldKind, indent: string, place: string): string {
    const writer = this.purpose === "update" ? new TypeWriter("insert", this.#around) : this;
    return writer.type(kind, indent, place);
  }

  #list(of: FieldKind, indent: string, place: string): string {
    return `${this.#frozen()}${operandText(this.#whole(of, indent, place))}[]`;
  }

  #frozen(): string {
    return this.purpose === "read" ? "" : "readonly ";
  }

  #object(kind: ObjectKind<FieldSchema>, indent: string, place: string): string {
    const values = kind.values === undefined ? undefined : this.type(kind.values, indent, `${place}.*`);
    if (kind.fields.length === 0) return `Record<string, ${values ?? (kind.isOpen ? "unknown" : "never")}>`;
    const inner = indent + step;
    const table = place.slice(0, place.indexOf("."));
    const lines = kind.fields.flatMap((field) =>
      propertyLines(field, this, inner, kind.isExact ? `${place}.${field.name}` : `${table}.${field.path}`),
    );
    if (kind.isOpen || values !== undefined) lines.push(`${inner}[key: string]: unknown;`);
    return `{\n${lines.join("\n")}\n${indent}}`;
  }

  #literal(kind: Extract<FieldKind, { readonly is: "literal" }>): string {
    if ("text" in kind) return this.#table(kind.of);
    return typeof kind.value === "bigint" ? `${kind.value}n` : JSON.stringify(kind.value);
  }

  #named(
    kind: Exclude<FieldKind, { readonly is: "either" | "array" | "set" | "tuple" | "object" | "literal" | "unknown" }>,
  ): string {
    switch (kind.is) {
      case "record":
        return kind.tables.length === 0
          ? this.named("RecordId")
          : unionText(kind.tables.map((table) => this.recordId(table)));
      case "table":
        return kind.tables.length === 0
          ? this.named("Table")
          : unionText(kind.tables.map((table) => `${this.named("Table")}<${JSON.stringify(table)}>`));
      case "geometry":
        return kind.shapes.length === 0
          ? this.named("Geometry")
          : unionText(kind.shapes.map((shape) => this.named(geometryTypes[shape])));
      default:
        return this.#table(kind.is);
    }
  }

  #table(name: keyof typeof valueTypes): string {
    const { read, write } = valueTypes[name];
    const isWritten = this.purpose === "insert" || this.purpose === "update";
    const types = isWritten ? write : read;
    for (const type of types) if (isSdkClass(type)) this.named(type);
    // What is read lies in memory of its own, as `Response` and `Blob` want it; to be written, shared memory will do.
    return unionText(types.map((type) => (type === "Uint8Array" && !isWritten ? "Uint8Array<ArrayBuffer>" : type)));
  }
}

/** The other names in capitals are those of the language. */
function isSdkClass(type: string): boolean {
  return /^[A-Z]/.test(type) && type !== "Date" && type !== "Uint8Array";
}
