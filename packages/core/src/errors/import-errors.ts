import { SurrealError } from "@surreal-sdk/values";
import { ServerError } from "./server-error.ts";

/**
 * Statements of an import failed. All others were applied, but for those of the same transaction: so its `outcome` is
 * `"unknown"`, and the import is not to be repeated as a whole. Kind, code, details, `statement` and `query` are those of
 * the first failure.
 *
 * SurrealDB answers an import with what failed and not with where: `statement` and `query` are known of embedded
 * databases alone.
 *
 * @example
 * ```ts
 * try {
 *   await db.import(text);
 * } catch (error) {
 *   if (!(error instanceof ImportError)) throw error;
 *   for (const { statement, kind, query } of error.failures) console.error(statement, kind, query);
 * }
 * ```
 */
export class ImportError extends ServerError {
  static override readonly errorName: string = "ImportError";

  /** The failures in the order of their statements, each of its own class, 1 000 at most. */
  readonly failures: readonly ServerError[];
  /** How many statements failed. */
  readonly failed: number;

  /** @internal */
  constructor(first: ServerError, failures: readonly ServerError[], failed: number) {
    const { kind, code, details, statement, query } = first;
    const where = statement === undefined ? "" : ` (statement ${statement})`;
    const message = `${failed === 1 ? "1 statement" : `${failed} statements`} of the import failed${where}: ${first.message}`;
    const facts = { kind, code, details, statement, query, message };
    super({ ...facts, cause: first, outcome: "unknown", retrySafe: false });
    this.failures = failures;
    this.failed = failed;
  }
}

/**
 * What an import was to be read from failed, and is the `cause`; or it gave something else than text and bytes. With the
 * outcome `"not_sent"` nothing of it had gone; with `"unknown"` some had, and statements of it may have been applied.
 */
export class ImportSourceError extends SurrealError {
  static override readonly errorName: string = "ImportSourceError";
}
