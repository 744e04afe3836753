import type { BoundQuery } from "../surrealql/bound-query.ts";
import type { AnyDatabase } from "./database.ts";
import type { QuotedPath } from "./field-path.ts";
import type { Selected } from "./selected.ts";

/** The value at the path `K` of rows of type `T`; `unknown` for fragments of SurrealQL. */
export type ValueAt<T, K, S = AnyDatabase> = K extends BoundQuery | QuotedPath
  ? unknown
  : Reached<Selected<T, K, S>, K>;

type Reached<V, F> = F extends "*"
  ? V
  : F extends `${infer Head}.${infer Rest}`
    ? Reached<NonNullable<At<V, Head>>, Rest>
    : At<V, F>;

type At<V, F> = F extends string ? (NameIn<F> extends keyof V ? V[NameIn<F>] : unknown) : unknown;

type NameIn<F extends string> = F extends `${infer Name}[${string}` ? Name : F;
