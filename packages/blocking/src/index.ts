export { BlockingSurrealConnection } from "./main/blocking-connection.ts";
export type { EngineModules } from "./main/blocking-runtime.ts";
export { BlockingSurrealSession } from "./main/blocking-session.ts";
export { BlockingStream } from "./main/blocking-stream.ts";
export { BlockingSurrealTransaction } from "./main/blocking-transaction.ts";
export type { BlockingOptions } from "./main/options.ts";
export { WorkerDiedError } from "./main/worker-died-error.ts";
export type { EngineModule } from "./wire/messages.ts";
