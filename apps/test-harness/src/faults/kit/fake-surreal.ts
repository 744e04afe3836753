import { once } from "node:events";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { Milestones } from "@surreal-sdk/test-server/toolkit";
import { CborCodec, Uuid } from "surreal-sdk";
import { WebSocketServer } from "ws";
import { defaultScripts, isLive } from "./default-script.ts";
import { type FakeRequest, Refusal, type Script, SILENCE } from "./fake-exchange.ts";
import { FakePeer } from "./fake-peer.ts";

/** Answers an HTTP request instead of the scripts; `false` leaves it to them. */
export type HttpScript = (request: IncomingMessage, response: ServerResponse, body: Buffer) => boolean;

const codec = new CborCodec();

/** A server that speaks SurrealDB's protocol over WebSocket and HTTP, does what it is told, and writes down what it did. */
export class FakeSurreal {
  /** Everything that was executed, in order. */
  readonly journal: FakeRequest[] = [];
  /** The connections so far, open or not. */
  readonly peers: FakePeer[] = [];
  readonly #scripts = new Map<string, Script>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #milestones = new Milestones();
  #http: HttpScript = () => false;
  #httpRequests = 0;
  #lastLive: { readonly id: Uuid; readonly peer: FakePeer } | undefined;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Starts a server; `at` takes the port of one that has ended. */
  static async start(at = 0): Promise<FakeSurreal> {
    const server = createServer();
    const fake = new FakeSurreal(server);
    const sockets = new WebSocketServer({ server, handleProtocols: () => "cbor", maxPayload: 256 * 1024 * 1024 });
    sockets.on("connection", (socket, request) => {
      const peer = new FakePeer(fake.peers.length + 1, socket, request.socket as Socket);
      fake.peers.push(peer);
      fake.#milestones.reach("connected");
      socket.on("message", (data: Buffer) => fake.#receive(peer, data));
      // A cut connection is part of the play.
      socket.on("error", () => undefined);
      socket.on("close", () => fake.#milestones.reach("disconnected"));
    });
    server.on("connection", (socket: Socket) => {
      fake.#sockets.add(socket);
      socket.on("error", () => undefined);
      socket.on("close", () => fake.#sockets.delete(socket));
    });
    server.on("request", (request, response) => void fake.#serve(request, response));
    server.listen(at, "127.0.0.1");
    await once(server, "listening");
    return fake;
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

  /** The newest connection. */
  get peer(): FakePeer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error("Nobody has connected yet.");
    return peer;
  }

  /** The id of the live query that was started last. */
  get lastLive(): Uuid {
    if (this.#lastLive === undefined) throw new Error("No live query has been started.");
    return this.#lastLive.id;
  }

  /** The live query that was started last, and who asked for it. */
  get startedLive(): { readonly id: Uuid; readonly peer: FakePeer } | undefined {
    return this.#lastLive;
  }

  /** How many connections are open, of any kind. */
  get open(): number {
    return this.#sockets.size;
  }

  /** Says what is done for a method; where the script returns `undefined`, what is always done. */
  on(method: string, script: Script): this {
    this.#scripts.set(method, script);
    return this;
  }

  onHttp(script: HttpScript): this {
    this.#http = script;
    return this;
  }

  /** How often a method was executed. */
  count(method: string): number {
    return this.executed(method).length;
  }

  executed(method: string): FakeRequest[] {
    return this.journal.filter((entry) => entry.method === method);
  }

  /** The methods in the order of their execution, on one connection or on all. */
  methods(connection?: number): string[] {
    return this.journal
      .filter((entry) => connection === undefined || entry.connection === connection)
      .map(({ method }) => method);
  }

  /** Resolves once a method was executed so many times. */
  received(method: string, times = 1): Promise<void> {
    return this.#milestones.reached(method, times);
  }

  /** Resolves once there have been so many connections. */
  connected(times = 1): Promise<void> {
    return this.#milestones.reached("connected", times);
  }

  /** Resolves once so many connections have ended. */
  disconnected(times = 1): Promise<void> {
    return this.#milestones.reached("disconnected", times);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    if (this.#server.listening) await once(this.#server, "close");
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #receive(peer: FakePeer, data: Buffer): void {
    const request = read(data, peer.number, {});
    try {
      const result = this.#execute(request, peer);
      if (result !== SILENCE) peer.reply(request, result);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      peer.refuse(request, error.failure);
    }
  }

  #execute(request: FakeRequest, peer: FakePeer): unknown {
    this.journal.push(request);
    try {
      const result = this.#scripts.get(request.method)?.(request, peer);
      const done = result === undefined ? defaultScripts[request.method]?.(request, peer) : result;
      const id = liveIdIn(request, done);
      if (id !== undefined) this.#lastLive = { id, peer };
      return done;
    } catch (error) {
      // What was refused was not executed.
      if (error instanceof Refusal) this.journal.splice(this.journal.indexOf(request), 1);
      throw error;
    } finally {
      // After the script: who waits for it finds everything that it did.
      queueMicrotask(() => this.#milestones.reach(request.method));
    }
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    // A client may give up while it sends.
    const whole = await incoming
      .forEach((chunk: Buffer) => void chunks.push(chunk))
      .then(
        () => true,
        () => false,
      );
    if (!whole) return;
    const body = Buffer.concat(chunks);
    this.#milestones.reach("http");
    if (this.#http(incoming, response, body)) return;
    this.#httpRequests += 1;
    const request = read(body, this.#httpRequests, incoming.headers);
    const answer = this.#answer(request);
    if (answer === undefined) return;
    response.writeHead(200, { "content-type": "application/cbor" });
    response.end(codec.encode(answer));
  }

  #answer(request: FakeRequest): object | undefined {
    try {
      const result = this.#execute(request, this.peers[0] as FakePeer);
      return result === SILENCE ? undefined : { result };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { error: error.failure };
    }
  }
}

function liveIdIn({ method, params }: FakeRequest, result: unknown): Uuid | undefined {
  const [first] = method === "query" && isLive(params[0]) && Array.isArray(result) ? result : [{ result }];
  const id = method === "live" || method === "query" ? (first as { result?: unknown }).result : undefined;
  return id instanceof Uuid ? id : undefined;
}

function read(data: Buffer, connection: number, headers: FakeRequest["headers"]): FakeRequest {
  const { id, method, params, session, txn } = codec.decode(new Uint8Array(data)) as Record<string, unknown>;
  const text = (value: unknown): string | undefined =>
    value instanceof Uuid || typeof value === "string"
      ? String(value instanceof Uuid ? value.toJSON() : value)
      : undefined;
  return {
    id: String(id),
    method: String(method),
    params: (params as unknown[] | undefined) ?? [],
    session: text(session),
    txn: text(txn),
    connection,
    headers,
  };
}
