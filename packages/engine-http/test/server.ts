import { once } from "node:events";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer as createTcpServer } from "node:net";
import type { EngineConnection, EngineContext, EngineRequest, RequestFacts, RequestKind } from "@surreal-sdk/transport";
import { parseEndpoint } from "@surreal-sdk/transport";
import type { HttpEngineOptions } from "../src/index.ts";
import { httpEngine } from "../src/index.ts";
import { Recorder } from "./recorder.ts";

/** One request as the server saw it. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly socket: Socket;
}

export interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly url: string;
  /** What came in, in order. */
  readonly seen: Seen[];
  /** How many connections were accepted. */
  readonly connections: () => number;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

async function serving(server: Server, seen: Seen[]): Promise<TestServer> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  });
  const port = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    seen,
    connections: () => connections,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

/** An HTTP server that answers each request as the test says, once its body is there. */
export async function httpServer(answer: (seen: Seen, response: ServerResponse) => void): Promise<TestServer> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers, socket } = request;
      const one = { method, path, headers, socket, body: Buffer.concat(chunks) };
      seen.push(one);
      answer(one, response);
    });
  });
  return serving(server, seen);
}

/** An HTTP server that hands requests to the test as they begin. */
export function openServer(answer: (message: IncomingMessage, response: ServerResponse) => void): Promise<TestServer> {
  return serving(createServer(answer), []);
}

/** A TCP server that answers what comes with raw bytes. */
export async function rawServer(answer: (socket: Socket, bytes: Buffer) => void): Promise<TestServer> {
  return serving(
    createTcpServer((socket) => {
      socket.on("data", (bytes) => answer(socket, bytes));
    }),
    [],
  );
}

/** A port where nothing listens. */
export async function deadPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  server.close();
  await once(server, "close");
  return port;
}

/** An open connection that is closed at the end of its scope. */
export interface TestStand extends AsyncDisposable {
  readonly connection: EngineConnection;
  readonly recorder: Recorder;
}

export async function stand(
  url: string,
  options: HttpEngineOptions = {},
  more: Partial<EngineContext> = {},
): Promise<TestStand> {
  const recorder = new Recorder();
  const context = {
    endpoint: parseEndpoint(url),
    listener: recorder,
    signal: new AbortController().signal,
    connectTimeout: 10_000,
    maxMessageBytes: 100_000,
    headers: {},
    ...more,
  };
  const connection = await httpEngine(options).open(context);
  return { connection, recorder, [Symbol.asyncDispose]: () => connection.close(0) };
}

export function request(
  id: string,
  facts: Partial<RequestFacts> = {},
  kind: RequestKind = "rpc",
  frame: Uint8Array = Uint8Array.of(1, 2),
): EngineRequest {
  return { id, kind, frame, facts: { method: "query", exclusive: false, ...facts } };
}

/** Answers with CBOR. */
export function cbor(response: ServerResponse, body: Uint8Array, status = 200): void {
  response.writeHead(status, { "content-type": "application/cbor" }).end(body);
}

/** A promise to be settled from outside. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
