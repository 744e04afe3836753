import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import { MessageReader, toMessage } from "./stream-engine.ts";

/** A server that listens on a Unix socket. */
export interface StreamServer {
  /** Breaks off all connections. */
  cut(): void;
  close(): Promise<void>;
}

/** Serves a database in memory to each connection. */
export async function serveStream(path: string): Promise<StreamServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    serve(socket).catch((error) => socket.destroy(error));
  }).listen(path);
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    cut,
    async close() {
      const closed = once(server, "close");
      server.close();
      cut();
      await closed;
    },
  };
}

async function serve(socket: Socket): Promise<void> {
  const requests: [number, Uint8Array][] = [];
  let answer = (number: number, frame: Uint8Array): void => void requests.push([number, frame]);
  const reader = new MessageReader(2 ** 27, (number, frame) => frame === undefined || answer(number, frame));
  socket.on("data", (chunk) => reader.read(chunk));
  socket.on("error", () => socket.destroy());
  const database = await EmbeddedDatabase.open("mem://");
  socket.once("close", () => database.close(0));
  if (socket.destroyed) await database.close(0);
  const write = (number: number, frame: Uint8Array): void =>
    void (socket.writable && socket.write(toMessage(number, frame)));
  database.subscribe((notification) => write(0, notification));
  answer = (number, frame) => {
    database.execute(frame).then(
      (reply) => write(number, reply),
      (error) => socket.destroy(error),
    );
  };
  for (const [number, frame] of requests) answer(number, frame);
}
