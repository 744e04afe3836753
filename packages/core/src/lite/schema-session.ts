import type { Credentials, SystemCredentials } from "../call/credentials.ts";
import type { Target } from "../surrealql/target.ts";
import type { Section } from "../typing/database.ts";
import type { Fetched } from "../typing/fetched.ts";
import type { PatchOperation } from "../typing/patch-operation.ts";
import type { RowFor, SchemaTarget } from "../typing/schema-target.ts";
import type { Selected } from "../typing/selected.ts";
import type { ValueAt } from "../typing/value-at.ts";

/** What a live query can watch: a table, a record or a range. */
export type LiveTarget<S> = object extends Section<S, "tables"> ? Target : SchemaTarget<S>;

/** The result of a notification: patches in diff mode, otherwise the selected part of a row, or one value of it. */
export type LiveRow<S, G, F, Diff, V = never, P = never> = Diff extends true
  ? PatchOperation[]
  : unknown extends RowFor<S, G>
    ? unknown
    : [V] extends [never]
      ? Fetched<Selected<RowFor<S, G>, F, S>, P, S>
      : ValueAt<Fetched<RowFor<S, G>, P, S>, V, S>;

/** What `signin` and `signup` take: for the access methods of the database, their variables. */
export type CredentialsFor<S, Step extends "signin" | "signup"> =
  object extends Section<S, "tables">
    ? Credentials
    : keyof Section<S, "access"> extends never
      ? Credentials
      : SystemCredentials | AccessFor<Section<S, "access">, Step>;

type AccessFor<A, Step extends string> = {
  [N in keyof A & string]: {
    readonly namespace?: string | undefined;
    readonly database?: string | undefined;
    readonly access: N;
    readonly variables: A[N] extends { readonly [K in Step]: infer V } ? V : object;
  };
}[keyof A & string];
