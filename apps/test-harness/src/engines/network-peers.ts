import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { type AddressInfo, createServer, type Server } from "node:net";
import { openDatabase, type RunningServer, startServer } from "@surreal-sdk/test-server";
import { RealServer } from "../real/real-server.ts";
import { type ServerKind, serversHere } from "../real/servers-here.ts";

/** A server that can crash, and be started again on the same port. */
export interface CrashingServer {
  /** Host and port. */
  readonly authority: string;
  crash(): Promise<void>;
  close(): Promise<void>;
}

/** Each kind of server that an engine is tested with. */
export function crashingServers(): readonly ServerKind<CrashingServer>[] {
  return serversHere<CrashingServer>(crashingTestServer, RealServer.startOnDisk);
}

/** What the suite needs of the world: a server that can crash, and peers that are of no use. */
export interface NetworkPeers {
  /** Where the server is, as host and port. */
  readonly home: string;
  /** An address at which nobody listens. */
  readonly nowhere: string;
  /** One that takes connections and never says a word. */
  readonly silent: string;
  /** One that answers every request with a web page. */
  readonly foreign: string;
  /** Lets the server crash, and starts it again on the same database and port. */
  crash(): Promise<void>;
  close(): Promise<void>;
}

async function crashingTestServer(): Promise<CrashingServer> {
  const database = await openDatabase({ user: "root", pass: "root" });
  let server: RunningServer = await startServer({ database });
  const { host, port } = server;
  return {
    authority: `${host}:${port}`,
    async crash() {
      await server.kill();
      server = await startServer({ database, host, port });
    },
    async close() {
      await server.close();
      await database.close();
    },
  };
}

/** Starts them all, on ports that are free. */
export async function startPeers(start: () => Promise<CrashingServer>): Promise<NetworkPeers> {
  const server = await start();
  const silent = createServer((socket) => {
    // A client may close a connection to a silent peer in any way.
    socket.on("error", () => socket.destroy());
  });
  const foreign = createHttpServer((_request, response) => response.setHeader("content-type", "text/html").end("<p>"));
  const nowhere = createServer();
  const [silentAt, foreignAt, nowhereAt] = await Promise.all([listen(silent), listen(foreign), listen(nowhere)]);
  nowhere.close();
  return {
    home: server.authority,
    nowhere: nowhereAt,
    silent: silentAt,
    foreign: foreignAt,
    crash: () => server.crash(),
    async close() {
      silent.close();
      foreign.close();
      await server.close();
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
