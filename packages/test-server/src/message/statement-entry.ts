import { fieldsOf, textOf } from "../cbor/fields.ts";
import { arrayItems } from "../cbor/walk.ts";
import { integer, map, NONE, text } from "../cbor/write.ts";
import { type Answer, errorKind } from "./answer.ts";
import { codeOf } from "./error-code.ts";

/** The outcome of one statement in the answer of `query`; what it consists of stays encoded. */
export interface StatementEntry {
  readonly failed: boolean;
  /** What the statement was: `live`, `kill` or `other`. */
  readonly type: string | undefined;
  /** The whole entry. */
  readonly bytes: Uint8Array;
  /** The values by their keys: `status`, `result`, `time`, `type`, of a failure also `kind` and `details`. */
  readonly fields: ReadonlyMap<string, Uint8Array>;
}

/** Splits the answer of `query` into the outcomes of its statements; there are none in any other value. */
export function statementEntries(answer: Uint8Array): StatementEntry[] {
  return (arrayItems(answer, 0) ?? []).map(({ start, end }) => {
    const bytes = answer.subarray(start, end);
    const fields = fieldsOf(bytes);
    return { failed: textOf(fields, "status") === "ERR", type: textOf(fields, "type"), bytes, fields };
  });
}

/** The error of a statement that failed, as the error object of a response. */
export function errorOfEntry(entry: StatementEntry): Uint8Array {
  const { kind, details } = errorKind({ failed: true, value: entry.bytes });
  return map({
    cause: NONE,
    code: integer(codeOf(kind, details)),
    details: entry.fields.get("details"),
    kind: text(kind),
    message: entry.fields.get("result"),
  });
}

/** The entry of a statement that failed with an error. */
export function failedEntry(
  error: Answer,
  facts: { time?: Uint8Array | undefined; type?: Uint8Array | undefined } = {},
): Uint8Array {
  const { details, kind, message } = Object.fromEntries(fieldsOf(error.value));
  const { time = text("0ns"), type = NONE } = facts;
  return map({ details, kind, result: message, status: text("ERR"), time, type });
}
