// Started by Relay: relays TCP connections, in a thread of its own.
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { count, type RelayStart } from "./relay-count.ts";

const { host, port, counts } = workerData as RelayStart;
const sockets = new Set<Socket>();

// Without a delay: the other end would wait up to 40 ms for a packet that follows another one.
const server = createServer({ noDelay: true }, (near) => {
  Atomics.add(counts, count.made, 1);
  join(near, connect({ host, port, noDelay: true }));
});
server.listen(0, "127.0.0.1");
await once(server, "listening");

parentPort?.on("message", (order: "cut" | "close") => {
  cut();
  if (order === "cut") return;
  server.close();
  parentPort?.close();
});
parentPort?.postMessage((server.address() as AddressInfo).port);

function cut(): void {
  for (const socket of sockets) socket.destroy();
}

function join(near: Socket, far: Socket): void {
  Atomics.add(counts, count.open, 1);
  near.on("close", () => Atomics.sub(counts, count.open, 1));
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    sockets.add(socket);
    socket.on("data", (bytes) => {
      const last = socket === near && Atomics.exchange(counts, count.cutting, 0) === 1;
      if (!other.write(bytes, last ? cut : undefined)) socket.pause();
    });
    other.on("drain", () => socket.resume());
    socket.on("end", () => other.end());
    // A cut connection is what the relay is for, on both sides of it.
    socket.on("error", () => other.destroy());
    socket.on("close", () => {
      sockets.delete(socket);
      other.destroy();
    });
  }
}
