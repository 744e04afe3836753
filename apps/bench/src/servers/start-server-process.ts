import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Address } from "./network-server.ts";

/** A server that runs in a process of its own. */
export interface ServerProcess extends Address {
  end(): Promise<void>;
}

/** `"database"` is the harness's server in front of a database in memory; the others have none. */
export type ServerKind = "canned" | "decoding" | "database";

const program = fileURLToPath(new URL("server-process.js", import.meta.url));

export async function startServerProcess(kind: ServerKind): Promise<ServerProcess> {
  const child = fork(program, [kind]);
  const [address] = (await once(child, "message")) as [Address];
  return {
    ...address,
    end: async () => {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
}

/** Lends a server for as long as something runs. */
export async function withServer<T>(kind: ServerKind, run: (server: ServerProcess) => Promise<T>): Promise<T> {
  const server = await startServerProcess(kind);
  try {
    return await run(server);
  } finally {
    await server.end();
  }
}
