import { Range, RecordId, Table } from "@surreal-sdk/values";
import { keyedSelect } from "../query/keyed-rows.ts";
import { grouped, surql } from "../surrealql/bound-query.ts";
import { addFetch, addSelectClauses, addWhere } from "../surrealql/clauses.ts";
import { and, asCondition, type Condition, or } from "../surrealql/expressions.ts";
import type { Statement, StatementBuilder } from "../surrealql/statement.ts";
import { addTarget, type ResolvedTarget, resolveTarget } from "../surrealql/target.ts";
import type { CheckedWatch } from "./watch-options.ts";

/** Operators that need an index: a live query cannot evaluate them. */
const indexed = /@|<\|/;

/** The statements of a watch. */
export class WatchQuery {
  readonly table: string;
  /** Whether each row depends on the others, so that only a read of the whole query is right. */
  readonly isWindow: boolean;
  /** Whether records may stop to match when they change. */
  readonly hasCondition: boolean;
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
    const { orderBy, limit, start, where } = clauses;
    this.isWindow = orderBy !== undefined || limit !== undefined || start !== undefined;
    this.hasCondition = where !== undefined;
    this.links = clauses.links;
    // Invalid clauses are detected before anything is sent.
    this.everything();
  }

  /** Reads the whole query. */
  everything(): Statement {
    const { where, orderBy, limit, start, fetch } = this.#clauses;
    const statement = this.#select();
    addTarget(statement, this.#target);
    addSelectClauses(statement, given({ where, orderBy, limit, start, fetch }));
    return statement.build();
  }

  /** Reads those of some records that belong to the rows. */
  some(ids: readonly RecordId[]): Statement {
    const statement = this.#select().bind("_ids", ids);
    const { where, fetch } = this.#clauses;
    const within = this.#within();
    if (where !== undefined || within !== undefined) addWhere(statement, and(within, where));
    addFetch(statement, fetch);
    return statement.build();
  }

  /** Whether a live query can evaluate the condition. */
  get canFilter(): boolean {
    const { where } = this.#clauses;
    return where !== undefined && !indexed.test(where.text);
  }

  /**
   * The condition of the live query: records that match, or have matched before the change. The server tests only the
   * record after the change by itself, so a record that stops to match would go unnoticed.
   */
  liveCondition(filters: boolean): Condition | undefined {
    const within = this.#within();
    const { where } = this.#clauses;
    if (!filters || where === undefined) return within;
    const before = surql`(SELECT VALUE 1 FROM [$before] WHERE ${grouped(asCondition(where, "where"))})`;
    return and(within, or(where, before));
  }

  /** The condition for ids that belong to the target. */
  #within(): Condition | undefined {
    const { value } = this.#target;
    if (!(value instanceof RecordId)) return undefined;
    const id = value.id as unknown;
    return id instanceof Range ? surql`record::id(id) INSIDE ${id}` : surql`id = ${value}`;
  }

  #select(): StatementBuilder {
    const { fields, fetch, links } = this.#clauses;
    return keyedSelect(fields, links ? fetch : undefined);
  }
}

/** The clauses that are given. */
function given<T extends object>(clauses: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(clauses).filter(([, clause]) => clause !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
