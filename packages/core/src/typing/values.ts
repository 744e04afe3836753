import type { Datetime, Float, RecordIdValue } from "@surreal-sdk/values";
import type { Atom } from "./atom.ts";

/**
 * What can be written for rows of type `T`: some of its fields, at any depth, since the database may set the others. A
 * `Date` is accepted for a `Datetime`, the value of an id for the id, text for the ends of an edge. For a type about
 * which nothing is known it is any object.
 *
 * @example
 * ```ts
 * interface User { id: RecordId<"user">; name: string; born: Datetime }
 * const user: Values<User> = { id: "ada", name: "Ada", born: new Date(0) };
 * ```
 */
export type Values<T> = unknown extends T ? object : T extends object ? RowValues<T> : object;

type RowValues<T> = string extends keyof T
  ? object
  : {
      readonly [K in keyof T]?:
        | (K extends "id" ? RecordIdValue : K extends "in" | "out" ? string : never)
        | Written<T[K]>
        | undefined;
    };

/** What can be written for one value. */
export type Written<V> = unknown extends V
  ? unknown
  : V extends number
    ? V | (number extends V ? Float : never)
    : V extends Datetime
      ? Datetime | Date
      : V extends ReadonlySet<infer X>
        ? ReadonlySet<Written<X>>
        : V extends Atom
          ? V
          : V extends readonly unknown[]
            ? { readonly [I in keyof V]: Written<V[I]> }
            : { readonly [K in keyof V]?: Written<V[K]> | undefined };
