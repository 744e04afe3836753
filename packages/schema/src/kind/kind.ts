/**
 * A kind without parts: `string`, `datetime`, `any` … The sized numbers are those of SurrealDB 4.
 *
 * @example
 * ```ts
 * const name: PlainKindName = "datetime";
 * ```
 */
export type PlainKindName =
  | "any"
  | "none"
  | "null"
  | "bool"
  | "bytes"
  | "datetime"
  | "decimal"
  | "duration"
  | "float"
  | "int"
  | "number"
  | "string"
  | "uuid"
  | "regex"
  | "range"
  | "function"
  | SizedNumberName;

/**
 * The numbers of a certain size, which SurrealDB 4 has.
 *
 * @example
 * ```ts
 * const size: SizedNumberName = "u8";
 * ```
 */
export type SizedNumberName = "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64" | "f16" | "f32" | "f64";

/**
 * The shapes of geometries.
 *
 * @example
 * ```ts
 * const shape: GeometryShape = "multipolygon";
 * ```
 */
export type GeometryShape = "point" | "line" | "polygon" | "multipoint" | "multiline" | "multipolygon" | "collection";

/**
 * What a field, an argument or a record id may hold. `is` tells the variants apart.
 *
 * - `either` is a union; `option<string>` is a union of `none` and `string`
 * - `record` without tables is a link to any table, `geometry` without shapes any geometry, `file` without buckets any file
 * - `tuple` and `object` are the literal kinds `[int, string]` and `{ a: int }`; an object is `isExact` there. The
 *   objects of a table hold the fields that are defined below them
 * - `unknown` is what this version of the package does not understand: `text` is what the server wrote
 *
 * @example
 * ```ts
 * readKind("option<array<record<person>>>");
 * // => { is: "either", of: [{ is: "none" }, { is: "array", of: { is: "record", tables: ["person"] } }] }
 * ```
 */
export type Kind<Field = ObjectKey> =
  | { readonly is: PlainKindName }
  | { readonly is: "either"; readonly of: readonly Kind<Field>[] }
  | { readonly is: "array" | "set"; readonly of: Kind<Field>; readonly size?: number }
  | { readonly is: "tuple"; readonly items: readonly Kind<Field>[] }
  | ObjectKind<Field>
  | { readonly is: "record" | "table"; readonly tables: readonly string[] }
  | { readonly is: "geometry"; readonly shapes: readonly GeometryShape[] }
  | { readonly is: "file"; readonly buckets: readonly string[] }
  | LiteralKind
  | { readonly is: "unknown"; readonly text: string };

/**
 * A kind that is one value. Decimals and durations stay text, since they have no literal type in most languages.
 *
 * @example
 * ```ts
 * const kind: LiteralKind = { is: "literal", of: "string", value: "draft" };
 * ```
 */
export type LiteralKind =
  | { readonly is: "literal"; readonly of: "string"; readonly value: string }
  | { readonly is: "literal"; readonly of: "bool"; readonly value: boolean }
  | { readonly is: "literal"; readonly of: "int"; readonly value: number | bigint }
  | { readonly is: "literal"; readonly of: "float"; readonly value: number }
  | { readonly is: "literal"; readonly of: "decimal" | "duration"; readonly text: string };

/**
 * An object with its keys.
 *
 * @example
 * ```ts
 * readKind("{ a: int }");
 * // => { is: "object", fields: [{ name: "a", kind: { is: "int" } }], isExact: true, isOpen: false }
 * ```
 */
export interface ObjectKind<Field = ObjectKey> {
  readonly is: "object";
  /** The declared keys, sorted by name. */
  readonly fields: readonly Field[];
  /** Whether it is a literal kind, `{ a: int }`, and not `object`. */
  readonly isExact: boolean;
  /** Whether undeclared keys are kept: those of a schemaless table, and of a FLEXIBLE field. */
  readonly isOpen: boolean;
  /** The kind of the values of undeclared keys, if `field.*` declares it. */
  readonly values?: Kind<Field>;
}

/**
 * A key of an object in the text of a kind.
 *
 * @example
 * ```ts
 * const key: ObjectKey = { name: "a", kind: { is: "int" } };
 * ```
 */
export interface ObjectKey {
  readonly name: string;
  readonly kind: Kind;
}

/**
 * Whether a value of this kind may be absent (NONE).
 *
 * @example
 * ```ts
 * acceptsNone(readKind("option<int>")); // => true
 * ```
 */
export function acceptsNone(kind: Kind<unknown>): boolean {
  if (kind.is === "either") return kind.of.some(acceptsNone);
  return kind.is === "none" || kind.is === "any" || kind.is === "unknown";
}
