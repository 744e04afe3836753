export {
  AsyncCrudBuilder,
  AsyncInsertBuilder,
  type AsyncOptions,
  AsyncQueryBuilder,
  AsyncStream,
  AsyncSurrealConnection,
  AsyncSurrealSession,
  AsyncSurrealTransaction,
} from "@surreal-sdk/async";
export {
  AsyncAnySurrealConnection,
  AsyncEmbeddedSurrealConnection,
  AsyncHttpSurrealConnection,
  AsyncWsSurrealConnection,
} from "./async-connections.ts";
export { AsyncSurreal, type EmbeddedUrl } from "./async-surreal.ts";
export type { AsyncSurrealOptions, EngineOptions } from "./options.ts";
export * from "./shared.ts";
