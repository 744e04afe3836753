#!/usr/bin/env node
import { readCommandLine, USAGE } from "./command-line.ts";
import { hasRootUsers } from "./database/open-database.ts";
import type { ServerOptions } from "./server-options.ts";
import { type RunningServer, startServer } from "./start-server.ts";

try {
  const options = readCommandLine(process.argv.slice(2));
  if (options === undefined) console.log(USAGE);
  else await serve(options);
} catch (error) {
  // One line: a stack would be about this program, not about what to do.
  console.error((error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " "));
  process.exitCode = error instanceof TypeError || error instanceof RangeError ? 2 : 1;
}

async function serve(options: ServerOptions): Promise<void> {
  const server = await startServer(options);
  console.log(`SurrealDB is listening on ${server.wsUrl} and ${server.httpUrl} (${options.path ?? "mem://"})`);
  if (options.unauthenticated !== true && !(await hasRootUsers(server.database))) {
    console.error("No root user can sign in: there is none. Pass --user and --pass, or --unauthenticated.");
  }
  endWithSignals(server);
}

function endWithSignals(server: RunningServer): void {
  const stop = (): void => {
    // A second signal ends the process as usual.
    process.off("SIGINT", stop).off("SIGTERM", stop);
    console.log("Closing ...");
    void server.close();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
}
