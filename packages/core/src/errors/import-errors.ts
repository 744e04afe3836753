import { SurrealError } from "@surreal-sdk/values";
import { ServerError } from "./server-error.ts";

/**
 * Statements of an import failed. All others were applied, except those of the same transactions: therefore `outcome`
 * is `"unknown"`; do not repeat the whole import. A server runs statements while it reads: a text that it cannot parse is
 * the last failure, and nothing after it was run. Kind, code, details, `statement` and `query` are those of the first
 * failure.
 *
 * SurrealDB reports which errors occurred in an import, but not where: only embedded databases set `statement` and
 * `query`.
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

  /** The failures in the order of their statements, each of its own class, at most 1 000. */
  readonly failures: readonly ServerError[];
  /** How many statements failed. */
  readonly failed: number;

  /** @internal */
  constructor(first: ServerError, failures: readonly ServerError[], failed: number) {
    const { kind, code, details, statement, query } = first;
    const where = statement === undefined ? "" : ` (statement ${statement})`;
    const many = failed === 1 ? "1 statement" : `${failed} statements`;
    // A server that runs statements while it reads reports a text that it cannot parse as its last failure.
    const ended = failures.at(-1)?.message.startsWith("Parse error")
      ? ", and nothing after its parse error was run"
      : "";
    const message = `${many} of the import failed${where}${ended}: ${first.message}${lacksPlace(first) ? `. ${howToCreate}` : ""}`;
    const facts = { kind, code, details, statement, query };
    super({ ...facts, message, cause: first, outcome: "unknown", retrySafe: false });
    this.failures = failures;
    this.failed = failed;
  }
}

const howToCreate =
  "import() creates the namespace and the database only for a user who may define them: define them first, or sign in as such a user.";

function lacksPlace({ kind, detailKind }: ServerError): boolean {
  return kind === "NotFound" && (detailKind === "Namespace" || detailKind === "Database");
}

/**
 * The source of an import failed, with its error as `cause`; or it returned something other than text and bytes. With
 * the outcome `"not_sent"` nothing of it was sent; with `"unknown"` a part was, and statements of it may have been
 * applied.
 */
export class ImportSourceError extends SurrealError {
  static override readonly errorName: string = "ImportSourceError";
}
