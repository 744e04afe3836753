import { type ServerAddress, ServerApart } from "../apart/server-apart.ts";
import { RealServer } from "../real/real-server.ts";
import { chosenProgram } from "../real/server-program.ts";

/** A server in a process of its own, for the time of the cases. */
export interface StartedServer extends ServerAddress {
  close(): Promise<void>;
}

/** A kind of server that the cases run on. */
export interface NetworkServer {
  /** What tests call it, such as `"SurrealDB 3.3.5"`. */
  readonly name: string;
  start(): Promise<StartedServer>;
}

/** The test server, and the real one that {@link chosenProgram} finds on this machine. */
export function networkServers(): readonly NetworkServer[] {
  const program = chosenProgram();
  const testServer: NetworkServer = { name: "the test server", start: () => ServerApart.start() };
  if (program === undefined) return [testServer];
  return [testServer, { name: `SurrealDB ${program.version}`, start: () => RealServer.start(program) }];
}
