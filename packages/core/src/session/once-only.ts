import { ConnectionLostError } from "@surreal-sdk/transport";
import { RecordId, SurrealError } from "@surreal-sdk/values";
import { CommitOutcomeUnknownError, TransactionLostError } from "../errors/core-errors.ts";
import { field } from "../errors/server-error.ts";
import { AlreadyExistsError, NotAllowedError } from "../errors/server-errors.ts";
import type { Operation } from "../operation/operation.ts";
import { fetchResults } from "../query/run-query.ts";
import type { SessionContext } from "./connection-state.ts";

/** The table with one record for each key, whose id is the key. */
const table = "sdk_transaction";

/** The marker of a transaction that was applied: its result. */
export interface Marker {
  readonly value: unknown;
}

/**
 * Writes the marker of a transaction in that transaction, before anything else: two transactions with the same key
 * cannot both be committed, whichever of them the server applies first.
 *
 * @returns whether it is the first; else one with this key was applied
 */
export function* claimKey(inside: SessionContext, key: string): Operation<boolean> {
  try {
    yield* write(inside, "CREATE ONLY $_marker SET at = time::now()", key, {});
    return true;
  } catch (error) {
    if (error instanceof AlreadyExistsError) return false;
    throw error;
  }
}

/** Keeps the result of the transaction beside its marker. */
export function* keepResult(inside: SessionContext, key: string, value: unknown): Operation<void> {
  yield* write(inside, "UPDATE ONLY $_marker SET value = $_value", key, { _value: value });
}

/** @throws NotAllowedError for a user without the permissions: a server leaves out what they refuse, and says nothing. */
function* write(inside: SessionContext, statement: string, key: string, values: object): Operation<void> {
  const bindings = { ...values, _marker: new RecordId(table, key) };
  const [at] = yield* fetchResults(inside, { text: `${statement} RETURN VALUE at`, bindings });
  if (at !== undefined && at !== null) return;
  throw new NotAllowedError({
    kind: "NotAllowed",
    message: `A transaction with a key needs the permissions to select, create and update records of ${table}.`,
    outcome: "failed",
  });
}

/** Reads the marker of a transaction that was applied. It is gone if it was deleted meanwhile. */
export function* readMarker(context: SessionContext, key: string): Operation<Marker | undefined> {
  const text = "SELECT * FROM ONLY $_marker";
  const [found] = yield* fetchResults(context, { text, bindings: { _marker: new RecordId(table, key) } });
  return found === undefined || found === null ? undefined : { value: field(found, "value") };
}

/**
 * Whether a transaction with a key may be run again after this error: the connection was lost, and if the first run was
 * applied nevertheless, its marker stops the second.
 */
export function isAnswerLost(error: unknown): boolean {
  return [CommitOutcomeUnknownError, TransactionLostError, ConnectionLostError].some((kind) => error instanceof kind);
}

/** @throws TypeError when it is not a text with at least one character. */
export function checkedKey(key: unknown): string | undefined {
  if (key === undefined || (typeof key === "string" && key !== "")) return key;
  throw new TypeError("`key` is a text that names this transaction, such as the id of an order.");
}

/** The marker exists, and this user may not read it. */
export function isHidden(key: string): SurrealError {
  return new SurrealError(
    `A transaction with this key was applied, and its result cannot be read: this user needs the permission to select ${table}:${JSON.stringify(key)}.`,
    { outcome: "failed", retrySafe: false },
  );
}
