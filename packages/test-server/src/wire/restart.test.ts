import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openDatabase } from "../database/open-database.ts";
import { startServer } from "../start-server.ts";
import { WireClient } from "./wire-client.ts";

const root = { user: "root", pass: "root" };

it("can be killed in the middle of a request and started again on the same port and data", async () => {
  const database = await openDatabase(root);
  const first = await startServer({ database });
  const client = await WireClient.connect(first.wsUrl);
  await client.result("signin", [root]);
  await client.result("use", ["restart", "restart"]);
  await client.result("query", ["CREATE item:1"]);
  const slow = await running(client, "UPSERT item:2");
  const closed = once(client.socket, "close");
  await first.kill(100_000);
  expect((await closed)[0]).toBe(1006);
  expect(client.messages.some(({ id }) => id === slow)).toBe(false);

  const second = await startServer({ database, port: first.port });
  expect(second.wsUrl).toBe(first.wsUrl);
  const again = await WireClient.connect(second.wsUrl);
  expect((await again.request("select", ["item"])).error?.code).toBe(-32002);
  await again.result("signin", [root]);
  await again.result("use", ["restart", "restart"]);
  expect(await again.result("query", ["SELECT VALUE id.id() FROM item"])).toMatchObject([{ result: [1, 2] }]);
  await second.close();
  await database.close();
});

it("lets a request that runs finish when it is closed, and takes no new ones", async () => {
  const server = await startServer({ ...root, version: "3.0" });
  const client = await WireClient.connect(server.wsUrl);
  await client.result("signin", [root]);
  const slow = await running(client, "RETURN 1");
  const closed = once(client.socket, "close");
  await server.close(100_000);
  await closed;
  expect(client.messages.find(({ id }) => id === slow)?.result).toMatchObject([{}, { result: 1 }]);
  await expect(WireClient.connect(server.wsUrl)).rejects.toThrow("ECONNREFUSED");
});

it("closes the data that it opened, killed or not, so that another server can open it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surreal-server-"));
  const path = `surrealkv://${join(folder, "store")}`;
  const first = await startServer({ ...root, path });
  await first.kill();
  await first.close();
  await first.close();
  const second = await startServer({ ...root, path });
  await second.close();
  await second.kill();
  await rm(folder, { recursive: true });
});

it("refuses options that it does not have", async () => {
  await expect(startServer({ poort: 1 } as object)).rejects.toThrow("There is no option poort: path, port, host");
  await expect(startServer({ user: "root" })).rejects.toThrow("user and pass belong together");
});

it("names the port that is taken", async () => {
  const server = await startServer();
  await expect(startServer({ port: server.port })).rejects.toThrow(
    `Another program listens on port ${server.port} of 127.0.0.1.`,
  );
  await server.close();
});

/** The id of a query that pauses at the server: for 200 ms, or for as long as a busy machine needs to see that. */
async function running(client: WireClient, text: string): Promise<string> {
  for (let pause = 200; ; pause *= 2) {
    const query = client.send("query", [`SLEEP ${pause}ms; ${text}`]);
    await client.result("ping");
    if (!client.messages.some(({ id }) => id === query)) return query;
  }
}
