import { AsyncSurreal, type AsyncSurrealOptions } from "surreal-sdk";
import { onTestFinished } from "vitest";

/** A connection, of any scheme. */
export type Client = ReturnType<typeof AsyncSurreal>;

/** Reconnects at once, asks for no sign of life, and waits long enough for a busy machine. */
export const quick: AsyncSurrealOptions = {
  connectTimeout: 8_000,
  timeout: 8_000,
  closeTimeout: 500,
  heartbeat: false,
  reconnect: { minDelay: 1, maxDelay: 5 },
};

/** A client that is closed when its test is over. It connects by itself. */
export function client(url: string, options: AsyncSurrealOptions = {}): Client {
  const db = AsyncSurreal(url, { ...quick, ...options });
  onTestFinished(() => db.close());
  return db;
}
