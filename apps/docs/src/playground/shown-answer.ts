import type { StatementResponse } from "surreal-sdk/async";
import { type Graph, graphOf } from "./graph.ts";
import { type ShownError, shownError } from "./shown-error.ts";
import { type ShownTable, shownTable } from "./shown-table.ts";
import { type ShownValue, shownValues } from "./shown-value.ts";

/** What a statement answered, or what a line of a program gave, ready to be drawn. */
export type ShownAnswer =
  | {
      readonly ok: true;
      readonly time: string;
      readonly table: ShownTable;
      readonly values: ShownValue[];
      readonly graph: Graph;
    }
  | { readonly ok: false; readonly time: string; readonly error: ShownError };

/** Prepares an answer of the database. */
export function shownAnswer(response: StatementResponse): ShownAnswer {
  const { time } = response;
  return response.status === "ERR" ? shownFailure(response.error, time) : shownResult(response.result, time);
}

/** Prepares a value; errors that a program has caught are shown as errors. */
export function shownResult(result: unknown, time = ""): ShownAnswer {
  if (result instanceof Error) return shownFailure(result, time);
  return { ok: true, time, table: shownTable(result), values: shownValues(result), graph: graphOf(result) };
}

/** Prepares an error. */
export function shownFailure(error: unknown, time = ""): ShownAnswer {
  return { ok: false, time, error: shownError(error) };
}
