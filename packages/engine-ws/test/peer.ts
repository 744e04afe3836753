import { createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import type { EngineContext, EngineListener, EngineRequest } from "@surreal-sdk/transport";
import { parseEndpoint } from "@surreal-sdk/transport";

/** A TCP server that answers an upgrade as the test says, and then speaks raw WebSocket bytes. */
export interface Peer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** The next socket whose request has come in whole. */
  accepted(): Promise<PeerSocket>;
}

/** One accepted socket. */
export interface PeerSocket {
  readonly socket: Socket;
  /** The text of the upgrade request. */
  readonly request: string;
  /** What came after the upgrade request. */
  bytes(): Buffer;
  /** Resolves when at least `length` bytes have come after the upgrade request. */
  until(length: number): Promise<Buffer>;
  /** Answers the upgrade, with `cbor` by default. */
  upgrade(more?: string, rest?: Uint8Array): void;
}

const guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

export async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

export async function peer(): Promise<Peer> {
  const ready: PeerSocket[] = [];
  const waiting: ((socket: PeerSocket) => void)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
    readRequest(socket, (accepted) => {
      const taker = waiting.shift();
      if (taker === undefined) ready.push(accepted);
      else taker(accepted);
    });
  });
  const port = await listen(server);
  return {
    port,
    url: `ws://127.0.0.1:${port}`,
    accepted: () => {
      const first = ready.shift();
      return first === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(first);
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function readRequest(socket: Socket, done: (accepted: PeerSocket) => void): void {
  let seen = Buffer.alloc(0);
  let request: string | undefined;
  socket.on("data", (chunk) => {
    seen = Buffer.concat([seen, chunk]);
    const end = seen.indexOf("\r\n\r\n");
    if (request === undefined && end >= 0) {
      request = seen.subarray(0, end).toString();
      seen = seen.subarray(end + 4);
      done(accept(socket, request, () => seen));
    }
    socket.emit("seen");
  });
}

function accept(socket: Socket, request: string, bytes: () => Buffer): PeerSocket {
  const key = /^sec-websocket-key: (.*)$/im.exec(request)?.[1] ?? "";
  const digest = createHash("sha1").update(`${key}${guid}`).digest("base64");
  return {
    socket,
    request,
    bytes,
    async until(length) {
      while (bytes().byteLength < length) await once(socket, "seen");
      return bytes();
    },
    upgrade(more = "Sec-WebSocket-Protocol: cbor\r\n", rest = new Uint8Array()) {
      const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${digest}\r\n${more}\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), rest]));
    },
  };
}

/** Resolves when a socket is gone, in peace or not. */
export function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on("close", () => resolve());
  });
}

/** What opening a connection to `url` needs. */
export function context(url: string, listener: EngineListener, more: Partial<EngineContext> = {}): EngineContext {
  return {
    endpoint: parseEndpoint(url),
    listener,
    signal: new AbortController().signal,
    connectTimeout: 10_000,
    maxMessageBytes: 1 << 20,
    headers: {},
    ...more,
  };
}

/** An RPC request whose frame is these bytes. */
export function rpc(id: string, ...frame: number[]): EngineRequest {
  return { id, kind: "rpc", frame: Uint8Array.from(frame), facts: { method: "ping", exclusive: false } };
}

/** Undoes the mask of a client's short frame. */
export function unmask(bytes: Buffer): number[] {
  const mask = bytes.subarray(2, 6);
  return [...bytes.subarray(6)].map((byte, index) => byte ^ (mask[index % 4] as number));
}
