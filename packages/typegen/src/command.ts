export { type CommandContext, runCommand } from "./command/run-command.ts";
export type { Credentials, OpenConnection, OpenOptions, SchemaConnection } from "./source/connection.ts";
export type { Environment } from "./source/credentials.ts";
