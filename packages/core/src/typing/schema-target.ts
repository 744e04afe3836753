import type { Range, RecordId, Table } from "@surreal-sdk/values";
import type { RangeTarget, SingleTarget, TableName } from "../surrealql/target.ts";
import type { EndsNamed, InsertNamed, RelationNameOf, RowNamed, TableNameOf, UpdateNamed } from "./database.ts";
import type { Values } from "./values.ts";
import type { WithoutKeys } from "./without-keys.ts";

/** A table that the schema does not have, with the type of its rows: `new Table<"log", Log>("log")`. */
export type ForeignTable = Table<string, object>;

/** A table of the database, or one whose value carries the type of its rows. */
export type SchemaTable<S> = TableNameOf<S> | Table<TableNameOf<S>> | ForeignTable;

/** A record of a table of the database. */
export type SchemaRecord<S> = RecordId<TableNameOf<S>, unknown> | `${TableNameOf<S>}:${string}`;

/** A range of records of a table of the database. */
export type SchemaRange<S> = RecordId<TableNameOf<S>, Range> | `${TableNameOf<S>}:${string}..${string}`;

/** A target in the database. */
export type SchemaTarget<S> = SchemaTable<S> | SchemaRecord<S>;

/** A relation of the database, or one whose value carries the type of its rows. */
export type SchemaRelation<S> = RelationNameOf<S> | Table<RelationNameOf<S>> | ForeignTable;

/** An edge of the database: a relation, or the id of the edge. */
export type SchemaEdge<S> = SchemaRelation<S> | RecordId<RelationNameOf<S>, unknown> | `${RelationNameOf<S>}:${string}`;

/** The name of the table of a target. */
export type NameOf<G> = G extends `${infer Name}:${string}`
  ? Name
  : G extends string
    ? G
    : G extends RecordId<infer Name, unknown>
      ? Name
      : G extends Table<infer Name>
        ? Name
        : never;

/** The row type that the value of a table carries. */
type Carried<G> = G extends Table<string, infer Row> ? Row : unknown;

/** The row type of a target. */
export type RowFor<S, G> = unknown extends Carried<G> ? RowNamed<S, NameOf<G>> : Carried<G>;

/**
 * What can be passed for data of type `T`. Where other keys are allowed than the declared ones, the type of what is passed
 * needs no index signature, which an interface never has.
 */
type Given<T> = string extends keyof T ? T | (Declared<T> & object) : T;
type Declared<T> = { [K in keyof T as string extends K ? never : number extends K ? never : K]: T[K] };

/** The data of a row whose target may name its id: then the data need not. */
type Identified<G, T> = G extends SingleTarget
  ? T extends { readonly id: unknown }
    ? WithoutKeys<T, "id"> & { readonly id?: T["id"] | undefined }
    : T
  : T;

/** What is written to create a row of a target. */
export type InsertFor<S, G> =
  unknown extends Carried<G> ? Given<Identified<G, InsertNamed<S, NameOf<G>>>> : Values<Carried<G>>;

/** What is written to change a row of a target. */
export type UpdateFor<S, G> = unknown extends Carried<G> ? Given<UpdateNamed<S, NameOf<G>>> : Values<Carried<G>>;

/** A record that an edge can begin or end at. */
export type EndFor<S, G, Side extends "in" | "out"> =
  unknown extends Carried<G>
    ? EndsNamed<S, NameOf<G>> extends { readonly [K in Side]: infer Name extends string }
      ? RecordId<Name, unknown> | `${Name}:${string}`
      : SingleTarget
    : SingleTarget;

/** The result for a target: rows, one row or `None`; for a text that may be either, both. */
export type Answer<G, T, None = undefined> = G extends Table | RangeTarget
  ? T[]
  : G extends SingleTarget
    ? T | None
    : G extends TableName
      ? T[]
      : T | T[] | None;
