import { equals, type RecordId, type Uuid } from "@surreal-sdk/values";
import { field } from "../errors/server-error.ts";
import type { Operation } from "../operation/operation.ts";
import { tableName } from "../surrealql/bound-query.ts";
import { addWhere } from "../surrealql/clauses.ts";
import type { Condition } from "../surrealql/expressions.ts";
import { StatementBuilder } from "../surrealql/statement.ts";
import type { Missed, ReadThere, Resync } from "./live-catch-up.ts";
import type { LiveChange } from "./live-notification.ts";
import { RepeatedChanges } from "./repeated-changes.ts";

/** Records by their ids as text. */
type Records = Map<string, unknown>;

/**
 * Determines what was missed by reading the table again and comparing it with the known records. It holds every record
 * in memory, and reports the current state of each record, not what happened in between.
 */
export class SnapshotResync implements Resync {
  readonly #table: string;
  readonly #where: Condition | undefined;
  readonly #id: () => Uuid;
  readonly #repeats: RepeatedChanges = new RepeatedChanges();
  #known: Records = new Map();
  /** Records that changed before the first read was complete: newer than that read. */
  #touched: Set<string> | undefined = new Set();

  constructor(table: string, where: Condition | undefined, id: () => Uuid) {
    this.#table = table;
    this.#where = where;
    this.#id = id;
  }

  /** Reads the table for the first time, while the query runs already. */
  *start(read: ReadThere): Operation<void> {
    const records = yield* this.#read(read);
    const touched = this.#touched ?? new Set();
    this.#touched = undefined;
    for (const [key, record] of records) if (!touched.has(key)) this.#known.set(key, record);
  }

  note(change: LiveChange): void {
    const key = String(change.record);
    this.#touched?.add(key);
    if (change.action === "DELETE") this.#known.delete(key);
    else this.#known.set(key, change.result);
  }

  *missed(read: ReadThere): Operation<Missed> {
    const now = yield* this.#read(read);
    const changes: LiveChange[] = [];
    for (const [key, result] of now) {
      if (!this.#known.has(key)) changes.push(this.#change("CREATE", result));
      else if (!equals(this.#known.get(key), result)) changes.push(this.#change("UPDATE", result));
    }
    for (const [key, result] of this.#known) if (!now.has(key)) changes.push(this.#change("DELETE", result));
    const accept = (): void => {
      this.#touched = undefined;
      this.#known = now;
      // What the new query reports may have been read already.
      this.#repeats.expect(changes);
    };
    return { changes, accept };
  }

  isRepeat(change: LiveChange): boolean {
    return this.#repeats.take(change);
  }

  /** The known records may be outdated, and are compared with the next read all the same. */
  restart(): void {
    this.#repeats.expect([]);
  }

  *#read(read: ReadThere): Operation<Records> {
    const statement = new StatementBuilder(`SELECT * FROM ${tableName(this.#table)}`);
    addWhere(statement, this.#where);
    const rows = (yield* read(statement.build()))[0] as unknown[];
    return new Map(rows.map((row) => [String(field(row, "id")), row]));
  }

  #change(action: LiveChange["action"], result: unknown): LiveChange {
    return { id: this.#id(), action, record: field(result, "id") as RecordId, result };
  }
}
