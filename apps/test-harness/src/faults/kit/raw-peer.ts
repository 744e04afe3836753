import { createHash } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { settled } from "./watchdog.ts";

/** A server that writes WebSocket frames by hand, right ones and wrong ones. */
export class RawPeer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #connections: RawConnection[] = [];
  readonly #waiting: ((connection: RawConnection) => void)[] = [];
  /** Connections so far. */
  made = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<RawPeer> {
    const server = createServer();
    const peer = new RawPeer(server);
    server.on("connection", (socket) => {
      const connection = new RawConnection(socket);
      peer.made += 1;
      peer.#sockets.add(socket);
      socket.on("close", () => peer.#sockets.delete(socket));
      const waiter = peer.#waiting.shift();
      if (waiter === undefined) peer.#connections.push(connection);
      else waiter(connection);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return peer;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get ws(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  get http(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The next connection, once its request has come whole. */
  async accept(): Promise<RawConnection> {
    const connection =
      this.#connections.shift() ??
      (await settled(new Promise<RawConnection>((resolve) => this.#waiting.push(resolve))));
    await settled(connection.head);
    return connection;
  }

  /** The next connection, upgraded to a WebSocket. */
  async upgrade(): Promise<RawConnection> {
    const connection = await this.accept();
    connection.upgrade();
    return connection;
  }

  async close(): Promise<void> {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await once(this.#server, "close");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/** One connection, from the first byte of the upgrade on. */
export class RawConnection {
  readonly socket: Socket;
  /** The request that came first, head only. */
  readonly head: Promise<string>;
  #received: Buffer = Buffer.alloc(0);
  #request = "";
  readonly #frames: RawFrame[] = [];
  readonly #waiting: ((frame: RawFrame) => void)[] = [];

  constructor(socket: Socket) {
    this.socket = socket;
    let done: (head: string) => void = () => undefined;
    this.head = new Promise((resolve) => {
      done = resolve;
    });
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk]);
      if (this.#request === "") {
        const end = this.#received.indexOf("\r\n\r\n");
        if (end < 0) return;
        this.#request = this.#received.subarray(0, end).toString("latin1");
        this.#received = this.#received.subarray(end + 4);
        done(this.#request);
      }
      this.#read();
    });
  }

  /** The value of a header of the request. */
  header(name: string): string | undefined {
    const line = this.#request.split("\r\n").find((each) => each.toLowerCase().startsWith(`${name.toLowerCase()}:`));
    return line?.slice(name.length + 1).trim();
  }

  /** Answers the upgrade; `more` changes headers, `undefined` leaves one out. */
  upgrade(more: Readonly<Record<string, string | undefined>> = {}): void {
    const key = this.header("Sec-WebSocket-Key") ?? "";
    const accept = createHash("sha1").update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest("base64");
    const headers = {
      Upgrade: "websocket",
      Connection: "Upgrade",
      "Sec-WebSocket-Accept": accept,
      "Sec-WebSocket-Protocol": "cbor",
      ...more,
    };
    const lines = Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}`));
    this.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
  }

  /** Answers with plain HTTP and ends. */
  refuse(status: number, headers: Readonly<Record<string, string>> = {}, body = ""): void {
    const lines = Object.entries({
      ...headers,
      "Content-Length": String(Buffer.byteLength(body)),
      Connection: "close",
    });
    this.socket.end(
      `HTTP/1.1 ${status} No\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
    );
  }

  write(bytes: string | Uint8Array): void {
    this.socket.write(bytes);
  }

  /** Writes one frame. */
  send(payload: Uint8Array, options: FrameOptions = {}): void {
    this.write(frame(payload, options));
  }

  /** The next frame from the client, unmasked. */
  receive(): Promise<RawFrame> {
    const ready = this.#frames.shift();
    if (ready !== undefined) return Promise.resolve(ready);
    return settled(new Promise((resolve) => this.#waiting.push(resolve)));
  }

  /** The next frame of this opcode; others before it are passed over. */
  async receiveOf(opcode: number): Promise<RawFrame> {
    for (;;) {
      const received = await this.receive();
      if (received.opcode === opcode) return received;
    }
  }

  destroy(): void {
    this.socket.destroy();
  }

  #read(): void {
    for (let next = parse(this.#received); next !== undefined; next = parse(this.#received)) {
      this.#received = this.#received.subarray(next.size);
      const waiter = this.#waiting.shift();
      if (waiter === undefined) this.#frames.push(next.frame);
      else waiter(next.frame);
    }
  }
}

/** A frame that came in. */
export interface RawFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** What is unusual about a frame. Default: a final, unmasked binary frame without reserved bits. */
export interface FrameOptions {
  readonly opcode?: number;
  readonly final?: boolean;
  readonly reserved?: number;
  readonly masked?: boolean;
  /** The length to announce, where it is not the payload's. */
  readonly length?: bigint;
}

/** Writes a server's frame. */
export function frame(payload: Uint8Array, options: FrameOptions = {}): Buffer {
  const { opcode = 2, final = true, reserved = 0, masked = false, length = BigInt(payload.byteLength) } = options;
  const head = [(final ? 0x80 : 0) | (reserved << 4) | opcode];
  const mask = masked ? 0x80 : 0;
  if (length < 126n) head.push(mask | Number(length));
  else if (length < 65_536n) head.push(mask | 126, Number(length >> 8n), Number(length & 255n));
  else
    head.push(
      mask | 127,
      ...Array.from({ length: 8 }, (_, index) => Number((length >> BigInt(8 * (7 - index))) & 255n)),
    );
  return Buffer.concat([Buffer.from(head), masked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
}

function parse(bytes: Buffer): { readonly frame: RawFrame; readonly size: number } | undefined {
  if (bytes.length < 2) return undefined;
  const short = (bytes[1] as number) & 0x7f;
  const extra = short === 126 ? 2 : short === 127 ? 8 : 0;
  if (bytes.length < 2 + extra) return undefined;
  const length = extra === 0 ? short : extra === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  const start = 2 + extra + 4;
  if (bytes.length < start + length) return undefined;
  const mask = bytes.subarray(2 + extra, start);
  const payload = Buffer.from(bytes.subarray(start, start + length));
  for (let index = 0; index < length; index += 1)
    payload[index] = (payload[index] as number) ^ (mask[index % 4] as number);
  return { frame: { opcode: (bytes[0] as number) & 15, payload }, size: start + length };
}
