import type { RecordId } from "@surreal-sdk/values";
import type { Values } from "./values.ts";

/**
 * What the type of a database contains. `npx surreal-sdk typegen` writes one; by hand, {@link Tables} makes one of the
 * types of the rows.
 *
 * @example
 * ```ts
 * interface Database {
 *   tables: { user: { row: User; insert: UserInsert; update: UserUpdate } };
 *   functions: { "fn::greet": { args: [name: string]; returns: string } };
 * }
 * const db = AsyncSurreal<Database>("ws://localhost:8000");
 * ```
 */
export interface DatabaseShape {
  /** For each table: its rows, what is written to create one, and what is written to change one. */
  readonly tables: object;
  /** For each function: its arguments and its result. */
  readonly functions?: object;
  /** For each parameter of the database: its value. */
  readonly params?: object;
  /** For each access method: the variables of `signup` and `signin`. */
  readonly access?: object;
}

/** A database about which nothing is known: the one of connections that are given no type. */
export interface AnyDatabase extends DatabaseShape {
  readonly tables: object;
}

/**
 * The type of a database with tables of these rows. A row with `in` and `out` is an edge between the tables that these
 * ids name.
 *
 * @example
 * ```ts
 * const db = AsyncSurreal<Tables<{ user: User; company: Company; knows: Knows }>>("ws://localhost:8000");
 * ```
 */
export interface Tables<Rows extends object> {
  readonly tables: { readonly [N in keyof Rows]: TableOfRows<Rows[N]> };
}

type TableOfRows<Row> = Row extends { readonly in: RecordId<infer In>; readonly out: RecordId<infer Out> }
  ? { readonly row: Row; readonly insert: Values<Row>; readonly update: Values<Row>; readonly relation: Ends<In, Out> }
  : { readonly row: Row; readonly insert: Values<Row>; readonly update: Values<Row> };

interface Ends<In, Out> {
  readonly in: In;
  readonly out: Out;
}

/** A section of a database; `object` where it has none. */
export type Section<S, Name extends keyof DatabaseShape> = S extends { readonly [N in Name]: infer Found }
  ? Found
  : object;

/** The names of the tables of a database. */
export type TableNameOf<S> = keyof Section<S, "tables"> & string;

/** The names of the relations of a database. */
export type RelationNameOf<S> = RelationIn<Section<S, "tables">>;
type RelationIn<T> = { [N in keyof T]: T[N] extends { readonly relation: object } ? N : never }[keyof T] & string;

type Part<T, Name, P extends string> = Name extends keyof T
  ? T[Name] extends { readonly [K in P]: infer Found }
    ? Found
    : unknown
  : unknown;

/** The row type of a table of a database; `unknown` where the database has no such table. */
export type RowNamed<S, Name> = Part<Section<S, "tables">, Name, "row">;

/** What is written to create a row of a table. */
export type InsertNamed<S, Name> = Part<Section<S, "tables">, Name, "insert">;

/** What is written to change a row of a table. */
export type UpdateNamed<S, Name> = Part<Section<S, "tables">, Name, "update">;

/** The tables that a relation connects: `in` and `out`. */
export type EndsNamed<S, Name> = Part<Section<S, "tables">, Name, "relation">;

/** The value of a parameter of a database; anything for other names. */
export type ParamNamed<S, Name> = Name extends keyof Section<S, "params"> ? Section<S, "params">[Name] : unknown;
