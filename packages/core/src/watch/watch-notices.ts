import type { RecordId } from "@surreal-sdk/values";
import type { CallContext } from "../call/call-context.ts";
import { LiveEndedError, LiveRestoreError } from "../errors/core-errors.ts";
import { NotFoundError } from "../errors/server-errors.ts";
import { startLive } from "../live/live.ts";
import { LiveConsumer } from "../live/live-consumer.ts";
import { ignoreErrors } from "../operation/ignore-errors.ts";
import { drive, type Operation } from "../operation/operation.ts";
import type { Condition } from "../surrealql/expressions.ts";
import { reportsLeaves } from "./leave-detection.ts";
import type { WatchQuery } from "./watch-query.ts";

/** What a watch learns from its live queries. */
export interface NoticeListener {
  /** A record of the table has changed; without an id, any record may have changed. */
  changed(id: RecordId | undefined): void;
  /** A record of another table has changed, to which rows may link. */
  linkChanged(id: RecordId | undefined): void;
  /** The live query belongs to an earlier state of the session. */
  outdated(): void;
  /** The live query has ended: with an error unless the user requested it. */
  ended(error: Error | undefined): void;
}

/** The live queries of a watch, whose notifications only say which records have changed. */
export class WatchNotices {
  readonly #context: CallContext;
  readonly #query: WatchQuery;
  readonly #listener: NoticeListener;
  #consumers: LiveConsumer[] = [];
  readonly #tables: Set<string> = new Set();

  constructor(context: CallContext, query: WatchQuery, listener: NoticeListener) {
    this.#context = context;
    this.#query = query;
    this.#listener = listener;
  }

  /** Starts the live query of the table. */
  *start(): Operation<void> {
    const query = this.#query;
    const filters = yield* reportsLeaves(this.#context, query);
    this.#tables.add(query.table);
    const consumer = yield* this.#listen(query.table, query.liveCondition(filters));
    this.#pump(
      consumer,
      (id) => this.#listener.changed(id),
      (error) => this.#end(consumer, error),
    );
  }

  /**
   * Starts live queries of further tables.
   *
   * @returns what has to be read again: everything now where one was started, and later where a table does not exist yet
   */
  *follow(tables: ReadonlySet<string>): Operation<"nothing" | "now" | "later"> {
    const further = [...tables].filter((table) => !this.#tables.has(table));
    const found: boolean[] = [];
    for (const table of further) found.push(yield* this.#followOne(table));
    return found.includes(true) ? "now" : found.includes(false) ? "later" : "nothing";
  }

  /** Ends the live queries, here and on the server. A query that has ended already needs no ending. */
  *stop(): Operation<void> {
    const consumers = this.#consumers;
    this.#consumers = [];
    this.#tables.clear();
    for (const consumer of consumers) yield* ignoreErrors(consumer.return());
  }

  /** Returns whether the table exists. */
  *#followOne(table: string): Operation<boolean> {
    this.#tables.add(table);
    try {
      const consumer = yield* this.#listen(table, undefined);
      const changed = (id: RecordId | undefined): void => this.#listener.linkChanged(id);
      this.#pump(consumer, changed, () => {
        if (!this.#consumers.includes(consumer)) return;
        // The next read of everything starts it again, if rows still link to this table.
        this.#consumers = this.#consumers.filter((other) => other !== consumer);
        this.#tables.delete(table);
        changed(undefined);
      });
      return true;
    } catch (error) {
      this.#tables.delete(table);
      // A table that does not exist contains no record.
      if (error instanceof NotFoundError) return false;
      throw error;
    }
  }

  *#listen(table: string, where: Condition | undefined): Operation<LiveConsumer> {
    const id = yield* startLive(this.#context, table, { fields: ["id"], ...(where === undefined ? {} : { where }) });
    const consumer = new LiveConsumer(this.#context, id, { overflow: "drop-oldest" });
    this.#consumers.push(consumer);
    return consumer;
  }

  /** Takes every notification as soon as it arrives, so that none of them waits in memory. */
  #pump(consumer: LiveConsumer, changed: NoticeListener["changed"], ended: (error: unknown) => void): void {
    drive(takeAll(consumer, changed), { resolve: () => ended(undefined), reject: ended });
  }

  #end(consumer: LiveConsumer, error: unknown): void {
    if (!this.#consumers.includes(consumer)) return;
    if (error instanceof LiveRestoreError) this.#listener.outdated();
    else if (error !== undefined) this.#listener.ended(error as Error);
    else this.#listener.ended(consumer.isKilled ? killed() : undefined);
  }
}

function* takeAll(consumer: LiveConsumer, changed: NoticeListener["changed"]): Operation<void> {
  for (;;) {
    const { done, value } = yield* consumer.next();
    if (done === true) return;
    changed(value.action === "GAP" ? undefined : value.record);
  }
}

function killed(): LiveEndedError {
  return new LiveEndedError(
    "The watch has ended: its table was removed, or another client has ended its live query. Start it again when the table exists.",
  );
}
