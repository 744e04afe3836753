import { isBuiltIn } from "@surreal-sdk/values";
import { RowValidationError } from "../errors/core-errors.ts";
import { type Operation, wait } from "../operation/operation.ts";
import { type FromPromise, type RunnerServices, unbound } from "../operation/runner.ts";

/** The result of a Standard Schema for a value. */
export type SchemaResult<T> =
  | { readonly value: T; readonly issues?: undefined }
  | { readonly issues: ReadonlyArray<SchemaIssue> };

/** One problem that a Standard Schema finds. */
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

/**
 * The target of rows: any Standard Schema, or a function from the received value to the wanted one, or in async mode
 * to a promise of it. What a schema gives counts before what it returns when it is called, as schemas of arktype can be.
 */
export type Into<T> = StandardSchema<T> | ((value: unknown) => Given<T> | PromiseLike<T>);

/** T itself, which the compiler infers from here only if it finds it nowhere else. */
type Given<T> = T extends unknown ? T : never;

/** The position of a value in the results of a query: in a row, or none yet, when it is the whole list of results. */
export type RowPlace = { readonly statement: number; readonly row: number } | "results";

/** The position for a method with one statement and one record. */
export const onlyRow: RowPlace = { statement: 0, row: 0 };

/**
 * Validates `into` before anything is sent, and binds it to the async context of the call.
 *
 * @throws TypeError when it is neither a schema nor a function.
 * @internal
 */
export function takeInto<T>(into: Into<T> | undefined, { bind = unbound }: RunnerServices): Into<T> | undefined {
  if (into === undefined) return undefined;
  if (!isSchema(into)) {
    checkFunction(into);
    return bind(into);
  }
  if (bind === unbound) return into;
  const standard = into["~standard"];
  return { "~standard": { ...standard, validate: bind((value: unknown) => standard.validate(value)) } };
}

function checkFunction(into: unknown): void {
  if (typeof into !== "function") {
    throw new TypeError("`into` is a Standard Schema (zod, valibot, arktype, …) or a function.");
  }
  if (isClass(into)) {
    throw new TypeError(
      `\`into\` is called without \`new\`: for a class pass (row) => new ${into.name || "Class"}(row).`,
    );
  }
}

/** Whether a call without `new` can only fail. */
function isClass(into: { toString(): string }): boolean {
  return /^class\b/.test(Function.prototype.toString.call(into));
}

function isSchema<T>(into: Into<T>): into is StandardSchema<T> {
  return ((typeof into === "object" && into !== null) || typeof into === "function") && "~standard" in into;
}

/**
 * Reads one value into a schema.
 *
 * @throws RowValidationError that names statement, row and path.
 * @internal
 */
export function* readInto<T>(into: Into<T>, value: unknown, place: RowPlace, adopt: FromPromise): Operation<T> {
  // A schema may be callable as well (arktype): the standard interface takes precedence.
  if ("~standard" in into) {
    const answer = into["~standard"].validate(value);
    const result = (isThenable(answer) ? yield* wait(adopt(answer)) : answer) as SchemaResult<T>;
    if (result.issues === undefined) return result.value;
    throw invalid(result.issues, value, place);
  }
  try {
    const made = into(value);
    return (isThenable(made) ? yield* wait(adopt(made)) : made) as T;
  } catch (cause) {
    if (cause instanceof RowValidationError) throw cause;
    const reason = isBuiltIn(cause, "Error") ? cause.message : String(cause);
    const facts = place === "results" ? {} : place;
    throw new RowValidationError(`${nameOf(facts)} does not fit: ${reason}`, { ...facts, path: "", cause });
  }
}

/**
 * Reads every row of the first statement's result.
 *
 * @internal
 */
export function* readRows<T>(into: Into<T>, rows: readonly unknown[], adopt: FromPromise): Operation<T[]> {
  const read: T[] = [];
  for (const [row, value] of rows.entries()) read.push(yield* readInto(into, value, { statement: 0, row }, adopt));
  return read;
}

interface Fault {
  readonly statement?: number;
  readonly row?: number;
  readonly path: string;
}

function invalid(issues: readonly SchemaIssue[], value: unknown, place: RowPlace): RowValidationError {
  const first = issues[0];
  const steps = (first?.path ?? []).map((step) => (typeof step === "object" ? step.key : step));
  const fault = place === "results" ? inResults(steps, value) : { ...place, path: steps.map(String).join(".") };
  const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
  const at = fault.path === "" ? "" : ` at ${fault.path}`;
  return new RowValidationError(`${nameOf(fault)} does not fit${at}: ${first?.message ?? "no reason given"}${more}`, {
    ...fault,
    cause: issues,
  });
}

/** In the list of all results, a path begins with the statement, followed by the row if its result has rows. */
function inResults(steps: readonly PropertyKey[], results: unknown): Fault {
  const [statement, row] = steps;
  if (typeof statement !== "number") return { path: steps.map(String).join(".") };
  const result = Array.isArray(results) ? results[statement] : undefined;
  if (typeof row !== "number" || !Array.isArray(result))
    return { statement, path: steps.slice(1).map(String).join(".") };
  return { statement, row, path: steps.slice(2).map(String).join(".") };
}

function nameOf({ statement, row }: { readonly statement?: number; readonly row?: number }): string {
  const ofStatement = statement === undefined ? "" : ` of statement ${statement}`;
  return row === undefined ? `The result${ofStatement}` : `Row ${row}${ofStatement}`;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
