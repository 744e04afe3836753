import type { AsyncSurrealConnection, RecordData } from "surreal-sdk/async";
import { type ShownError, shownError } from "./shown-error.ts";
import { type ShownTable, shownTable } from "./shown-table.ts";

/** The rows of a watched table, ready to be drawn. */
export interface ShownWatch {
  readonly name: string;
  readonly table: ShownTable;
  /** For each row that is shown, whether the last change has brought it. */
  readonly fresh: readonly boolean[];
  readonly error: ShownError | undefined;
}

/** What a watch needs of a connection. */
export type Watching = Pick<AsyncSurrealConnection, "watch">;

/**
 * Follows a table until the returned function is called.
 *
 * @param show - hears the rows, and again whenever they are different
 */
export function watchTable(db: Watching, name: string, show: (shown: ShownWatch) => void): () => void {
  let isFirst = true;
  return db.watch<RecordData>(name, { orderBy: "id" }).subscribe(({ rows, changes, status, error }) => {
    if (status === "loading") return;
    const news = new Set<unknown>(isFirst ? [] : [...changes.added, ...changes.changed]);
    isFirst = false;
    const table = shownTable(rows);
    const fresh = rows.slice(0, table.rows.length).map((row) => news.has(row));
    show({ name, table, fresh, error: error === undefined ? undefined : shownError(error) });
  });
}
