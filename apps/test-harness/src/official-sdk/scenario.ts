import { randomUUID } from "node:crypto";
import { Surreal } from "surrealdb";
import { WebSocket } from "ws";
import type { Line } from "./transcript.ts";
import { Transcript } from "./transcript.ts";

/** The two ways to a server. */
export type Transport = "ws" | "http";

/** What a scenario has to act with. */
export interface Stage {
  readonly transport: Transport;
  readonly transcript: Transcript;
  /** A namespace that nobody else uses. */
  readonly namespace: string;
  /** A client that has connected and done nothing else. */
  connect(): Promise<Surreal>;
  /** A client that is root, in the namespace and its database `main`. */
  root(): Promise<Surreal>;
}

/** A script for the official SDK. */
export interface Scenario {
  readonly name: string;
  readonly transports: readonly Transport[];
  /** What a SurrealDB 3.0.2 answers, line by line. */
  readonly expected: readonly Line[];
  run(stage: Stage): Promise<void>;
}

/** Where a server is, and who is root there. */
export interface ServerAddress {
  /** Host and port. */
  readonly authority: string;
  readonly user: string;
  readonly pass: string;
}

/** Plays a scenario with the official SDK, and tells what it saw. */
export async function play(scenario: Scenario, transport: Transport, server: ServerAddress): Promise<readonly Line[]> {
  const clients: Surreal[] = [];
  const namespace = `official_${randomUUID().slice(0, 8)}`;
  const transcript = new Transcript(new Map([[namespace, "<namespace>"]]));
  const connect = async () => {
    const client = new Surreal({ websocketImpl: WebSocket as unknown as typeof globalThis.WebSocket });
    clients.push(client);
    // By itself it refuses 4.0.
    await client.connect(`${transport}://${server.authority}/rpc`, { versionCheck: false });
    return client;
  };
  const root = async () => {
    const client = await connect();
    await client.signin({ username: server.user, password: server.pass });
    // Over HTTP, use creates nothing since SurrealDB 3.1.
    await client.query(
      `DEFINE NAMESPACE IF NOT EXISTS ${namespace}; USE NS ${namespace}; DEFINE DATABASE IF NOT EXISTS main;`,
    );
    await client.use({ namespace, database: "main" });
    return client;
  };
  try {
    await scenario.run({ transport, transcript, namespace, connect, root });
  } finally {
    await Promise.all(clients.map((client) => client.close()));
  }
  return transcript.lines;
}
