// The process of a server: `server-process.js canned|decoding|database`, forked by `startServerProcess`.
import process from "node:process";
import { startServer } from "@surreal-sdk/test-server";
import { type Address, startNetworkServer } from "./network-server.ts";

const kind = process.argv[2];
const address = kind === "database" ? await startDatabase() : await startNetworkServer(kind as "canned" | "decoding");
process.on("disconnect", () => process.exit());
process.send?.(address);

async function startDatabase(): Promise<Address> {
  const { wsUrl, httpUrl } = await startServer({ unauthenticated: true });
  return { ws: wsUrl, http: httpUrl };
}
