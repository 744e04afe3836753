import { statementsOf } from "@surreal-sdk/transport/toolkit";
import type { ServerFacts } from "../call/call-context.ts";
import type { RawResponse } from "../call/reply.ts";

/** Words without which no statement writes records. Functions and APIs of the database may write, too. */
const mayWrite = /\b(?:create|insert|relate|update|upsert)\b|\b(?:fn|mod|api)\s*::/i;
const deletes = /\bdelete\b/i;
const setsOption = /\boption\b/i;
/** Statements after which a server before 3.1 still notifies of the writes of the following ones. */
const isWrite = /^(?:create|insert|relate|update|upsert)\b/i;
const begins = /^begin\b/i;
const commits = /^commit\b/i;
const endsTransaction = /^(?:begin|commit|cancel)\b/i;

/**
 * Whether a query may have written records of which the server does not notify. That is so after `OPTION IMPORT`, and
 * in two cases before 3.1: the edges of a deleted record are deleted silently, and a statement that failed or only
 * reads, such as `LET`, silences the following ones of its query, unless they are in one transaction.
 *
 * @internal
 */
export function mayWriteSilently(text: string, responses: readonly RawResponse[], server: ServerFacts): boolean {
  const isSeveral = responses.length > 1;
  if (isSeveral && setsOption.test(text)) return true;
  if (server.isKnownAtLeast(3, 1)) return false;
  if (deletes.test(text)) return true;
  return isSeveral && mayWrite.test(text) && !notifiesOfAll(statementsOf(text), responses);
}

function notifiesOfAll(statements: readonly string[], responses: readonly RawResponse[]): boolean {
  if (isOneTransaction(statements)) return true;
  return responses.every(({ status }) => status === "OK") && statements.every((statement) => isWrite.test(statement));
}

function isOneTransaction(statements: readonly string[]): boolean {
  const [first = ""] = statements;
  const inside = statements.slice(1, -1);
  return (
    begins.test(first) && commits.test(statements.at(-1) ?? "") && !inside.some((text) => endsTransaction.test(text))
  );
}
