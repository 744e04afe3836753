import { type RecordId, Table } from "@surreal-sdk/values";
import { keyedSelect, selectByIds } from "../query/keyed-rows.ts";
import { grouped, surql } from "../surrealql/bound-query.ts";
import { addSelectClauses } from "../surrealql/clauses.ts";
import { and, asCondition, type Condition, or } from "../surrealql/expressions.ts";
import type { Statement } from "../surrealql/statement.ts";
import { addTarget, type ResolvedTarget, resolveTarget } from "../surrealql/target.ts";
import { withinTarget } from "../surrealql/within-target.ts";
import { cannotFail } from "./safe-condition.ts";
import type { CheckedWatch } from "./watch-options.ts";

/** The statements of a watch. */
export class WatchQuery {
  readonly table: string;
  /** Whether each row depends on the others, so that only a read of the whole query is right. */
  readonly isWindow: boolean;
  /** Whether the links of the rows are read. */
  readonly links: boolean;
  readonly #target: ResolvedTarget;
  readonly #clauses: CheckedWatch;

  /** @throws TypeError or RangeError when the target or a clause is wrong; the errors of the grammar of targets. */
  constructor(target: unknown, clauses: CheckedWatch) {
    this.#target = resolveTarget(target, "watch");
    this.#clauses = clauses;
    const { value } = this.#target;
    this.table = value instanceof Table ? value.name : value.table;
    const { orderBy, limit, start } = clauses;
    this.isWindow = orderBy !== undefined || limit !== undefined || start !== undefined;
    this.links = clauses.links;
    // Invalid clauses are detected before anything is sent.
    this.everything();
  }

  /** Reads the whole query. */
  everything(): Statement {
    const { fields, where, orderBy, limit, start, fetch, links } = this.#clauses;
    const statement = keyedSelect(fields, links ? fetch : undefined);
    addTarget(statement, this.#target);
    addSelectClauses(statement, given({ where, orderBy, limit, start, fetch }));
    return statement.build();
  }

  /** Reads those of some records that belong to the rows. */
  some(ids: readonly RecordId[]): Statement {
    const { fields, where, fetch, links } = this.#clauses;
    const within = withinTarget(this.#target);
    const condition = within === undefined ? where : and(within, where);
    return selectByIds(ids, given({ fields, where: condition, fetch, links: links ? fetch : undefined }));
  }

  /** Whether the condition may become part of a live query. */
  get canFilter(): boolean {
    const { where } = this.#clauses;
    return where !== undefined && cannotFail(where.text);
  }

  /**
   * The condition of the live query: records that match, or have matched before the change. The server tests only the
   * record after the change by itself, so a record that stops to match would go unnoticed.
   */
  liveCondition(filters: boolean): Condition | undefined {
    const within = withinTarget(this.#target);
    const { where } = this.#clauses;
    if (!filters || where === undefined) return within;
    const before = surql`(SELECT VALUE 1 FROM [$before] WHERE ${grouped(asCondition(where, "where"))})`;
    return and(within, or(where, before));
  }
}

/** The clauses that are given. */
function given<T extends object>(clauses: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(clauses).filter(([, clause]) => clause !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
