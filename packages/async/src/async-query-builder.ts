import { QueryBuilder, type Thenable } from "@surreal-sdk/core";
import { makeAwaitable } from "./async-builders.ts";

/** A query that can be awaited. */
export class AsyncQueryBuilder<T extends unknown[] = unknown[]> extends QueryBuilder<"async", T> {
  static {
    makeAwaitable(this.prototype);
  }
}

/** The methods that make it awaitable. */
export interface AsyncQueryBuilder<T extends unknown[] = unknown[]> extends Thenable<T> {}
