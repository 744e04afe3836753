// Milliseconds from the start of the process to the first answer, with the official SDK.
import process from "node:process";
import { Surreal } from "surrealdb";

const url = process.argv[2] as string;
const db = url.startsWith("mem") ? await embedded() : await overWebSocket();
await db.use({ namespace: "bench", database: "bench" });
await db.query("RETURN 1");
console.log(performance.now());
await db.close();

async function embedded(): Promise<Surreal> {
  const { createNodeEngines } = await import("@surrealdb/node");
  const surreal = new Surreal({ engines: createNodeEngines() });
  await surreal.connect(url);
  return surreal;
}

async function overWebSocket(): Promise<Surreal> {
  const { WebSocket } = await import("ws");
  const surreal = new Surreal({ websocketImpl: WebSocket as unknown as typeof globalThis.WebSocket });
  await surreal.connect(`${url}/rpc`);
  return surreal;
}
