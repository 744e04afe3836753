import { chosenProgram, RealServer } from "@surreal-sdk/test-harness/real-server";
import type { LeftOut } from "../part.ts";
import type { Address } from "./network-server.ts";

/** Where a real server is, and which one. */
export interface RealAddress extends Address {
  readonly version: string;
}

/** What a part says that has no real server. */
export const noRealServer: LeftOut = {
  leftOut: "`npm run servers -- build` builds the server that it needs, or SURREAL_BINARY names one.",
};

/** The server keeps 100 notifications for a client by default, and closes the connection when there are more. */
const environment = { SURREAL_WEBSOCKET_RESPONSE_CHANNEL_SIZE: "20000" };

/** Lends the real server that `SURREAL_BINARY` names or that was built last, for as long as something runs. */
export async function withRealServer<T>(run: (server: RealAddress) => Promise<T>): Promise<T | undefined> {
  const program = chosenProgram();
  if (program === undefined) return undefined;
  const server = await RealServer.start(program, ["--unauthenticated"], environment);
  try {
    return await run({ ws: server.wsUrl, http: server.httpUrl, version: program.version });
  } finally {
    await server.close();
  }
}
