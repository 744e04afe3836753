import type { RecordId } from "@surreal-sdk/values";
import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { Atom } from "./atom.ts";
import type { AnyDatabase, RowNamed } from "./database.ts";
import type { QuotedPath } from "./field-path.ts";
import type { Held } from "./held.ts";
import type { FieldData, RecordData } from "./record-data.ts";
import type { WithoutKeys } from "./without-keys.ts";

/**
 * The part of a row of type `T` that the fields `F` select. Fragments of SurrealQL add fields of which nothing is
 * known.
 */
export type Selected<T, F, S = AnyDatabase> = SelectedBy<T, Held<F>, S>;

type SelectedBy<T, F, S> = [F] extends [never]
  ? T
  : unknown extends T
    ? FieldData
    : T extends unknown
      ? string extends keyof T
        ? OpenSelected<T, F, S>
        : ("*" extends F ? Replaced<T, Walked<F>, S> : Picked<T, Extract<F, string>, S>) & Added<F>
      : never;

/** Options that name no fields, so that whole rows are read. */
export interface AllFields {
  readonly fields?: undefined;
}

/** A part of a row of type `T`, of which the compiler does not know which. */
export type Some<T> = unknown extends T
  ? FieldData
  : T extends unknown
    ? string extends keyof T
      ? OpenSome<T>
      : IsSingle<T> extends true
        ? T
        : Partial<T>
    : never;

type OpenSome<T> = RecordData extends T ? FieldData : Partial<T>;

/** Of a row with other keys than its type names: the named ones are narrowed, and of the others nothing is known. */
type OpenSelected<T, F, S> = RecordData extends T
  ? "*" extends F
    ? T
    : "id" extends F
      ? T
      : FieldData
  : string extends F
    ? Partial<T>
    : "*" extends F
      ? OpenReplaced<T, Walked<F>, S>
      : Narrowing<T, Extract<F, string>, S> & FieldData;

type OpenReplaced<T, F extends string, S> = [F] extends [never] ? T : WithoutKeys<T, Head<F>> & Narrowing<T, F, S>;

/** Whether a row has one field, without parts: whatever is selected of it is that. */
type IsSingle<T> = { [K in keyof T]-?: [keyof T] extends [K] ? (T[K] extends Atom ? true : false) : false }[keyof T];

type Added<F> = [Extract<F, BoundQuery | QuotedPath>] extends [never] ? unknown : FieldData;

/** The paths that lead into a field. */
type Walked<F> = Extract<F, `${string}.${string}` | `${string}[${string}`>;

type Replaced<T, F extends string, S> = [F] extends [never] ? T : Omit<T, Head<F>> & Picked<T, F, S>;

type Picked<T, F extends string, S> = [F] extends [keyof T] ? Pick<T, F> : Narrowing<T, F, S>;

/** A conditional type, so that a hover shows the fields and not this name. */
type Narrowing<T, F extends string, S> = T extends unknown
  ? { [K in keyof T as K extends Head<F> ? K : never]: Narrowed<T[K], Tail<F, K>, S, never, "item"> }
  : never;

/** The first name of a path. */
type Head<F extends string> = F extends `${infer H}.${string}` ? BeforeIndex<H> : BeforeIndex<F>;
type BeforeIndex<F extends string> = F extends `${infer H}[${string}` ? H : F;

/** What follows the name `K` in the paths that begin with it. */
export type Tail<F extends string, K> = F extends K
  ? ""
  : K extends string
    ? F extends `${K}.${infer R}`
      ? `.${R}`
      : F extends `${K}[${infer R}`
        ? `[${R}`
        : never
    : never;

/** The rest of a path behind a dot. */
export type AfterDot<F extends string> = F extends `.${infer R}` ? R : never;

/** Where a path leads through a list, its end is a list. */
type Amount = "item" | "list";
type Counted<V, A extends Amount> = A extends "list" ? V[] : V;

/** What may be missing on the way is `undefined` at the end. */
type Missing<V> = [Extract<V, null | undefined>] extends [never] ? never : undefined;

type Narrowed<V, F extends string, S, U, A extends Amount> = "" extends F
  ? Counted<V | U, A>
  : unknown extends V
    ? unknown
    : Inside<NonNullable<V>, F, S, U | Missing<V>, A>;

type Inside<V, F extends string, S, U, A extends Amount> = V extends readonly (infer X)[]
  ? InsideList<X, F, S, U, A>
  : V extends RecordId<infer Name, unknown>
    ? InsideRow<RowNamed<S, Name>, F, S, A>
    : V extends Atom
      ? undefined
      : ".*" extends F
        ? Counted<V | U, A>
        : InsideObject<V, AfterDot<F>, S, U, A>;

type InsideObject<V, F extends string, S, U, A extends Amount> = string extends keyof V
  ? { [K in Head<F>]: Narrowed<V[K & keyof V], Tail<F, K>, S, U | undefined, A> }
  : { [K in keyof V as K extends Head<F> ? K : never]: Narrowed<V[K], Tail<F, K>, S, U, A> };

/** The record that a link leads to: any record where nothing is known about its table. */
export type Behind<Row> = unknown extends Row ? RecordData : Row;

/** A link may lead to no record. */
type InsideRow<Row, F extends string, S, A extends Amount> = ".*" extends F
  ? Counted<Behind<Row> | undefined, A>
  : unknown extends Row
    ? { [K in Head<AfterDot<F>>]: unknown }
    : InsideObject<Row, AfterDot<F>, S, undefined, A>;

type At = `[${number}]` | "[$]";

type InsideList<X, F extends string, S, U, A extends Amount> = [F] extends ["[*]" | ".*"]
  ? Counted<Item<X, S>[] | U, A>
  : [F] extends [At]
    ? Counted<X | undefined, A>
    : [F] extends [`${At}${string}`]
      ? Inside<NonNullable<X>, AfterIndex<F>, S, undefined, A>
      : Inside<NonNullable<X>, AfterIndex<F>, S, U | Missing<X>, "list">;

/** An item where all items of a list are read: of a link it is the record. */
type Item<X, S> = X extends RecordId<infer Name, unknown> ? Behind<RowNamed<S, Name>> | undefined : X;

type AfterIndex<F extends string> = F extends `[${string}]${infer R}` ? R : F;
