import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { TestServerError } from "./message/server-error.ts";
import { startTestServer, type TestServer } from "./test-server.ts";
import { WireClient } from "./wire/wire-client.ts";

async function enter(url: string): Promise<WireClient> {
  const client = await WireClient.connect(url);
  await client.result("signin", [{ user: "root", pass: "root" }]);
  await client.result("use", ["test", "test"]);
  return client;
}

it("serves a root user over WebSocket and HTTP, and frees its port with its scope", async () => {
  let port = 0;
  {
    await using server = await startTestServer();
    ({ port } = server);
    expect(server.auth).toEqual({ username: "root", password: "root" });
    const client = await enter(server.wsUrl);
    expect(await client.result("query", ["RETURN 1"])).toMatchObject([{ result: 1 }]);
    expect((await fetch(`${server.httpUrl}/health`)).status).toBe(200);
    await client.close();
  }
  await using again = await startTestServer({ port });
  expect(again.port).toBe(port);
});

it("keeps data and address through kill and restart, whether or not it was killed before", async () => {
  await using server = await startTestServer();
  const client = await enter(server.wsUrl);
  await client.result("query", ["CREATE kept:1"]);
  await server.kill();
  await server.kill();
  await expect(fetch(server.httpUrl)).rejects.toThrow(TypeError);
  await server.restart();
  await server.restart();
  const again = await enter(server.wsUrl);
  expect(await again.result("query", ["SELECT VALUE id.id() FROM kept"])).toMatchObject([{ result: [1] }]);
  await again.close();
});

it("refuses to start again once it is closed", async () => {
  const server = await startTestServer();
  await server.close();
  await expect(server.restart()).rejects.toThrow("restart(): this server is closed. Start another one.");
  await expect(server.proxy()).rejects.toThrow("proxy(): this server is closed. Start another one.");
});

it("puts proxies in front of itself, which end with it", async () => {
  const server = await startTestServer();
  const proxy = await server.proxy();
  const client = await enter(proxy.wsUrl);
  expect(proxy.made).toBe(1);
  await client.close();
  await server.close();
  await expect(fetch(proxy.httpUrl)).rejects.toThrow(TypeError);
});

it("opens experimental features when it is asked to", async () => {
  const define = async (server: TestServer) => {
    const client = await enter(server.wsUrl);
    const { error } = await client.request("query", ["DEFINE BUCKET files BACKEND 'memory'"]);
    await client.close();
    return error?.message;
  };
  await using plain = await startTestServer();
  expect(await define(plain)).toContain("expected the experimental files feature to be enabled");
  await using daring = await startTestServer({ experimental: true });
  expect(await define(daring)).toBeUndefined();
});

it.each([
  [{ poort: 1 }, TypeError, "There is no option poort: path, port, host"],
  [{ port: "8000" }, TypeError, "port is a number, not string."],
  [{ port: 70_000 }, RangeError, "port is a whole number from 0 to 65535, not 70000."],
  [{ user: "root" }, TypeError, "user and pass belong together: give both or neither."],
  [{ path: "" }, TypeError, "path is empty: leave it out, or give it a value."],
  [{ experimental: "files" }, TypeError, "experimental is a boolean, not string."],
  [{ maxMessageBytes: 0 }, RangeError, "maxMessageBytes is a whole number from 1 on, not 0."],
])("refuses the options %j", async (options, type, message) => {
  const error: unknown = await startTestServer(options as object).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(type);
  expect((error as Error).message).toContain(message);
});

it("says that another program has the port", async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  const { port } = other.address() as { port: number };
  const error: unknown = await startTestServer({ port }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TestServerError);
  expect((error as Error).message).toBe(
    `Another program listens on port ${port} of 127.0.0.1. Choose another port, or 0 for a free one.`,
  );
  await new Promise((resolve) => other.close(resolve));
});

it("says that another server has the data", async () => {
  const folder = await mkdtemp(join(tmpdir(), "surreal-server-"));
  const path = `surrealkv://${join(folder, "store")}`;
  await using server = await startTestServer({ path });
  const error: unknown = await startTestServer({ path }).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TestServerError);
  expect((error as Error).message).toMatch(`The server cannot open the data at ${path}: `);
  await server.close();
  await rm(folder, { recursive: true });
});
