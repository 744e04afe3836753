import { once } from "node:events";
import type { Socket } from "node:net";
import { expect, it, vi } from "vitest";
import { cbor, httpServer, request, stand } from "../test/server.ts";

it("lets the process end while it is idle", async () => {
  await using server = await httpServer((seen, response) => {
    seen.socket.unref();
    cbor(response, Uint8Array.of(0xa0));
  });
  const held = () => process.getActiveResourcesInfo().filter((kind) => kind === "TCPSocketWrap").length;
  await using to = await stand(server.url);
  const received = to.recorder.next("received");
  to.connection.send(request("1"));
  expect(held()).toBe(1);
  await received;
  await new Promise((resolve) => setImmediate(resolve));
  expect(server.connections()).toBe(1);
  expect(server.seen[0]?.socket.destroyed).toBe(false);
  expect(held()).toBe(0);
});

it("closes while a test runner has replaced the microtasks", async () => {
  await using server = await httpServer((_seen, response) => cbor(response, Uint8Array.of(0xa0)));
  const to = await stand(server.url);
  const received = to.recorder.next("received");
  to.connection.send(request("1"));
  await received;
  const closed = once(server.seen[0]?.socket as Socket, "close");
  vi.useFakeTimers({ toFake: ["queueMicrotask", "setTimeout", "setImmediate"] });
  try {
    await to.connection.close(1_000);
  } finally {
    vi.useRealTimers();
  }
  await closed;
});
