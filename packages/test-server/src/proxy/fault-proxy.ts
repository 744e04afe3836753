import { once } from "node:events";
import type { AddressInfo, Server, Socket } from "node:net";
import { connect, createServer } from "node:net";
import { ByteFlow } from "./byte-flow.ts";
import { checkFaults, type Direction, type Ending, type Faults } from "./faults.ts";
import { Milestones } from "./milestones.ts";

/**
 * A TCP proxy that injects network faults. It can stand in front of any server.
 *
 * @example
 * ```ts
 * await using proxy = await server.proxy({ cut: { direction: "toClient", after: 1_000, ending: "rst" } });
 * const db = AsyncSurreal(proxy.wsUrl);
 * proxy.faults = {}; // the next connections get through
 * ```
 */
export class FaultProxy {
  readonly #server: Server;
  readonly #target: { readonly port: number; readonly host: string };
  readonly #pairs = new Set<readonly [client: Socket, server: Socket | undefined]>();
  readonly #milestones = new Milestones();
  readonly #swallowed = new WeakSet<Socket>();
  #swallowing = false;
  #port = 0;
  /** The number of bytes that clients have sent, over all connections. */
  fromClient = 0;
  /** The number of connections so far. */
  made = 0;
  #faults: Faults;

  private constructor(server: Server, target: { port: number; host: string }, faults: Faults) {
    this.#server = server;
    this.#target = target;
    this.#faults = checkFaults(faults);
  }

  /**
   * Starts a proxy on a free port, in front of a port of this machine or of `host`.
   *
   * @throws TypeError or RangeError when the faults are invalid
   */
  static async to(port: number, faults: Faults = {}, host = "127.0.0.1"): Promise<FaultProxy> {
    const server = createServer({ allowHalfOpen: true });
    const proxy = new FaultProxy(server, { port, host }, faults);
    server.on("connection", (client) => proxy.#accept(client));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    proxy.#port = (server.address() as AddressInfo).port;
    return proxy;
  }

  /** The current faults; `{}` for none. Setting it replaces all faults. */
  get faults(): Faults {
    return this.#faults;
  }

  set faults(faults: Faults) {
    this.#faults = checkFaults(faults);
  }

  /** The port the proxy listens on. */
  get port(): number {
    return this.#port;
  }

  /** The URL for WebSocket clients, through the proxy. */
  get wsUrl(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  /** The URL for HTTP clients, through the proxy. */
  get httpUrl(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The number of open client connections. */
  get open(): number {
    return this.#pairs.size;
  }

  /** Resolves after this many connections were accepted. */
  accepted(times = 1): Promise<void> {
    return this.#milestones.reached("accepted", times);
  }

  /** Resolves after this many connections were ended by clients, or were cut. */
  ended(times = 1): Promise<void> {
    return this.#milestones.reached("ended", times);
  }

  /** Drops all bytes from now on, in both directions, on every connection, while the connections stay open. */
  drop(): void {
    this.#swallowing = true;
    for (const [client] of this.#pairs) this.#swallowed.add(client);
  }

  /** Ends {@link FaultProxy.drop} for new connections. Those that lost bytes stay silent. */
  pass(): void {
    this.#swallowing = false;
  }

  /** Ends all connections at once, by RST or by FIN. */
  cut(ending: Exclude<Ending, "hold"> = "rst"): void {
    for (const [client, server] of this.#pairs) {
      if (ending === "rst") client.resetAndDestroy();
      else client.end();
      server?.destroy();
    }
  }

  /** Ends the server's half of all connections: the client receives FIN and may still write. */
  halfClose(): void {
    for (const [client] of this.#pairs) client.end();
  }

  /** Ends all connections and frees the port. Idempotent. */
  async close(): Promise<void> {
    for (const [client, server] of this.#pairs) {
      client.destroy();
      server?.destroy();
    }
    if (!this.#server.listening) return;
    this.#server.close();
    await once(this.#server, "close");
  }

  /** The same as `close()`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #accept(client: Socket): void {
    this.made += 1;
    client.on("error", () => undefined);
    if (this.#faults.refuse === true) {
      this.#milestones.reach("accepted");
      client.on("close", () => this.#milestones.reach("ended"));
      client.resetAndDestroy();
      return;
    }
    const { port, host } = this.#target;
    const server = this.#faults.hold === true ? undefined : connect({ port, host, allowHalfOpen: true });
    const pair = [client, server] as const;
    this.#pairs.add(pair);
    if (this.#swallowing || this.#faults.drop === true) this.#swallowed.add(client);
    this.#milestones.reach("accepted");
    client.on("close", () => {
      this.#pairs.delete(pair);
      this.#milestones.reach("ended");
      server?.destroy();
    });
    client.setNoDelay(true);
    if (server === undefined) client.on("end", () => client.end()).resume();
    else this.#join(client, server);
  }

  /** Forwards bytes in both directions, and each end after the bytes before it. */
  #join(client: Socket, server: Socket): void {
    server.setNoDelay(true);
    server.on("error", () => client.destroy());
    const pace = () => this.#faults;
    const toServer = new ByteFlow(server, pace);
    const toClient = new ByteFlow(client, pace);
    const nothing = new Uint8Array();
    server.on("end", () => {
      if (!this.#swallowed.has(client)) toClient.pass(nothing, () => client.end());
    });
    client.on("end", () => {
      if (this.#swallowed.has(client)) client.end();
      else toServer.pass(nothing, () => server.end());
    });
    this.#carry(client, client, toServer, "toServer");
    this.#carry(server, client, toClient, "toClient");
  }

  #carry(from: Socket, client: Socket, flow: ByteFlow, direction: Direction): void {
    from.on("data", (chunk: Buffer) => {
      if (direction === "toServer") this.fromClient += chunk.byteLength;
      if (flow.ended || this.#swallowed.has(client)) return;
      const { corrupt, cut } = this.#faults;
      let bytes: Uint8Array = corrupt === undefined ? chunk : corrupt(chunk, direction);
      const left = cut?.direction === direction ? cut.after - flow.passed : Number.POSITIVE_INFINITY;
      if (bytes.byteLength >= left) {
        flow.ended = true;
        bytes = bytes.subarray(0, left);
      }
      flow.pass(bytes, () => {
        if (flow.ended && cut !== undefined) end(client, cut.ending);
      });
    });
  }
}

/** Ends the client's connection in the given way. */
function end(client: Socket, ending: Ending): void {
  if (ending === "rst") client.resetAndDestroy();
  else if (ending === "fin") client.end();
}
