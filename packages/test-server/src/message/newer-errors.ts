import { textOf } from "../cbor/fields.ts";
import { array } from "../cbor/write.ts";
import type { Profile } from "../profile/profile.ts";
import { type Answer, errorMessage } from "./answer.ts";
import { conflictWith, notExecuted } from "./commit-error.ts";
import { invalidAuth, invalidValue, noRecord, queryError } from "./rpc-error.ts";
import { failedEntry, type StatementEntry, statementEntries } from "./statement-entry.ts";

const refusals: Readonly<Record<string, (message: string) => Answer>> = {
  InvalidToken: invalidAuth,
  "No record was returned": noRecord,
  "The record access signin query failed": queryError,
  "The record access signup query failed": queryError,
};

/** An error of the database in this process as a version tells it. */
export function newerError(
  { refusalsHaveKinds, conflictsHaveKind, misfitsAreInvalid }: Profile,
  error: Answer,
): Answer {
  const message = errorMessage(error);
  const { conflict } = conflictIn(message);
  if (conflictsHaveKind && conflict !== undefined) return conflictWith(conflict);
  if (misfitsAreInvalid && misfit.test(message)) return invalidValue(message);
  const refusal = refusalsHaveKinds && Object.hasOwn(refusals, message) ? refusals[message] : undefined;
  return refusal?.(message) ?? error;
}

/** The results of a query as a version tells them; the same bytes where it tells nothing else. */
export function newerResults(profile: Profile, results: Uint8Array): Uint8Array {
  const bytes = Buffer.from(results);
  const isOther =
    (profile.conflictsHaveKind && bytes.includes("Transaction conflict: ")) ||
    (profile.misfitsAreInvalid && bytes.includes("Couldn't coerce value for field "));
  return isOther ? array(statementEntries(results).map((entry) => newerEntry(profile, entry))) : results;
}

/** The conflict with another transaction that made a statement fail, or its whole transaction. */
export function conflictOf({ failed, fields }: StatementEntry): string | undefined {
  return failed ? conflictIn(textOf(fields, "result") ?? "").conflict : undefined;
}

function newerEntry({ misfitsAreInvalid }: Profile, { failed, fields, bytes }: StatementEntry): Uint8Array {
  const message = (failed ? textOf(fields, "result") : undefined) ?? "";
  const { conflict, inTransaction } = conflictIn(message);
  const facts = { time: fields.get("time"), type: fields.get("type") };
  if (conflict !== undefined) return failedEntry(inTransaction ? notExecuted() : conflictWith(conflict), facts);
  return misfitsAreInvalid && misfit.test(message) ? failedEntry(invalidValue(message), facts) : bytes;
}

const misfit = /^Couldn't coerce value for field /;

function conflictIn(message: string): { readonly conflict: string | undefined; readonly inTransaction: boolean } {
  const [, inTransaction, conflict] = /^(Query not executed: )?(Transaction conflict: .*)$/s.exec(message) ?? [];
  return { conflict, inTransaction: inTransaction !== undefined };
}
