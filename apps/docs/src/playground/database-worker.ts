// What runs inside of the web worker: SurrealDB, and the few messages that WorkerDatabase exchanges with it.
import "@surrealdb/wasm/worker";
