import type { RecordId } from "@surreal-sdk/values";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { Atom } from "./atom.ts";
import type { AnyDatabase, RowNamed } from "./database.ts";

/** A name in backticks, which the compiler does not take apart. */
export type QuotedPath = `\`${string}`;

/** The position of an item in a list: its number, the last one, or all. */
type Index = `[${number}]` | "[$]" | "[*]";

/**
 * The paths of the fields of rows of type `T`, such as `"name"`, `"address.city"` or `"tags[0]"`; any text for rows
 * about which nothing is known. Links are followed into the rows of the database `S`, one link deep.
 */
export type FieldPath<T, S = AnyDatabase> = unknown extends T
  ? string
  : T extends unknown
    ? string extends keyof T
      ? string
      : "*" | QuotedPath | Paths<T, S, []>
    : never;

/** A field by its path, or a fragment of SurrealQL. */
export type FieldOf<T, S = AnyDatabase> = FieldPath<T, S> | BoundQuery;

/** A field to sort by, with its direction if it is not ascending. */
export type OrderPath<T, S = AnyDatabase> = FieldPath<T, S> | `${FieldPath<T, S>} ${"ASC" | "DESC" | "asc" | "desc"}`;

/** How deep fields are followed; a link counts as three. */
type Deepest = 4;

type Paths<T, S, Depth extends unknown[]> = {
  [K in keyof T & string]-?: K | `${K}${Further<T[K], S, Depth>}`;
}[keyof T & string];

/** What can follow the path of a field with the value `V`. */
type Further<V, S, Depth extends unknown[]> = Depth["length"] extends Deepest
  ? never
  : unknown extends V
    ? `.${string}` | `[${string}`
    : Into<NonNullable<V>, S, Depth>;

type Into<V, S, Depth extends unknown[]> =
  V extends RecordId<infer Name, unknown>
    ? BehindLink<RowNamed<S, Name>, S, Depth>
    : V extends Atom
      ? never
      : V extends readonly (infer X)[]
        ? InList<Further<X, S, Depth>>
        : ".*" | `.${Paths<V, S, [...Depth, 0]>}`;

type InList<After extends string> = Index | ".*" | After | `${Index}${After}`;

type BehindLink<Row, S, Depth extends unknown[]> = unknown extends Row
  ? `.${string}`
  : Depth extends []
    ? ".*" | `.${Paths<Row, S, [0, 0, 0]>}`
    : never;
