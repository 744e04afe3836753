import { createConnection, type Socket } from "node:net";
import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  ENGINE_CONTRACT,
  type Engine,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  ResponseTooLargeError,
  TransportError,
} from "@surreal-sdk/transport";

/** A message begins with its length and its number, each in four bytes. The number 0 means a notification. */
const HEAD = 8;

/** Puts the head in front of a frame. */
export function toMessage(number: number, frame: Uint8Array): Uint8Array {
  const message = new Uint8Array(HEAD + frame.byteLength);
  const head = new DataView(message.buffer);
  head.setUint32(0, frame.byteLength);
  head.setUint32(4, number);
  message.set(frame, HEAD);
  return message;
}

/** Cuts a stream of bytes into messages, wherever its chunks begin and end. */
export class MessageReader {
  readonly #limit: number;
  readonly #received: (number: number, frame: Uint8Array | undefined) => void;
  #chunks: Uint8Array[] = [];
  #size = 0;
  /** The number of the message whose frame comes next, how long that is, and whether it is too long to keep. */
  #next: { readonly number: number; readonly length: number; readonly isKept: boolean } | undefined;
  #skip = 0;

  /** @param received - is called without a frame for one that exceeds the limit; its bytes are dropped */
  constructor(limit: number, received: (number: number, frame: Uint8Array | undefined) => void) {
    this.#limit = limit;
    this.#received = received;
  }

  read(chunk: Uint8Array): void {
    const skipped = Math.min(this.#skip, chunk.byteLength);
    this.#skip -= skipped;
    if (skipped === chunk.byteLength) return;
    this.#chunks.push(chunk.subarray(skipped));
    this.#size += chunk.byteLength - skipped;
    while (this.#advance());
  }

  /** Takes a head, or a frame, as soon as all its bytes are there. */
  #advance(): boolean {
    if (this.#next === undefined) {
      if (this.#size < HEAD) return false;
      const head = new DataView(this.#take(HEAD).buffer);
      const [length, number] = [head.getUint32(0), head.getUint32(4)];
      this.#next = { number, length, isKept: length <= this.#limit };
    }
    const { number, length, isKept } = this.#next;
    if (isKept && this.#size < length) return false;
    const frame = this.#take(Math.min(length, this.#size));
    this.#skip = length - frame.byteLength;
    this.#next = undefined;
    this.#received(number, isKept ? frame : undefined);
    return this.#size > 0;
  }

  #take(count: number): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.byteLength;
    }
    this.#chunks = [all.subarray(count)];
    this.#size -= count;
    return all.slice(0, count);
  }
}

/** An engine over the stream of a Unix socket: `unix:///tmp/db.sock`. */
export function streamEngine(): Engine {
  return {
    contract: ENGINE_CONTRACT,
    name: "stream",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: false,
      import: false,
      permissions: false,
      reconnect: false,
    },
    open,
  };
}

/** Settles with the connection or with the abort, whichever comes first. */
function open(context: EngineContext): Promise<EngineConnection> {
  const { endpoint, signal } = context;
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      socket.destroy();
      reject(new ConnectionClosedError(`${endpoint.url} was given up before it answered.`, { outcome: "not_sent" }));
    };
    // The URL reaches the engine as it was written: here the path is the one of the socket.
    const socket = createConnection(endpoint.path);
    const failed = (cause: Error): void =>
      reject(new ConnectionUnavailableError(`${endpoint.url} does not answer.`, { cause, outcome: "not_sent" }));
    socket.once("error", failed);
    socket.once("connect", () => {
      signal.removeEventListener("abort", giveUp);
      socket.off("error", failed);
      resolve(new StreamConnection(socket, context));
    });
    if (signal.aborted) giveUp();
    else signal.addEventListener("abort", giveUp, { once: true });
  });
}

class StreamConnection implements EngineConnection {
  readonly #socket: Socket;
  readonly #context: EngineContext;
  /** The ids of the requests that were sent, by the number of their message. */
  readonly #sent = new Map<number, string>();
  #last = 0;
  #error: Error | undefined;
  #closing: Promise<void> | undefined;

  constructor(socket: Socket, context: EngineContext) {
    this.#socket = socket;
    this.#context = context;
    const reader = new MessageReader(context.maxMessageBytes, (number, frame) => this.#received(number, frame));
    socket.on("data", (chunk) => reader.read(chunk));
    socket.on("error", (error) => {
      this.#error = error;
    });
    socket.once("close", () => this.#closed());
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  setRef(ref: boolean): void {
    if (ref) this.#socket.ref();
    else this.#socket.unref();
  }

  send({ id, kind, frame }: EngineRequest): void {
    if (this.#closing !== undefined || this.#socket.destroyed) {
      const message = `The connection to ${this.#context.endpoint.url} was closed.`;
      throw new ConnectionClosedError(message, { outcome: "not_sent" });
    }
    if (kind !== "rpc") throw new TransportError(`A stream carries no ${kind}.`, { outcome: "not_sent" });
    this.#last = (this.#last % 0xffff_ffff) + 1;
    this.#sent.set(this.#last, id);
    this.#socket.write(toMessage(this.#last, frame));
  }

  close(timeout: number): Promise<void> {
    this.#closing ??= new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve();
      const timer = setTimeout(() => this.#socket.destroy(), timeout);
      this.#socket.once("close", () => {
        clearTimeout(timer);
        resolve();
      });
      return this.#socket.end();
    });
    return this.#closing;
  }

  #received(number: number, frame: Uint8Array | undefined): void {
    const { listener, maxMessageBytes } = this.#context;
    const id = this.#sent.get(number);
    this.#sent.delete(number);
    const message = `A message exceeds ${maxMessageBytes} bytes (maxMessageBytes).`;
    if (frame !== undefined) listener.received(frame, id);
    else if (id !== undefined) listener.failed(id, new ResponseTooLargeError(message, { outcome: "unknown" }));
  }

  #closed(): void {
    const { endpoint, listener } = this.#context;
    const facts = { outcome: "unknown", ...(this.#error && { cause: this.#error }) } as const;
    const lost = new ConnectionLostError(`The peer of ${endpoint.url} has hung up.`, facts);
    listener.closed(this.#closing === undefined ? lost : undefined);
  }
}
