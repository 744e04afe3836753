declare const nothingKnown: unique symbol;

/** What a type of a database must contain. */
export interface DatabaseShape {
  readonly tables: object;
  readonly functions?: object;
  readonly params?: object;
  readonly access?: object;
}

/** A database about which nothing is known: the type of connections that are given no other. */
export interface AnyDatabase extends DatabaseShape {
  readonly [nothingKnown]: true;
}

/** The row type of a table of a database; `unknown` where the database has no such table. */
export type RowNamed<S, Name> = S extends { readonly tables: infer Tables }
  ? Name extends keyof Tables
    ? Tables[Name] extends { readonly row: infer Row }
      ? Row
      : unknown
    : unknown
  : unknown;
