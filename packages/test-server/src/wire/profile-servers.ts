import { randomUUID } from "node:crypto";
import type { ServerVersion } from "../profile/profile.ts";
import type { ServerFaults } from "../profile/server-faults.ts";
import { WireClient } from "./wire-client.ts";

/** The root user of the servers. */
export const root = { user: "root", pass: "root" };

/** What the tests need of a server. */
export interface ProfileServer {
  readonly wsUrl: string;
  readonly httpUrl: string;
  faults: ServerFaults;
  close(): Promise<void>;
}

/** One server for each version that the tests of a file use, and the clients of those tests. */
export class ProfileServers<Server extends ProfileServer> {
  readonly #start: (version: ServerVersion) => Promise<Server>;
  readonly #servers = new Map<ServerVersion, Promise<Server>>();
  readonly #clients: WireClient[] = [];

  constructor(start: (version: ServerVersion) => Promise<Server>) {
    this.#start = start;
  }

  /** The server of a version, started when it is first needed. */
  of(version: ServerVersion): Promise<Server> {
    const server = this.#servers.get(version) ?? this.#start(version);
    this.#servers.set(version, server);
    return server;
  }

  /** Opens a socket, anonymous. */
  async open(version: ServerVersion): Promise<WireClient> {
    const client = await WireClient.connect((await this.of(version)).wsUrl);
    this.#clients.push(client);
    return client;
  }

  /** Opens a socket for root, in a database of its own unless one is named. */
  async enter(version: ServerVersion, database: string = randomUUID()): Promise<WireClient> {
    const client = await this.open(version);
    await client.result("signin", [root]);
    await client.result("use", ["profiles", database]);
    return client;
  }

  /** Closes the clients of a test and removes the faults that it has set. */
  async release(): Promise<void> {
    await Promise.all(this.#clients.splice(0).map((client) => client.close()));
    for (const server of this.#servers.values()) (await server).faults = {};
  }

  /** Closes the servers. */
  async close(): Promise<void> {
    for (const server of this.#servers.values()) await (await server).close();
  }
}
