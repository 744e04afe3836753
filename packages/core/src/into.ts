import { RowValidationError } from "./core-errors.ts";
import type { Suspension } from "./operation.ts";
import { type Operation, wait } from "./operation.ts";

/** What a Standard Schema says of a value. */
export type SchemaResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: ReadonlyArray<SchemaIssue> };

/** One thing a Standard Schema finds wrong. */
export interface SchemaIssue {
  readonly message: string;
  readonly path?: ReadonlyArray<PropertyKey | { readonly key: PropertyKey }> | undefined;
}

/**
 * The interface that zod, valibot, arktype and others share (https://standardschema.dev, version 1).
 */
export interface StandardSchema<T> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => SchemaResult<T> | PromiseLike<SchemaResult<T>>;
    readonly types?: { readonly input: unknown; readonly output: T } | undefined;
  };
}

/** What rows are read into: any Standard Schema, or a function from what came to what is wanted. */
export type Into<T> = StandardSchema<T> | ((value: unknown) => T);

/** Waits for what a user's function gave back, in the way of the mode. */
export type Adopt = (value: unknown) => Suspension;

/** Where a value stands in the result of a query. */
export interface RowPlace {
  readonly statement?: number;
  readonly row?: number;
}

/**
 * Checks `into` before anything is sent.
 *
 * @throws TypeError when it is neither a schema nor a function.
 * @internal
 */
export function checkInto(into: unknown): void {
  if (into === undefined || typeof into === "function" || isSchema(into)) return;
  throw new TypeError("`into` is a Standard Schema (zod, valibot, arktype, …) or a function.");
}

function isSchema(into: unknown): into is StandardSchema<unknown> {
  return typeof into === "object" && into !== null && "~standard" in into;
}

/**
 * Reads one value into a schema.
 *
 * @throws RowValidationError that names statement, row and path.
 * @internal
 */
export function* readInto<T>(into: Into<T>, value: unknown, place: RowPlace, adopt: Adopt): Operation<T> {
  // A schema may be callable as well (arktype): the standard interface comes first.
  if ("~standard" in into) {
    const answer = into["~standard"].validate(value);
    const result = (isThenable(answer) ? yield* wait(adopt(answer)) : answer) as SchemaResult<T>;
    if (result.issues === undefined) return result.value;
    throw invalid(result.issues, place);
  }
  try {
    const made = into(value);
    return (isThenable(made) ? yield* wait(adopt(made)) : made) as T;
  } catch (cause) {
    if (cause instanceof RowValidationError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new RowValidationError(`${where(place)} does not fit: ${reason}`, { ...place, path: "", cause });
  }
}

/**
 * Reads every row of a list.
 *
 * @internal
 */
export function* readRows<T>(into: Into<T>, rows: readonly unknown[], place: RowPlace, adopt: Adopt): Operation<T[]> {
  const read: T[] = [];
  for (const [row, value] of rows.entries()) read.push(yield* readInto(into, value, { ...place, row }, adopt));
  return read;
}

function invalid(issues: readonly SchemaIssue[], place: RowPlace): RowValidationError {
  const first = issues[0];
  const path = (first?.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join(".");
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  const at = path === "" ? "" : ` at ${path}`;
  return new RowValidationError(`${where(place)} does not fit${at}: ${first?.message ?? "no reason given"}${more}`, {
    ...place,
    path,
    cause: issues,
  });
}

function where({ statement, row }: RowPlace): string {
  const ofStatement = statement === undefined ? "" : ` of statement ${statement}`;
  return row === undefined ? `The result${ofStatement}` : `Row ${row}${ofStatement}`;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
