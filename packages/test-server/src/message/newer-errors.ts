import { textOf } from "../cbor/fields.ts";
import { array } from "../cbor/write.ts";
import type { Profile } from "../profile/profile.ts";
import { type Answer, errorMessage } from "./answer.ts";
import { conflictWith, notExecuted } from "./commit-error.ts";
import { invalidAuth, noRecord, queryError } from "./rpc-error.ts";
import { failedEntry, type StatementEntry, statementEntries } from "./statement-entry.ts";

const refusals: Readonly<Record<string, (message: string) => Answer>> = {
  InvalidToken: invalidAuth,
  "No record was returned": noRecord,
  "The record access signin query failed": queryError,
  "The record access signup query failed": queryError,
};

/** An error of the database in this process as a version tells it. */
export function newerError({ refusalsHaveKinds, conflictsHaveKind }: Profile, error: Answer): Answer {
  const message = errorMessage(error);
  const { conflict } = conflictIn(message);
  if (conflictsHaveKind && conflict !== undefined) return conflictWith(conflict);
  const refusal = refusalsHaveKinds && Object.hasOwn(refusals, message) ? refusals[message] : undefined;
  return refusal?.(message) ?? error;
}

/** The results of a query, with conflicts as a version tells them; the same bytes without a conflict. */
export function newerResults({ conflictsHaveKind }: Profile, results: Uint8Array): Uint8Array {
  if (!conflictsHaveKind || !Buffer.from(results).includes("Transaction conflict: ")) return results;
  return array(statementEntries(results).map(newerEntry));
}

/** The conflict with another transaction that made a statement fail, or its whole transaction. */
export function conflictOf({ failed, fields }: StatementEntry): string | undefined {
  return failed ? conflictIn(textOf(fields, "result") ?? "").conflict : undefined;
}

function newerEntry(entry: StatementEntry): Uint8Array {
  const { conflict, inTransaction } = conflictIn((entry.failed ? textOf(entry.fields, "result") : undefined) ?? "");
  if (conflict === undefined) return entry.bytes;
  const facts = { time: entry.fields.get("time"), type: entry.fields.get("type") };
  return failedEntry(inTransaction ? notExecuted() : conflictWith(conflict), facts);
}

function conflictIn(message: string): { readonly conflict: string | undefined; readonly inTransaction: boolean } {
  const [, inTransaction, conflict] = /^(Query not executed: )?(Transaction conflict: .*)$/s.exec(message) ?? [];
  return { conflict, inTransaction: inTransaction !== undefined };
}
