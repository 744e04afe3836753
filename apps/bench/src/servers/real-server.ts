import { chosenProgram, RealServer } from "@surreal-sdk/test-harness/real-server";
import type { Address } from "./network-server.ts";

/** Where a real server is, and which one. */
export interface RealAddress extends Address {
  readonly version: string;
}

/** Lends the real server that `SURREAL_BINARY` names or that was built last, for as long as something runs. */
export async function withRealServer<T>(run: (server: RealAddress) => Promise<T>): Promise<T | undefined> {
  const program = chosenProgram();
  if (program === undefined) return undefined;
  const server = await RealServer.start(program, ["--unauthenticated"]);
  try {
    return await run({ ws: server.wsUrl, http: server.httpUrl, version: program.version });
  } finally {
    await server.close();
  }
}
