import type { RecordId } from "@surreal-sdk/values";
import type { Atom } from "./atom.ts";
import type { RowNamed } from "./database.ts";
import type { AfterDot, Behind, Tail } from "./selected.ts";

/**
 * The paths of links in rows of type `T`: record ids, also in lists and objects, and those in the rows behind them. In a
 * row with other keys than its type names, every path may be one.
 */
export type LinkPath<T, S> = Links<T, S, [], "first">;

/** Whether a row is the one that is read, or one behind a link, whose own links are not followed. */
type Hop = "first" | "behind";

type Links<T, S, Depth extends unknown[], At extends Hop> = Depth["length"] extends 4
  ? never
  : unknown extends T
    ? string
    : T extends unknown
      ? string extends keyof T
        ? string
        : { [K in keyof T & string]-?: LinksAt<K, NonNullable<T[K]>, S, Depth, At> }[keyof T & string]
      : never;

type LinksAt<K extends string, V, S, Depth extends unknown[], At extends Hop> =
  V extends RecordId<infer Name, unknown>
    ? K | (At extends "first" ? `${K}.${Links<RowNamed<S, Name>, S, [0, 0, 0], "behind">}` : never)
    : V extends Atom
      ? never
      : V extends readonly (infer X)[]
        ? LinksAt<K, NonNullable<X>, S, Depth, At>
        : `${K}.${Links<V, S, [...Depth, 0], At>}`;

/**
 * The path of a link in one of many row types, of which only the first name is checked: it is a link, or an object that
 * may contain one.
 */
export type LinkOfAny<T> = unknown extends T ? string : T extends unknown ? LinkIn<T> : never;

type LinkIn<T> = string extends keyof T
  ? string
  : { [K in keyof T & string]-?: StartOfLink<K, NonNullable<T[K]>> }[keyof T & string];

type StartOfLink<K extends string, V> = V extends RecordId
  ? K | `${K}.${string}`
  : V extends Atom
    ? never
    : V extends readonly (infer X)[]
      ? StartOfLink<K, NonNullable<X>>
      : `${K}.${string}`;

/** Rows of type `T` in which the links at the paths `P` are replaced by their records, or by nothing if there is none. */
export type Fetched<T, P, S> = [P] extends [never]
  ? T
  : T extends unknown
    ? { [K in keyof T]: FetchedAt<T[K], Tail<Extract<P, string>, K>, S> }
    : never;

type FetchedAt<V, F extends string, S> = [F] extends [never]
  ? V
  : unknown extends V
    ? unknown
    : V extends RecordId<infer Name, unknown>
      ? "" extends F
        ? Fetched<Behind<RowNamed<S, Name>>, AfterDot<F>, S> | undefined
        : V
      : V extends Atom
        ? V
        : V extends readonly (infer X)[]
          ? FetchedAt<X, F, S>[]
          : Fetched<V, AfterDot<F>, S>;
