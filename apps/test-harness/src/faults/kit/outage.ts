import type { Client } from "./client.ts";
import type { FakeSurreal } from "./fake-surreal.ts";
import { heard } from "./watchdog.ts";

/** Resolves when the client has seen that its connection is gone. */
export function noticed(db: Client): Promise<unknown> {
  return heard<[status: string]>(
    (listener) => db.on("status", listener),
    (status) => status !== "connected",
  );
}

/** Cuts the newest connection, and waits until the client has seen it. */
export async function lose(server: FakeSurreal, db: Client): Promise<void> {
  const seen = noticed(db);
  server.peer.cut();
  await seen;
}

/** Cuts the newest connection, and waits until the client has another one. */
export async function drop(server: FakeSurreal, db: Client): Promise<void> {
  const back = heard<[status: string]>(
    (listener) => db.on("status", listener),
    (status) => status === "connected",
  );
  server.peer.cut();
  await back;
}
