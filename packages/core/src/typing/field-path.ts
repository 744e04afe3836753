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
 * about which nothing is known. Links lead to the fields of their rows in the database `S`.
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

/**
 * A field to sort by, with its direction if it is not ascending. The direction of a part of a field is written as an
 * object: all paths with all directions would be too many types.
 */
export type OrderPath<T, S = AnyDatabase> = FieldPath<T, S> | `${OwnName<T>} ${"ASC" | "DESC" | "asc" | "desc"}`;

type OwnName<T> = unknown extends T ? string : T extends unknown ? keyof T & string : never;

/**
 * A field of one of many row types, of which only the first name is checked: all paths of all tables would be too many
 * types.
 */
export type FieldOfAny<T> = unknown extends T
  ? string | BoundQuery
  : "*" | QuotedPath | OwnName<T> | `${OwnName<T>}${"." | "["}${string}` | BoundQuery;

/** How deep the parts of fields are followed. */
type Deepest = 4;

type Paths<T, S, Depth extends unknown[]> = {
  [K in keyof T & string]-?: K | `${K}${Further<T[K], S, Depth>}`;
}[keyof T & string];

/** What can follow the path of a field with the value `V`. */
type Further<V, S, Depth extends unknown[]> = Depth["length"] extends Deepest
  ? never
  : unknown extends V
    ? `.${string}` | `[${string}`
    : Within<NonNullable<V>, S, Depth>;

type Within<V, S, Depth extends unknown[]> =
  V extends RecordId<infer Name, unknown>
    ? BehindLink<RowNamed<S, Name>>
    : V extends Atom
      ? never
      : V extends readonly (infer X)[]
        ? InList<Further<X, S, Depth>>
        : ".*" | `.${Paths<V, S, [...Depth, 0]>}`;

type InList<After extends string> = Index | ".*" | After | `${Index}${After}`;

/** The row behind a link: its own fields, without their parts. */
type BehindLink<Row> = unknown extends Row ? `.${string}` : ".*" | `.${OwnName<Row>}`;
