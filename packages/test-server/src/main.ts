import { readCommandLine, USAGE } from "./command-line.ts";
import { startServer } from "./start-server.ts";

const options = readCommandLine(process.argv.slice(2));
if (options === undefined) {
  console.log(USAGE);
} else {
  const server = await startServer(options);
  console.log(`SurrealDB is listening on ${server.wsUrl} and ${server.httpUrl} (${options.path ?? "mem://"})`);
  const stop = () => {
    // A second signal ends the process in its usual way.
    process.off("SIGINT", stop).off("SIGTERM", stop);
    console.log("Closing ...");
    void server.close();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
}
