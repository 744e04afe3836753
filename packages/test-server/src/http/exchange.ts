import type { IncomingMessage } from "node:http";
import { placeOf } from "../database/catalog.ts";
import type { Place } from "../database/place.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import type { Answer } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import type { ClientSession } from "../rpc/client-session.ts";
import type { RpcPeer } from "../rpc/rpc-peer.ts";
import { databaseRefusal, errorRefusal, plainRefusal } from "./http-reply.ts";

/** One request over HTTP, with the session that its headers describe. */
export class Exchange {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly database: ServedDatabase;
  readonly rules: ServerRules;
  readonly session: ClientSession;
  readonly #peer: RpcPeer;

  constructor(
    message: IncomingMessage,
    url: URL,
    parts: { database: ServedDatabase; rules: ServerRules; peer: RpcPeer; session: ClientSession },
  ) {
    this.message = message;
    this.url = url;
    this.database = parts.database;
    this.rules = parts.rules;
    this.session = parts.session;
    this.#peer = parts.peer;
  }

  /** Serves an RPC request on the session of the headers, or on the attached one that it names. */
  serve(request: RpcRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#peer.serve(request, this.session, resolve).then(
        // The server stopped before the request was admitted, and so the client's connection is closed.
        () => reject(plainRefusal(503, "The server is gracefully shutting down")),
        reject,
      );
    });
  }

  /**
   * Serves an RPC request whose failure is the failure of the HTTP request.
   *
   * @throws HttpRefusal
   */
  async demand(method: string, params: Uint8Array): Promise<Uint8Array> {
    const answer = await this.serve({ method, params });
    if (answer.failed) throw errorRefusal(answer);
    return answer.value;
  }

  /** The namespace and database of the session: those of its token take precedence over those of the headers. */
  place(): Promise<Place> {
    return placeOf(this.database, this.session.engineId);
  }

  /** Reads the body, up to `limit` bytes. */
  async readBody(limit: number): Promise<Buffer> {
    if (Number(this.message.headers["content-length"] ?? 0) > limit) throw tooLarge();
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.message as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > limit) throw tooLarge();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  }

  /** Reads a body that must be UTF-8. */
  async readText(limit: number): Promise<string> {
    const body = await this.readBody(limit);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(body);
    } catch {
      throw databaseRefusal("Non UTF-8 request body");
    }
  }
}

function tooLarge(): Error {
  return plainRefusal(413, "length limit exceeded");
}
