import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { openDatabase } from "./database/open-database.ts";
import type { ServedDatabase } from "./database/served-database.ts";
import { HttpFrontend } from "./http/http-frontend.ts";
import { listenFailure } from "./message/server-error.ts";
import { profileOf } from "./profile/profile.ts";
import { checkServerFaults, type ServerFaults } from "./profile/server-faults.ts";
import type { ServerRules } from "./profile/server-rules.ts";
import { ServerEnding } from "./server-ending.ts";
import type { ServerOptions } from "./server-options.ts";
import { checkOptions } from "./test-server-options.ts";
import { Upgrades } from "./ws/upgrades.ts";

const MAX_MESSAGE_BYTES = 128 * 1024 * 1024;

/** A running server. */
export interface RunningServer {
  /** The URL for WebSocket clients, such as `ws://127.0.0.1:8000`. */
  readonly wsUrl: string;
  /** The URL for HTTP clients, such as `http://127.0.0.1:8000`. */
  readonly httpUrl: string;
  /** The interface it listens on. */
  readonly host: string;
  /** The port it listens on. */
  readonly port: number;
  /** The database behind it, which the next server may use. */
  readonly database: ServedDatabase;
  /** What it does wrong on purpose: assign an object to set faults, `{}` to remove them. */
  faults: ServerFaults;
  /**
   * Stops: accepts no new connections, and gives requests in progress `timeout` milliseconds (default 2,000) to
   * finish. Also closes the database if the server has opened it, after `kill()` too. Idempotent.
   */
  close(timeout?: number): Promise<void>;
  /**
   * Drops every connection at once, as a crash would; the database stays open. Resolves when the port is free and
   * everything that the clients left is released, which must wait for running statements: for at most `timeout`
   * milliseconds (default 1,000), the rest happens afterwards.
   */
  kill(timeout?: number): Promise<void>;
}

/**
 * Starts a SurrealDB server over WebSocket and HTTP. {@link startTestServer} is easier to use.
 *
 * @throws TypeError or RangeError when an option is unknown or invalid
 * @throws {@link TestServerError} when the port is taken, or the data cannot be opened
 * @example
 * ```ts
 * const server = await startServer({ user: "root", pass: "root" });
 * const again = await server.kill().then(() => startServer({ port: server.port, database: server.database }));
 * ```
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const { database: given, ...own } = options;
  checkOptions(own);
  const profile = profileOf(own.version);
  const database = given ?? (await openDatabase(own));
  const closeDatabase = () => (given === undefined ? database.close() : Promise.resolve());
  const rules: ServerRules = {
    authentication: options.unauthenticated !== true,
    profile,
    version: profile.reports ?? (await database.version()),
    faults: {},
  };
  const upgrades = new Upgrades({ database, rules, maxMessageBytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES });
  const frontend = new HttpFrontend(database, rules);
  const server = createServer((request, response) => void frontend.serve(request, response));
  server.on("upgrade", (request, socket, head) => void upgrades.accept(request, socket, head));
  const host = options.host ?? "127.0.0.1";
  try {
    await listen(server, host, options.port ?? 0);
  } catch (error) {
    await closeDatabase();
    throw listenFailure(error, host, options.port ?? 0);
  }
  const ending = new ServerEnding({ server, upgrades, frontend, closeDatabase });
  const { port } = server.address() as AddressInfo;
  const authority = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  return {
    wsUrl: `ws://${authority}`,
    httpUrl: `http://${authority}`,
    host,
    port,
    database,
    get faults() {
      return rules.faults;
    },
    set faults(faults) {
      checkServerFaults(faults);
      rules.faults = faults;
    },
    close: (timeout = 2_000) => ending.close(timeout),
    kill: (timeout = 1_000) => ending.kill(timeout),
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
}
