import { SurrealError } from "@surreal-sdk/values";
import { type Operation, wait } from "../operation/operation.ts";
import type { Statement } from "../surrealql/statement.ts";

/** The statements of a builder, and how to read their results. @internal */
export interface Compiled {
  readonly statement: Statement;
  read(results: readonly unknown[]): Operation<unknown>;
}

/** A builder that can be sent as a part of something larger, once. @internal */
export interface Compilable {
  /** @internal */
  compile(): Compiled;
}

/** A query as a part of something larger: its results are read as they are. @internal */
export function compiledQuery(statement: Statement): Compiled {
  return { statement, read: asTheyAre };
}

function* asTheyAre(results: readonly unknown[]): Operation<unknown> {
  return yield* wait((resume) => resume.resolve(results));
}

/** The error for a builder that is sent as a part of a transaction already. @internal */
export function isInTransaction(): SurrealError {
  return new SurrealError("This statement is part of a transaction, which returns its result. Make a new one.", {
    outcome: "not_sent",
    retrySafe: false,
  });
}
