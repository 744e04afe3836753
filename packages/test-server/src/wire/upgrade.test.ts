import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { RunningServer } from "../start-server.ts";
import { startServer } from "../start-server.ts";
import { WireClient } from "./wire-client.ts";

let server: RunningServer;
const clients: WireClient[] = [];

beforeAll(async () => {
  server = await startServer({ user: "root", pass: "root", version: "3.0" });
});
afterAll(() => server.close());
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
});

async function connect(options?: Parameters<typeof WireClient.connect>[1]): Promise<WireClient> {
  const client = await WireClient.connect(server.wsUrl, options);
  clients.push(client);
  return client;
}

describe("the socket", () => {
  it("pings at once", async () => {
    const socket = new WebSocket(`${server.wsUrl}/rpc`, ["cbor"]);
    await once(socket, "ping");
    socket.close();
  });

  it.each([
    ["a path that is not /rpc", "/other", {}, 404, ""],
    ["a path that is no URL", "//", {}, 404, ""],
    ["an id that is no uuid", "/rpc", { "surreal-id": "mine" }, 401, "The header surreal-id is not a UUID"],
    [
      "a wrong password",
      "/rpc",
      { authorization: `Basic ${btoa("root:wrong")}` },
      401,
      "There was a problem with authentication",
    ],
    ["a token that is none", "/rpc", { authorization: "Bearer x" }, 401, "InvalidToken"],
  ])("refuses an upgrade with %s", async (_, path, headers, status, body) => {
    const socket = new WebSocket(server.wsUrl + path, ["cbor"], { headers });
    const [, response] = await once(socket, "unexpected-response");
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect([response.statusCode, Buffer.concat(chunks).toString()]).toEqual([status, body]);
  });

  it("starts with the id, the names and the credentials of the upgrade's headers", async () => {
    const id = randomUUID();
    const client = await connect({
      headers: { "surreal-id": id, "surreal-ns": "n", "surreal-db": "d", authorization: `Basic ${btoa("root:root")}` },
    });
    const facts = await client.result("query", ["RETURN [<string>$session.id, $session.ns, $session.db]"]);
    expect(facts).toMatchObject([{ result: [id, "n", "d"] }]);
  });

  it("refuses an id that another socket has, until that one is gone", async () => {
    const headers = { "surreal-id": randomUUID() };
    const first = await connect({ headers });
    const second = new WebSocket(`${server.wsUrl}/rpc`, ["cbor"], { headers });
    const [, response] = await once(second, "unexpected-response");
    expect(response.statusCode).toBe(400);
    response.destroy();
    await first.close();
    await expect
      .poll(() =>
        connect({ headers }).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
  });
});
