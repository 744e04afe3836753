import { type ServerAddress, ServerApart } from "../apart/server-apart.ts";
import { RealServer } from "./real-server.ts";
import { chosenProgram, runsEverySuite, type ServerProgram } from "./server-program.ts";

/** A kind of server that tests run on. */
export interface ServerKind<Server> {
  /** What tests call it, such as `"SurrealDB 3.3.5"`. */
  readonly name: string;
  start(): Promise<Server>;
}

/** A server in a process of its own, for the time of the tests. */
export interface StartedServer extends ServerAddress {
  close(): Promise<void>;
}

/**
 * The test server, and where every suite is to run on it the real one that {@link chosenProgram} finds on this machine,
 * each started in the given way.
 */
export function serversHere<Server>(
  startTestServer: () => Promise<Server>,
  startReal: (program: ServerProgram) => Promise<Server>,
): readonly ServerKind<Server>[] {
  const program = runsEverySuite() ? chosenProgram() : undefined;
  const testServer = { name: "the test server", start: startTestServer };
  if (program === undefined) return [testServer];
  return [testServer, { name: `SurrealDB ${program.version}`, start: () => startReal(program) }];
}

/** The real server that a selection of the cases runs on, since no suite does. */
export function serversOfSelection(): readonly ServerKind<StartedServer>[] {
  const program = runsEverySuite() ? undefined : chosenProgram();
  if (program === undefined) return [];
  return [{ name: `SurrealDB ${program.version}`, start: () => RealServer.start(program) }];
}

/** The servers that a client needs which blocks this process. */
export function serversApart(): readonly ServerKind<StartedServer>[] {
  return serversHere<StartedServer>(() => ServerApart.start(), RealServer.start);
}
