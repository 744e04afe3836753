import type { Runtime } from "@surreal-sdk/core";
import type { Engines } from "@surreal-sdk/transport";
import { AsyncQueryBuilder } from "./async-query-builder.ts";
import { AsyncSurrealSession } from "./async-session.ts";
import { AsyncSurrealTransaction } from "./async-transaction.ts";
import { createLiteRuntime } from "./lite-runtime.ts";

/** Creates the runtime of connections with every method. */
export function createAsyncRuntime(given: Engines, builtIn: Engines): Runtime<"async"> {
  return {
    ...createLiteRuntime(given, builtIn),
    queryBuilder: AsyncQueryBuilder,
    session: AsyncSurrealSession,
    transaction: AsyncSurrealTransaction,
  };
}
