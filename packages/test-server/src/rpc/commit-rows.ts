import { statementsOf } from "@surreal-sdk/transport/toolkit";
import { array } from "../cbor/write.ts";
import { errorKind } from "../message/answer.ts";
import {
  commitAborted,
  commitConflicted,
  commitRefused,
  commitUnknown,
  notExecuted,
  outcomeUndetermined,
} from "../message/commit-error.ts";
import { conflictOf } from "../message/newer-errors.ts";
import { failedEntry, type StatementEntry, statementEntries } from "../message/statement-entry.ts";
import type { CommitFault } from "../profile/server-faults.ts";

const begins = /^BEGIN\b/i;
const commits = /^COMMIT\b/i;
const ends = /^(COMMIT|CANCEL)\b/i;

/**
 * Adds the results of the COMMIT statements of failed transactions, which the database in this process leaves out.
 * Returns the answer as it is when its results do not match the statements of the text.
 */
export function withCommitRows(answer: Uint8Array, text: string): Uint8Array {
  if (!/\bCOMMIT\b/i.test(text)) return answer;
  const entries = statementEntries(answer);
  const rows: Uint8Array[] = [];
  let failed = false;
  let conflict: string | undefined;
  for (const statement of statementsOf(text)) {
    if (begins.test(statement)) failed = false;
    if (failed && ends.test(statement)) {
      const ending = conflict === undefined ? commitAborted() : commitConflicted(conflict);
      if (commits.test(statement)) rows.push(failedEntry(ending));
      failed = false;
      continue;
    }
    const entry = entries.shift();
    if (entry === undefined) return answer;
    rows.push(entry.bytes);
    conflict = conflictOf(entry);
    failed = ends.test(statement) ? false : failed || isReason(entry);
  }
  return entries.length === 0 ? array(rows) : answer;
}

/** Whether a query is a transaction and nothing else, so that its commit can fail on purpose. */
export function isTransaction(text: string): boolean {
  const statements = statementsOf(text);
  return begins.test(statements[0] ?? "") && statements.findIndex((one) => ends.test(one)) === statements.length - 1;
}

/** The text of a transaction that is not applied. */
export function cancelled(text: string): string {
  return [...statementsOf(text).slice(0, -1), "CANCEL"].join(";\n");
}

/** The answer of a transaction whose COMMIT fails on purpose. */
export function failedCommit(answer: Uint8Array, fault: CommitFault): Uint8Array {
  const [begin, ...entries] = statementEntries(answer);
  const unknown = fault.outcome === "unknown";
  const statement = failedEntry(unknown ? outcomeUndetermined() : notExecuted());
  const commit = failedEntry(unknown ? commitUnknown("Cannot COMMIT: ") : commitRefused("Cannot COMMIT: "));
  return array([begin?.bytes ?? array([]), ...entries.slice(1).map(() => statement), commit]);
}

/** Whether a statement failed by itself, and not because another one did. */
function isReason({ failed, bytes }: StatementEntry): boolean {
  const { kind, details } = errorKind({ failed, value: bytes });
  return failed && !(kind === "Query" && (details[0] === "NotExecuted" || details[0] === "Cancelled"));
}
