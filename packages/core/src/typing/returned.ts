import type { FieldOf } from "./field-path.ts";
import type { PatchOperation } from "./patch-operation.ts";
import type { Selected } from "./selected.ts";

/** The row type of a result: of a list of rows, or of one row. */
export type RowIn<T> = T extends readonly (infer Row)[] ? Row : NonNullable<T>;

/** The result of a statement with a condition, which one record may not match. */
export type IfFound<T> = T extends readonly unknown[] ? T : T | undefined;

/**
 * What a statement can return of rows of type `T`: nothing, a state, the changes, or a list of fields.
 *
 * @typeParam Insert - `never` for a delete: the fields of what is gone are all absent
 */
export type ReturnOf<T, Insert = unknown> =
  | "none"
  | "before"
  | "after"
  | "diff"
  | ([Insert] extends [never] ? never : readonly FieldOf<T>[]);

/**
 * The result of a statement with another `RETURN` than its own, `T`.
 *
 * @typeParam Insert - `never` for a delete, which leaves nothing to return
 * @typeParam Update - `never` for a create, which has nothing before it
 */
export type Returned<T, W, Insert = unknown, Update = unknown> = W extends "after"
  ? After<T, Insert>
  : W extends "none"
    ? Nothing<T>
    : W extends "before"
      ? Before<T, Insert, Update>
      : W extends "diff"
        ? Each<T, PatchOperation[]>
        : W extends readonly (infer F)[]
          ? [Insert] extends [never]
            ? Each<T, { readonly [K in Extract<F, string>]: undefined }>
            : Fields<T, F>
          : T;

type Nothing<T> = T extends readonly unknown[] ? never[] : undefined;

type Each<T, Item> = T extends readonly unknown[] ? Item[] : T extends undefined ? undefined : Item;

type After<T, Insert> = [Insert] extends [never] ? (T extends readonly unknown[] ? undefined[] : undefined) : T;

type Before<T, Insert, Update> = [Insert] extends [never]
  ? T
  : T extends readonly (infer Row)[]
    ? ([Update] extends [never] ? undefined : Row | undefined)[]
    : [Update] extends [never]
      ? undefined
      : T | undefined;

type Fields<T, F> = T extends readonly (infer Row)[]
  ? Selected<Row, F>[]
  : T extends undefined
    ? undefined
    : Selected<T, F>;
