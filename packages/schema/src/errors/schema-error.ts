import { SurrealError } from "@surreal-sdk/values";

/**
 * A schema could not be read. The message names the table, and says what to do.
 *
 * @example
 * ```ts
 * try {
 *   await fetchSchema((text) => db.query(text));
 * } catch (error) {
 *   if (error instanceof SchemaError) console.error(error.message);
 * }
 * ```
 */
export class SchemaError extends SurrealError {
  static override readonly errorName: string = "SchemaError";
}
