import { knownOptions } from "../call/known-keys.ts";
import type { SelectClauses } from "../surrealql/clauses.ts";
import type { Condition } from "../surrealql/expressions.ts";

/** The options of `watch`: the clauses of a SELECT, and how to notice changes. */
export interface WatchOptions
  extends Pick<SelectClauses, "fields" | "where" | "orderBy" | "limit" | "start" | "fetch"> {
  /** Also notice changes of the records that `fetch` reads. Default: false. */
  readonly links?: boolean | undefined;
  /**
   * Also read everything again after that many milliseconds, from 1 on: for changes of which the server sends no
   * notification. Without live queries, as over HTTP, this is the only way, and required.
   */
  readonly refresh?: number | undefined;
  /**
   * Milliseconds without a change after which a loop ends, and with the last loop the live query. The first item may
   * take longer.
   */
  readonly timeout?: number | undefined;
  /** Ends the watch when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** The options of a watch, validated. */
export interface CheckedWatch {
  readonly fields: SelectClauses["fields"];
  readonly where: Condition | undefined;
  readonly orderBy: SelectClauses["orderBy"];
  readonly limit: number | undefined;
  readonly start: number | undefined;
  readonly fetch: SelectClauses["fetch"];
  readonly links: boolean;
  readonly refresh: number;
  readonly timeout: number;
  readonly signal: AbortSignal | undefined;
}

const keys = ["fields", "where", "orderBy", "limit", "start", "fetch", "links", "refresh", "timeout", "signal"];

/**
 * Validates the options, except for the clauses, which their statement validates.
 *
 * @throws TypeError or RangeError that names the option.
 * @internal
 */
export function checkedWatch(options: WatchOptions | undefined): CheckedWatch {
  const own = knownOptions(options, keys, "watch");
  const { fields, where, orderBy, limit, start, fetch, links = false, signal } = own;
  if (typeof links !== "boolean") throw new TypeError("`links` is true or false.");
  if (links && fetch === undefined) throw new TypeError("`links` watches the records that `fetch` reads: add `fetch`.");
  if (signal !== undefined && typeof signal?.addEventListener !== "function") {
    throw new TypeError("`signal` is an AbortSignal.");
  }
  const refresh = milliseconds(own.refresh, "refresh", 1);
  const timeout = milliseconds(own.timeout, "timeout", 0);
  return { fields, where, orderBy, limit, start, fetch, links, refresh, timeout, signal };
}

function milliseconds(given: unknown, name: string, least: number): number {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (typeof given === "number" && given >= least) return given;
  throw new RangeError(`\`${name}\` is a number of milliseconds from ${least} on.`);
}
