export {
  type BlockingOptions,
  BlockingStream,
  BlockingSurrealConnection,
  BlockingSurrealSession,
  BlockingSurrealTransaction,
  type EngineModule,
  type EngineModules,
  WorkerDiedError,
} from "@surreal-sdk/blocking";
export {
  BlockingAnySurrealConnection,
  BlockingEmbeddedSurrealConnection,
  BlockingHttpSurrealConnection,
  BlockingWsSurrealConnection,
} from "./blocking-connections.ts";
export { Surreal } from "./blocking-surreal.ts";
export type { BlockingSurrealOptions } from "./options.ts";
export * from "./shared.ts";
