import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ServedDatabase } from "../database/served-database.ts";
import { AUTHENTICATION_PROBLEM } from "../message/rpc-error.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import { RpcPeer } from "../rpc/rpc-peer.ts";
import { applySessionHeaders, HeaderRefusedError, readSessionHeaders } from "../rpc/session-headers.ts";
import { Exchange } from "./exchange.ts";
import type { HttpReply } from "./http-reply.ts";
import { HttpRefusal, passingRefusal, plainRefusal, plainReply } from "./http-reply.ts";
import { findRoute } from "./route-table.ts";
import { writeReply } from "./write-reply.ts";

/** Serves all requests except WebSockets. All clients share the sessions that were attached over HTTP. */
export class HttpFrontend {
  readonly #database: ServedDatabase;
  readonly #peer: RpcPeer;
  readonly #rules: ServerRules;
  #closing = false;

  constructor(database: ServedDatabase, rules: ServerRules) {
    this.#database = database;
    this.#rules = rules;
    this.#peer = new RpcPeer(database, { server: rules, realtime: false, shared: true });
  }

  /** Answers a request. Never rejects. */
  async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const reply = await this.#reply(message).catch((error: unknown) => {
      const { profile } = this.#rules;
      if (error instanceof HttpRefusal) return error.reply(profile);
      if (!(error instanceof HeaderRefusedError)) return plainReply(500, String(error));
      return plainReply(401, profile.hidesWhy ? AUTHENTICATION_PROBLEM : error.message);
    });
    // Kept-alive connections would prevent the server from ending.
    if (this.#closing) response.setHeader("connection", "close");
    await writeReply(message, response, reply, this.#rules.version);
  }

  /** Makes every later reply the last one on its connection. */
  drain(): void {
    this.#closing = true;
  }

  /** Ends the sessions that clients have attached. */
  close(): Promise<void> {
    return this.#peer.close();
  }

  #refuseForNow(path: string): void {
    const { notReady, rateLimited } = this.#rules.faults;
    if (notReady === true && !alwaysServed.includes(path)) {
      throw passingRefusal(503, "The server is still starting up and is not ready to serve requests");
    }
    if (rateLimited === true && (path === "/signin" || path === "/signup")) {
      throw passingRefusal(429, "Too many authentication attempts, please try again later");
    }
  }

  async #reply(message: IncomingMessage): Promise<HttpReply> {
    const url = readTarget(message.url ?? "/");
    if (message.method === "OPTIONS") return { status: 200 };
    this.#refuseForNow(url.pathname);
    const headers = readSessionHeaders(message.headers);
    const session = await this.#peer.openDefault(headers.id ?? randomUUID());
    try {
      await applySessionHeaders(this.#database, session, headers, this.#rules.profile);
      const route = findRoute(message.method ?? "GET", url.pathname);
      const parts = { database: this.#database, rules: this.#rules, peer: this.#peer, session };
      return await route(new Exchange(message, url, parts));
    } finally {
      await this.#peer.closeDefault(session);
    }
  }
}

/** The routes that are served before the server is ready. */
const alwaysServed: readonly string[] = ["/", "/status", "/health", "/version"];

/** The target of a request is a path, even if it looks like the beginning of a URL. */
function readTarget(target: string): URL {
  const path = target.startsWith("/") ? `http://server${target}` : target;
  if (!URL.canParse(path)) throw plainRefusal(400, "Invalid URL");
  return new URL(path);
}
