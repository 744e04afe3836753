export type { DatabaseOptions } from "./database/open-database.ts";
export { openDatabase } from "./database/open-database.ts";
export type { ServedDatabase } from "./database/served-database.ts";
export type { Direction, Ending, Faults } from "./proxy/fault-proxy.ts";
export { FaultProxy } from "./proxy/fault-proxy.ts";
export type { ServerOptions } from "./server-options.ts";
export type { RunningServer } from "./start-server.ts";
export { startServer } from "./start-server.ts";
