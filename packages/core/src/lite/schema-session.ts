import type { Table } from "@surreal-sdk/values";
import type { Credentials, SystemCredentials } from "../call/credentials.ts";
import type { Section } from "../typing/database.ts";
import type { PatchOperation } from "../typing/patch-operation.ts";
import type { RowFor, SchemaTable } from "../typing/schema-target.ts";
import type { Selected } from "../typing/selected.ts";

/** What a live query can watch: a table. */
export type LiveTarget<S> = object extends Section<S, "tables"> ? Table | string : SchemaTable<S>;

/** The result of a notification: patches in diff mode, otherwise the selected part of a row. */
export type LiveRow<S, G, F, Diff> = Diff extends true
  ? PatchOperation[]
  : unknown extends RowFor<S, G>
    ? unknown
    : Selected<RowFor<S, G>, F, S>;

/** What `signin` and `signup` take: for the access methods of the database, their variables. */
export type CredentialsFor<S, Step extends "signin" | "signup"> =
  object extends Section<S, "tables">
    ? Credentials
    : keyof Section<S, "access"> extends never
      ? Credentials
      : SystemCredentials | AccessFor<Section<S, "access">, Step>;

type AccessFor<A, Step extends string> = {
  [N in keyof A & string]: {
    readonly namespace?: string;
    readonly database?: string;
    readonly access: N;
    readonly variables: A[N] extends { readonly [K in Step]: infer V } ? V : object;
  };
}[keyof A & string];
