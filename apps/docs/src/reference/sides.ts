import type { CrudBuilder, Files, InsertBuilder, QueryBuilder } from "@surreal-sdk/core";
import type {
  AsyncCrudBuilder,
  AsyncInsertBuilder,
  AsyncQueryBuilder,
  AsyncStream,
  AsyncSurrealConnection,
  AsyncSurrealSession,
  AsyncSurrealTransaction,
  BlockingStream,
  BlockingSurrealConnection,
  BlockingSurrealSession,
  BlockingSurrealTransaction,
} from "surreal-sdk";

/** The async and the blocking twin of everything with methods, as the compiler is asked about them. */
export interface Sides<T, S extends unknown[]> {
  readonly connection: { async: AsyncSurrealConnection; blocking: BlockingSurrealConnection };
  readonly session: { async: AsyncSurrealSession; blocking: BlockingSurrealSession };
  readonly transaction: { async: AsyncSurrealTransaction; blocking: BlockingSurrealTransaction };
  readonly "query builder": { async: AsyncQueryBuilder<S>; blocking: QueryBuilder<"blocking", S> };
  readonly "CRUD builder": { async: AsyncCrudBuilder<T>; blocking: CrudBuilder<"blocking", T> };
  readonly "insert builder": { async: AsyncInsertBuilder<T>; blocking: InsertBuilder<"blocking", T> };
  readonly stream: { async: AsyncStream<T>; blocking: BlockingStream<T> };
  readonly files: { async: Files<"async">; blocking: Files<"blocking"> };
}
