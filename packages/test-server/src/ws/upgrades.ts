import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import { WebSocketServer } from "ws";
import type { ServedDatabase } from "../database/served-database.ts";
import { AUTHENTICATION_PROBLEM } from "../message/rpc-error.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import type { RpcFormat } from "../rpc/format.ts";
import { cborFormat, sizedCborFormat } from "../rpc/format.ts";
import { jsonFormat } from "../rpc/json-format.ts";
import { RpcPeer } from "../rpc/rpc-peer.ts";
import type { SessionHeaders } from "../rpc/session-headers.ts";
import { applySessionHeaders, HeaderRefusedError, readSessionHeaders } from "../rpc/session-headers.ts";
import { SocketConnection } from "./socket-connection.ts";

/** The shared settings of a server's sockets. */
export interface SocketOptions {
  readonly database: ServedDatabase;
  readonly rules: ServerRules;
  /** The largest message, in bytes. */
  readonly maxMessageBytes: number;
}

/** Turns upgrade requests into connections, and tracks the open ones. */
export class Upgrades {
  readonly #options: SocketOptions;
  /** In the server's order: of several that a client offers, the first of these is chosen. */
  readonly #formats: readonly RpcFormat[];
  readonly #server: WebSocketServer;
  readonly #connections = new Map<string, SocketConnection>();
  readonly #ids = new Set<string>();
  /** Sockets whose upgrade is not answered yet. */
  readonly #pending = new Set<Duplex>();

  constructor(options: SocketOptions) {
    this.#options = options;
    const sized = options.rules.profile.hasSizedNumbers ? [sizedCborFormat] : [];
    this.#formats = [jsonFormat, ...sized, cborFormat];
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload: options.maxMessageBytes,
      perMessageDeflate: false,
      clientTracking: false,
      handleProtocols: (offered) => this.#formats.find(({ name }) => offered.has(name))?.name ?? false,
    });
  }

  /** Answers an upgrade request: with a connection, or with a refusal and the end of the socket. Never rejects. */
  async accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    socket.on("error", () => socket.destroy());
    if (!/^\/rpc(\?|$)/.test(request.url ?? "")) return refuse(socket, 404, "");
    if (this.#options.rules.faults.notReady === true) return refuse(socket, 503, "");
    let headers: SessionHeaders;
    try {
      headers = readSessionHeaders(request.headers);
    } catch (error) {
      return this.#refuseHeaders(socket, error);
    }
    const id = headers.id ?? randomUUID();
    if (this.#ids.has(id)) return refuse(socket, 400, "");
    this.#ids.add(id);
    this.#pending.add(socket);
    try {
      await this.#connect(request, socket, head, { ...headers, id });
    } catch {
      // The database was closed meanwhile: the client cannot be answered any more.
      socket.destroy();
    } finally {
      this.#pending.delete(socket);
      this.#ids.delete(id);
    }
  }

  /** Closes every connection; requests in progress have `timeout` milliseconds to finish. */
  async close(timeout: number): Promise<void> {
    for (const socket of this.#pending) socket.destroy();
    await Promise.all([...this.#connections.values()].map((connection) => connection.close(timeout)));
  }

  /** Drops every connection without a closing handshake. Resolves when everything that the clients left is released. */
  async drop(): Promise<void> {
    const connections = [...this.#connections.values()];
    for (const socket of this.#pending) socket.destroy();
    for (const connection of connections) connection.drop();
    await Promise.all(connections.map((connection) => connection.ended));
  }

  /** Resolves when the connection has ended, so that its id is reserved until then. */
  async #connect(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    headers: SessionHeaders & { id: string },
  ): Promise<void> {
    const { database, rules } = this.#options;
    let connection: SocketConnection | undefined;
    const peer = new RpcPeer(
      database,
      { server: rules, realtime: true, shared: false },
      {
        notify: (notification, session) => connection?.notify(notification, session),
        drop: () => connection?.drop(),
      },
    );
    const session = await peer.openDefault(headers.id);
    try {
      await applySessionHeaders(database, session, headers, rules.profile);
    } catch (error) {
      await peer.close();
      return this.#refuseHeaders(socket, error);
    }
    if (socket.destroyed) return peer.close();
    const webSocket = await this.#upgrade(request, socket, head);
    this.#pending.delete(socket);
    const format = this.#formats.find(({ name }) => name === webSocket.protocol) ?? jsonFormat;
    connection = new SocketConnection(webSocket, { format, rules }, peer, session);
    this.#connections.set(headers.id, connection);
    await connection.ended;
    this.#connections.delete(headers.id);
  }

  #refuseHeaders(socket: Duplex, error: unknown): void {
    const reason = error instanceof HeaderRefusedError ? error.message : "";
    refuse(socket, 401, this.#options.rules.profile.hidesWhy ? AUTHENTICATION_PROBLEM : reason);
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<WebSocket> {
    return new Promise((resolve) => this.#server.handleUpgrade(request, socket, head, resolve));
  }
}

const reasons: Readonly<Record<number, string>> = {
  400: "Bad Request",
  401: "Unauthorized",
  404: "Not Found",
  503: "Service Unavailable",
};

function refuse(socket: Duplex, status: number, body: string): void {
  const headers = [
    `HTTP/1.1 ${status} ${reasons[status]}`,
    "content-type: text/plain; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    ...(status === 503 ? ["retry-after: 1"] : []),
  ];
  socket.end(`${headers.join("\r\n")}\r\n\r\n${body}`);
}
