import { isPlain, shownText } from "./shown-value.ts";

/** A result as rows and columns. */
export interface ShownTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows that are not shown. */
  readonly more: number;
}

const MOST_ROWS = 200;

/** Lays a result out as a table: of records their fields, of anything else one column. */
export function shownTable(result: unknown): ShownTable {
  const items = Array.isArray(result) ? result : [result];
  const shown = items.slice(0, MOST_ROWS);
  const more = items.length - shown.length;
  if (!shown.some(isPlain)) return { columns: ["value"], rows: shown.map((item) => [shownText(item)]), more };
  const columns = [...new Set(shown.flatMap((item) => (isPlain(item) ? Object.keys(item) : ["value"])))];
  columns.sort((a, b) => Number(b === "id") - Number(a === "id"));
  return { columns, rows: shown.map((item) => columns.map((column) => cell(item, column))), more };
}

function cell(item: unknown, column: string): string {
  if (!isPlain(item)) return column === "value" ? shownText(item) : "";
  return Object.hasOwn(item, column) ? shownText(item[column]) : "";
}
