import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { expect, it } from "vitest";
import { BodyParts } from "./body-parts.ts";

it("between two parts, the answer of a server that reads no further is read", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  const [[peer]] = (await Promise.all([once(server, "connection"), once(socket, "connect")])) as [[Socket], unknown];
  let isRead = false;
  socket.on("data", () => {
    isRead = true;
  });
  const parts = new BodyParts(Uint8Array.of(1), () => parts.give(Uint8Array.of(2)));
  const body = parts[Symbol.asyncIterator]();
  await body.next();
  peer.write("422");
  expect([(await body.next()).value, isRead]).toEqual([Uint8Array.of(2), true]);
  socket.destroy();
  peer.destroy();
  server.close();
});
