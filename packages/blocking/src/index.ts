export { BlockingSurrealConnection } from "./blocking-connection.ts";
export type { EngineModules } from "./blocking-facade.ts";
export { BlockingSurrealSession } from "./blocking-session.ts";
export { BlockingStream } from "./blocking-stream.ts";
export { BlockingSurrealTransaction } from "./blocking-transaction.ts";
export type { EngineModule } from "./messages.ts";
export type { BlockingOptions } from "./options.ts";
export { WorkerDiedError } from "./worker-died-error.ts";
