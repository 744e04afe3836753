import { once } from "node:events";
import { CborCodec } from "@surreal-sdk/codec";
import { WebSocket } from "ws";

/** A decoded response or notification. */
export interface WireMessage {
  readonly id?: unknown;
  readonly session?: unknown;
  readonly result?: unknown;
  readonly error?: {
    readonly code: number;
    readonly kind: string;
    readonly message: string;
    readonly details?: unknown;
  };
}

/** The optional fields of a request. */
export interface WireEnvelope {
  readonly session?: unknown;
  readonly txn?: unknown;
}

const codec = new CborCodec();

/** A client at the level of the wire: it sends exactly what a test passes, and keeps what arrives in order. */
export class WireClient {
  readonly socket: WebSocket;
  /** Every received message, decoded. */
  readonly messages: WireMessage[] = [];
  /** The same messages as bytes or text. */
  readonly frames: Buffer[] = [];
  readonly #format: "cbor" | "json";
  #nextId = 0;

  private constructor(socket: WebSocket, format: "cbor" | "json") {
    this.socket = socket;
    this.#format = format;
    socket.on("message", (data) => {
      this.frames.push(data as Buffer);
      this.messages.push((format === "cbor" ? codec.decode(data as Buffer) : JSON.parse(String(data))) as WireMessage);
      socket.emit("kept");
    });
  }

  /** Opens a socket on `/rpc`. */
  static async connect(
    wsUrl: string,
    options: { format?: "cbor" | "json"; headers?: Record<string, string> } = {},
  ): Promise<WireClient> {
    const format = options.format ?? "cbor";
    const socket = new WebSocket(`${wsUrl}/rpc`, [format], { headers: options.headers ?? {} });
    const client = new WireClient(socket, format);
    await once(socket, "open");
    return client;
  }

  /** Sends a request, and returns its id. */
  send(method: string, params: readonly unknown[] = [], envelope: WireEnvelope = {}): string {
    const id = `request-${this.#nextId++}`;
    const request = { id, method, params, ...envelope };
    this.socket.send(this.#format === "cbor" ? codec.encode(request) : JSON.stringify(request));
    return id;
  }

  /** Sends a request and waits for its answer. */
  async request(method: string, params: readonly unknown[] = [], envelope: WireEnvelope = {}): Promise<WireMessage> {
    const id = this.send(method, params, envelope);
    return await this.find((message) => message.id === id);
  }

  /** Sends a request that must succeed, and returns its result. */
  async result(method: string, params: readonly unknown[] = [], envelope: WireEnvelope = {}): Promise<unknown> {
    const message = await this.request(method, params, envelope);
    if (message.error !== undefined) throw new Error(`${method}: ${message.error.message}`);
    return message.result;
  }

  /** Waits for a matching message, among those received already and those to come. */
  async find(suits: (message: WireMessage) => boolean): Promise<WireMessage> {
    for (let seen = 0; ; seen++) {
      while (seen >= this.messages.length) await once(this.socket, "kept");
      const message = this.messages[seen] as WireMessage;
      if (suits(message)) return message;
    }
  }

  /** Waits for the notification at position `index`. */
  async notification(index = 0): Promise<WireMessage> {
    let left = index;
    return await this.find((message) => message.id === undefined && message.error === undefined && left-- === 0);
  }

  /** Closes the socket and waits until it is closed. */
  async close(): Promise<void> {
    if (this.socket.readyState === WebSocket.CLOSED) return;
    const closed = once(this.socket, "close");
    this.socket.close();
    await closed;
  }
}
