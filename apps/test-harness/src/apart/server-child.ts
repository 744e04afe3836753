// Started by ServerApart: serves until its parent hangs up.
import process from "node:process";
import { openDatabase, type ServerVersion, startServer } from "@surreal-sdk/test-server";

const database = await openDatabase({ user: "root", pass: "root", experimental: true });
const server = await startServer({ database, version: process.argv[2] as ServerVersion | undefined });
process.on("disconnect", async () => {
  await server.close();
  await database.close();
  // After a DEFINE INDEX the native module goes on waiting for notifications, and so would this process.
  process.exit();
});
process.send?.({ wsUrl: server.wsUrl, httpUrl: server.httpUrl });
