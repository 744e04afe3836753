import { ServerError, SurrealError } from "surreal-sdk/async";

/** An error as a user of the SDK sees it. */
export interface ShownError {
  readonly name: string;
  readonly message: string;
  /** `kind`, `outcome` and what else the error knows. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** Reads off an error what a program could. */
export function shownError(error: unknown): ShownError {
  if (!(error instanceof Error)) return { name: "Error", message: String(error), facts: [] };
  const facts: Record<string, unknown> = {};
  if (error instanceof ServerError) Object.assign(facts, { kind: error.kind, detailKind: error.detailKind });
  if (error instanceof SurrealError) Object.assign(facts, { outcome: error.outcome, retrySafe: error.retrySafe });
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  return { name: error.name, message: error.message, facts: known.map(([name, value]) => [name, String(value)]) };
}
