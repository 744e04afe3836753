import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { Milestones } from "./milestones.ts";

/** Which way bytes go. */
export type Direction = "toServer" | "toClient";

/** How a connection ends once enough bytes have passed. `"hold"`: it stays open, and nothing passes any more. */
export type Ending = "hold" | "fin" | "rst";

/** What the proxy does to connections and their bytes. Left out: nothing. */
export interface Faults {
  /** Accepts, and never connects to the server. */
  readonly hold?: boolean;
  /** Passes pieces of so many bytes, one each turn of the event loop. */
  readonly slice?: number;
  /** Ends the connection after so many bytes in one direction. */
  readonly cut?: { readonly direction: Direction; readonly after: number; readonly ending: Ending };
  /** Changes bytes on their way. */
  readonly corrupt?: (bytes: Buffer, direction: Direction) => Buffer;
}

/** A TCP proxy that can do to a connection whatever a network can. */
export class FaultProxy {
  readonly #server: Server;
  readonly #target: number;
  readonly #pairs = new Set<readonly [client: Socket, server: Socket | undefined]>();
  readonly #milestones = new Milestones();
  readonly #swallowed = new WeakSet<Socket>();
  #swallowing = false;
  /** Bytes that have arrived from the client, over all connections. */
  fromClient = 0;
  /** Connections so far. */
  made = 0;
  faults: Faults = {};

  private constructor(server: Server, target: number) {
    this.#server = server;
    this.#target = target;
  }

  /** Starts a proxy in front of a port of this machine. */
  static async to(target: number, faults: Faults = {}): Promise<FaultProxy> {
    const server = createServer();
    const proxy = new FaultProxy(server, target);
    proxy.faults = faults;
    server.on("connection", (client) => proxy.#accept(client));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return proxy;
  }

  /** The port the proxy listens on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Where WebSocket clients connect to, through the proxy. */
  get ws(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** Where HTTP clients connect to, through the proxy. */
  get http(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** How many connections clients hold open. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Resolves once there have been so many connections. */
  accepted(times = 1): Promise<void> {
    return this.#milestones.reached("accepted", times);
  }

  /** Resolves once clients have ended so many connections, or have been cut off. */
  ended(times = 1): Promise<void> {
    return this.#milestones.reached("ended", times);
  }

  /** From now on bytes vanish, both ways, on every connection; nobody is told. */
  blackHole(): void {
    this.#swallowing = true;
    for (const [client] of this.#pairs) this.#swallowed.add(client);
  }

  /** Undoes {@link FaultProxy.blackHole} for connections to come: no stream goes on where bytes of it were lost. */
  pass(): void {
    this.#swallowing = false;
  }

  /** Ends all connections at once. */
  cut(ending: Exclude<Ending, "hold"> = "rst"): void {
    for (const [client, server] of this.#pairs) {
      if (ending === "rst") client.resetAndDestroy();
      else client.end();
      server?.destroy();
    }
  }

  /** Ends the server's half of all connections: the client hears FIN and may still write. */
  halfClose(): void {
    for (const [client] of this.#pairs) client.end();
  }

  /** Ends all connections and frees the port. */
  async close(): Promise<void> {
    for (const [client, server] of this.#pairs) {
      client.destroy();
      server?.destroy();
    }
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, "close");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(client: Socket): void {
    this.made += 1;
    const server = this.faults.hold === true ? undefined : connect(this.#target, "127.0.0.1");
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    if (this.#swallowing) this.#swallowed.add(client);
    this.#milestones.reach("accepted");
    client.on("close", () => {
      this.#pairs.delete(pair);
      this.#milestones.reach("ended");
      server?.destroy();
    });
    client.on("error", () => undefined);
    client.setNoDelay(true);
    if (server === undefined) {
      client.resume();
      return;
    }
    server.setNoDelay(true);
    server.on("error", () => client.destroy());
    server.on("close", () => {
      if (!this.#swallowed.has(client)) client.end();
    });
    client.on("end", () => server.end());
    this.#carry(client, server, "toServer");
    this.#carry(server, client, "toClient");
  }

  #carry(from: Socket, to: Socket, direction: Direction): void {
    const flow: Flow = { passed: 0, ended: false, waiting: [], writing: false };
    from.on("data", (chunk: Buffer) => {
      if (direction === "toServer") this.fromClient += chunk.byteLength;
      if (flow.ended || this.#swallowed.has(direction === "toServer" ? from : to)) return;
      const { corrupt, cut } = this.faults;
      let bytes = corrupt === undefined ? chunk : corrupt(chunk, direction);
      const left = cut?.direction === direction ? cut.after - flow.passed : Number.POSITIVE_INFINITY;
      if (bytes.byteLength >= left) {
        flow.ended = true;
        bytes = bytes.subarray(0, left);
      }
      flow.passed += bytes.byteLength;
      const done = (): void => {
        if (flow.ended && cut !== undefined) end(direction === "toClient" ? to : from, cut.ending);
      };
      flow.waiting.push({ bytes, done });
      this.#write(to, flow);
    });
  }

  /** Writes what waits, piece by piece and in order: what comes in meanwhile must not get in between. */
  #write(to: Socket, flow: Flow): void {
    const next = flow.waiting[0];
    if (next === undefined || flow.writing || to.destroyed) return;
    const size = this.faults.slice ?? next.bytes.byteLength;
    const whole = size >= next.bytes.byteLength;
    const piece = whole ? next.bytes : next.bytes.subarray(0, size);
    next.bytes = next.bytes.subarray(piece.byteLength);
    if (whole) flow.waiting.shift();
    flow.writing = true;
    const goOn = (): void => {
      flow.writing = false;
      if (whole) next.done();
      this.#write(to, flow);
    };
    if (piece.byteLength === 0) goOn();
    else to.write(piece, () => (whole ? goOn() : setImmediate(goOn)));
  }
}

/** The bytes of one direction of a connection. */
interface Flow {
  passed: number;
  ended: boolean;
  readonly waiting: { bytes: Buffer; readonly done: () => void }[];
  writing: boolean;
}

/** Ends the client's connection in the way that was asked for. */
function end(client: Socket, ending: Ending): void {
  if (ending === "rst") client.resetAndDestroy();
  else if (ending === "fin") client.end();
}
