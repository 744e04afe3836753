export { AsyncCrudBuilder, AsyncInsertBuilder, AsyncQueryBuilder } from "./async-builders.ts";
export { AsyncSurrealConnection } from "./async-connection.ts";
export { AsyncLiveStream } from "./async-live-stream.ts";
export { AsyncSurrealSession } from "./async-session.ts";
export { AsyncSurrealTransaction } from "./async-transaction.ts";
export type { AsyncOptions } from "./options.ts";
