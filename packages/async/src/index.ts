export { AsyncCrudBuilder, AsyncInsertBuilder, AsyncQueryBuilder } from "./async-builders.ts";
export { AsyncSurrealConnection } from "./async-connection.ts";
export { AsyncSurrealSession } from "./async-session.ts";
export { AsyncStream } from "./async-stream.ts";
export { AsyncSurrealTransaction } from "./async-transaction.ts";
export type { AsyncOptions } from "./options.ts";
