import type { Answer } from "./answer.ts";
import { internalError, queryError } from "./rpc-error.ts";

const UNKNOWN =
  "The transaction's commit outcome is unknown; it may or may not have been applied: the storage was lost";
const REFUSED = "There was a problem with a transaction: the storage refused it";

/** The COMMIT of a transaction in which a statement failed. */
export function commitAborted(): Answer {
  return queryError("Cannot COMMIT: the transaction was aborted due to a prior error", "NotExecuted");
}

/** The COMMIT of a transaction that is in conflict with another one. */
export function commitConflicted(conflict: string): Answer {
  return queryError(`Cannot COMMIT: ${conflict}`, "TransactionConflict");
}

/** A statement, or a transaction of the client, that is in conflict with another transaction. */
export function conflictWith(conflict: string): Answer {
  return queryError(`There was a problem with the key-value store: ${conflict}`, "TransactionConflict");
}

/** A COMMIT that may have been applied or not. */
export function commitUnknown(prefix: string): Answer {
  return queryError(`${prefix}There was a problem with the key-value store: ${UNKNOWN}`);
}

/** A COMMIT that was not applied. */
export function commitRefused(prefix: string): Answer {
  return queryError(`${prefix}${REFUSED}`, "NotExecuted");
}

/** A statement of a transaction that was not applied. */
export function notExecuted(): Answer {
  return queryError("The query was not executed due to a failed transaction", "NotExecuted");
}

/** A statement of a transaction that may have been applied or not. */
export function outcomeUndetermined(): Answer {
  return queryError("The transaction's commit outcome is unknown, so whether this query was applied is undetermined");
}

/** The answer of `commit` when the storage does not say whether it was applied. */
export function methodCommitUnknown(): Answer {
  return internalError(`There was a problem with the key-value store: ${UNKNOWN}`);
}

/** The answer of `commit` when the storage refuses it. */
export function methodCommitRefused(): Answer {
  return internalError(`There was a problem with the key-value store: ${REFUSED}`);
}

/** The answer of `commit` after a statement that failed half-way. */
export function methodCommitPoisoned(): Answer {
  const reason = "A statement failed after writing part of its change, so the transaction cannot be committed";
  return queryError(reason, "NotExecuted");
}
