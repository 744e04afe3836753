import { spawn, spawnSync } from "node:child_process";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import process from "node:process";
import type { ServerAddress } from "./scenario.ts";

/** A SurrealDB that was not made here. */
export interface RealServer extends ServerAddress {
  stop(): Promise<void>;
}

/** Reports whether there is a real SurrealDB to compare with: one that `SURREAL_URL` names, or a `surreal` on the PATH. */
export function realServerAvailable(): boolean {
  if (process.env.SURREAL_URL !== undefined) return true;
  return spawnSync("surreal", ["version"], { stdio: "ignore" }).status === 0;
}

/** Reaches for the SurrealDB that `SURREAL_URL` names (user and password in `SURREAL_USER`, `SURREAL_PASS`), or starts one. */
export async function startRealServer(): Promise<RealServer> {
  const { SURREAL_URL, SURREAL_USER = "root", SURREAL_PASS = "root" } = process.env;
  const credentials = { user: SURREAL_USER, pass: SURREAL_PASS };
  if (SURREAL_URL !== undefined) return { authority: new URL(SURREAL_URL).host, ...credentials, stop: async () => {} };
  const authority = `127.0.0.1:${await freePort()}`;
  const words = ["start", "--no-banner", "--bind", authority, "--user", SURREAL_USER, "--pass", SURREAL_PASS, "memory"];
  const child = spawn("surreal", words, { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  await healthy(authority);
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { authority, ...credentials, stop };
}

async function healthy(authority: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const response = await fetch(`http://${authority}/health`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The SurrealDB on ${authority} did not come up within ten seconds.`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
