import { expect, it } from "vitest";
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
