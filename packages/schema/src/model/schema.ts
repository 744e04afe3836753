import type { Kind } from "../kind/kind.ts";

/**
 * What a database defines. Everything is sorted by name, so that the same schema always gives the same model.
 *
 * @example
 * ```ts
 * const schema: Schema = await fetchSchema((text) => db.query(text));
 * schema.tables.map((table) => table.name);
 * ```
 */
export interface Schema {
  readonly tables: readonly TableSchema[];
  readonly functions: readonly FunctionSchema[];
  readonly params: readonly ParamSchema[];
  readonly accesses: readonly AccessSchema[];
}

/**
 * A table with its fields.
 *
 * @example
 * ```ts
 * const [table] = schema.tables;
 * table?.fields.map((field) => field.name);
 * ```
 */
export interface TableSchema {
  /** The name as it is, not quoted. */
  readonly name: string;
  /** The text of its COMMENT clause. */
  readonly comment: string | undefined;
  /** Whether undeclared fields are refused (SCHEMAFULL) or kept (SCHEMALESS). */
  readonly isSchemafull: boolean;
  /** Whether the table forgets what is written to it (DROP). */
  readonly isDropped: boolean;
  /** The query of a view, which lists no fields: its records are made by the database. */
  readonly view: string | undefined;
  /** The ends of a relation, for TYPE RELATION; no tables where every table is allowed. */
  readonly relation: RelationSchema | undefined;
  /** The field `id`, if it is defined. */
  readonly id: FieldSchema | undefined;
  /** The fields of the record, sorted by name, without `id`; nested fields are in their kinds. */
  readonly fields: readonly FieldSchema[];
  /** All that the server says about the table beyond this, as it says it. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * The tables at the ends of a relation.
 *
 * @example
 * ```ts
 * const ends: RelationSchema = { in: ["person"], out: ["person", "company"], isEnforced: true };
 * ```
 */
export interface RelationSchema {
  readonly in: readonly string[];
  readonly out: readonly string[];
  /** Whether the records at both ends must exist. */
  readonly isEnforced: boolean;
}

/**
 * A kind in a table: its objects hold fields.
 *
 * @example
 * ```ts
 * const kind: FieldKind = { is: "array", of: { is: "int" } };
 * ```
 */
export type FieldKind = Kind<FieldSchema>;

/**
 * A field of a table or of an object in it. The clauses are SurrealQL.
 *
 * @example
 * ```ts
 * const field = schema.tables[0]?.fields[0];
 * if (field !== undefined) console.log(field.path, field.kind.is, isRequired(field));
 * ```
 */
export interface FieldSchema {
  /** The last part of the path, not quoted. */
  readonly name: string;
  /** The path in its table, as the server writes it: `addr.street`. */
  readonly path: string;
  /** What it may hold: `any` without a TYPE clause. */
  readonly kind: FieldKind;
  /** Whether no definition names it, but only fields below it: `addr` of `addr.street`. */
  readonly isImplied: boolean;
  readonly isReadonly: boolean;
  readonly default: string | undefined;
  readonly value: string | undefined;
  readonly computed: string | undefined;
  readonly assert: string | undefined;
  readonly comment: string | undefined;
  /** All that the server says about the field beyond this, as it says it. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * A function that the database defines.
 *
 * @example
 * ```ts
 * schema.functions.map(({ name, args }) => `${name}(${args.map((arg) => arg.name).join(", ")})`);
 * ```
 */
export interface FunctionSchema {
  /** The name with its prefix, `fn::greet`. */
  readonly name: string;
  readonly comment: string | undefined;
  readonly args: readonly { readonly name: string; readonly kind: FieldKind }[];
  /** `undefined` when the function does not declare it. */
  readonly returns: FieldKind | undefined;
}

/**
 * A parameter that the database defines.
 *
 * @example
 * ```ts
 * const limit = schema.params.find((param) => param.name === "limit");
 * ```
 */
export interface ParamSchema {
  /** The name without `$`. */
  readonly name: string;
  readonly comment: string | undefined;
  /** The value as SurrealQL. */
  readonly value: string;
  /** The kind that its value has: `unknown` where the text is no plain value. */
  readonly kind: FieldKind;
}

/**
 * An access method, with the variables that its queries read.
 *
 * @example
 * ```ts
 * schema.accesses.map(({ name, signup }) => [name, signup]);
 * ```
 */
export interface AccessSchema {
  readonly name: string;
  readonly comment: string | undefined;
  /** `RECORD`, `JWT` or `BEARER`. */
  readonly kind: string;
  /** The variables that SIGNUP reads, without `$`, sorted; `undefined` without SIGNUP. */
  readonly signup: readonly string[] | undefined;
  /** The variables that SIGNIN reads, without `$`, sorted; `undefined` without SIGNIN. */
  readonly signin: readonly string[] | undefined;
}
