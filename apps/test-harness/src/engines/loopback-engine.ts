import {
  ConnectionClosedError,
  ConnectionLostError,
  ConnectionUnavailableError,
  ENGINE_CONTRACT,
  type Endpoint,
  type Engine,
  type EngineConnection,
  type EngineContext,
  type EngineRequest,
  ResponseTooLargeError,
  TransportError,
} from "@surreal-sdk/transport";

/** A peer answers request frames with response frames. An `EmbeddedDatabase` is a peer. */
export interface LoopbackPeer {
  execute(frame: Uint8Array): Promise<Uint8Array>;
  export(configuration: Uint8Array): Promise<string>;
  subscribe(listener: (notification: Uint8Array) => void): () => void;
  close(timeout: number): Promise<void>;
}

/** Returns the peer for a URL. The peer calls `hangUp` if it ends the connection. */
export type Dial = (endpoint: Endpoint, hangUp: (cause: Error) => void) => Promise<LoopbackPeer>;

/** The size of one chunk of an export, in bytes. */
const partSize = 65_536;

/**
 * An engine that calls a function instead of using a network: the smallest engine with sessions, transactions, live queries
 * and streamed exports.
 */
export function loopbackEngine(dial: Dial): Engine {
  return {
    contract: ENGINE_CONTRACT,
    name: "loopback",
    // The SDK refuses every feature that is false here, so the engine never receives such a request.
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: true,
      exportStream: true,
      import: false,
      reconnect: false,
    },
    open: (context) => open(dial, context),
  };
}

/** Settles with the peer or with the abort, whichever comes first; closes a peer that arrives too late. */
function open(dial: Dial, context: EngineContext): Promise<EngineConnection> {
  const { endpoint, signal } = context;
  return new Promise((resolve, reject) => {
    const giveUp = (): void =>
      reject(new ConnectionClosedError(`${endpoint.url} was given up before it answered.`, { outcome: "not_sent" }));
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp, { once: true });
    let connection: LoopbackConnection | undefined;
    dial(endpoint, (cause) => connection?.lose(cause)).then(
      (peer) => {
        if (signal.aborted) return peer.close(0);
        connection = new LoopbackConnection(peer, context);
        return resolve(connection);
      },
      (cause) =>
        reject(new ConnectionUnavailableError(`${endpoint.url} does not answer.`, { cause, outcome: "not_sent" })),
    );
  });
}

class LoopbackConnection implements EngineConnection {
  readonly #peer: LoopbackPeer;
  readonly #context: EngineContext;
  readonly #unsubscribe: () => void;
  /** The remaining bytes of each running export. */
  readonly #exports = new Map<string, Uint8Array>();
  #closing: Promise<void> | undefined;
  #ended = false;

  constructor(peer: LoopbackPeer, context: EngineContext) {
    this.#peer = peer;
    this.#context = context;
    this.#unsubscribe = peer.subscribe((notification) => context.listener.received(notification));
  }

  send(request: EngineRequest): void {
    const { id, kind, frame } = request;
    const url = this.#context.endpoint.url;
    if (this.#ended || this.#closing !== undefined) {
      throw new ConnectionClosedError(`The connection to ${url} was closed.`, { outcome: "not_sent" });
    }
    if (kind === "import") throw new TransportError(`${url} carries no ${kind}.`, { outcome: "not_sent" });
    const answering = kind === "rpc" ? this.#peer.execute(frame) : this.#export(request);
    answering.then(
      (answer) => answer !== undefined && this.#answered(id, answer),
      (cause) => this.#failed(id, new TransportError(`${url} failed.`, { cause, outcome: "unknown" })),
    );
  }

  /** The link calls this when the caller has read the last chunk. */
  proceed(id: string): void {
    // In a microtask, because an engine must not call the listener during a call.
    queueMicrotask(() => this.#giveNext(id));
  }

  abandon(id: string): void {
    this.#exports.delete(id);
  }

  close(timeout: number): Promise<void> {
    this.#closing ??= this.#peer.close(timeout).then(() => this.#end());
    return this.#closing;
  }

  lose(cause: Error): void {
    const message = `The peer of ${this.#context.endpoint.url} has hung up.`;
    this.#end(new ConnectionLostError(message, { cause, outcome: "unknown" }));
  }

  /** Delivers the whole answer, or the first chunk of a streamed one. */
  async #export({ id, frame, streamed }: EngineRequest): Promise<Uint8Array | undefined> {
    this.#exports.set(id, new Uint8Array());
    const bytes = new TextEncoder().encode(await this.#peer.export(frame));
    if (streamed !== true) return bytes;
    if (this.#exports.has(id)) this.#exports.set(id, bytes);
    this.#giveNext(id);
    return undefined;
  }

  #giveNext(id: string): void {
    const left = this.#exports.get(id);
    if (left === undefined || this.#ended) return;
    this.#exports.set(id, left.subarray(partSize));
    if (left.byteLength > partSize) this.#context.listener.part(id, left.slice(0, partSize));
    else this.#answered(id, left);
  }

  /** The answers contain no id, so tell the listener which request each one answers. */
  #answered(id: string, answer: Uint8Array): void {
    const limit = this.#context.maxMessageBytes;
    this.#exports.delete(id);
    if (answer.byteLength > limit) {
      const message = `The answer has ${answer.byteLength} bytes, more than ${limit} (maxMessageBytes).`;
      this.#failed(id, new ResponseTooLargeError(message, { outcome: "unknown" }));
    } else if (!this.#ended) this.#context.listener.received(answer, id);
  }

  #failed(id: string, error: TransportError): void {
    if (!this.#ended) this.#context.listener.failed(id, error);
  }

  /** After `closed` the engine must not call the listener again. */
  #end(error?: TransportError): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unsubscribe();
    this.#context.listener.closed(error);
  }
}
