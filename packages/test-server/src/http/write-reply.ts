import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { createGzip, gzip } from "node:zlib";
import type { HttpReply } from "./http-reply.ts";

const COMPRESS_FROM = 512;
const surrealHeaders = "surreal-ns,surreal-db,surreal-id,surreal-auth-ns,surreal-auth-db";

const compress = promisify(gzip);

/** Sends a reply with the headers that every reply has. */
export async function writeReply(
  message: IncomingMessage,
  response: ServerResponse,
  reply: HttpReply,
  version: string,
): Promise<void> {
  const mayCompress = /\bgzip\b/.test(String(message.headers["accept-encoding"] ?? ""));
  response.on("error", () => response.destroy());
  // An unread body would be parsed as the next request.
  if (!message.complete) response.setHeader("connection", "close");
  const common = headersOf(message, reply, version);
  const body = reply.body ?? "";
  if (typeof body !== "string" && !(body instanceof Uint8Array)) {
    response.writeHead(reply.status, mayCompress ? { ...common, "content-encoding": "gzip" } : common);
    await writeChunks(response, body, mayCompress);
    return;
  }
  const plain = typeof body === "string" ? Buffer.from(body) : body;
  const compressed = mayCompress && plain.length > COMPRESS_FROM;
  const sent = compressed ? await compress(plain, { level: 1 }) : plain;
  const coding = compressed ? { "content-encoding": "gzip" } : {};
  response.writeHead(reply.status, { ...common, ...coding, "content-length": sent.length });
  response.end(sent);
}

/** Stops writing when the client disconnects. */
async function writeChunks(response: ServerResponse, chunks: Iterable<Uint8Array>, compressed: boolean): Promise<void> {
  const source = Readable.from(chunks);
  const writing = compressed ? pipeline(source, createGzip({ level: 1 }), response) : pipeline(source, response);
  await writing.catch(() => response.destroy());
}

function headersOf(message: IncomingMessage, reply: HttpReply, version: string): Record<string, string> {
  return {
    ...reply.headers,
    "surreal-version": `surrealdb/${version}`,
    server: "SurrealDB",
    "x-request-id": String(message.headers["x-request-id"] ?? randomUUID()),
    "access-control-allow-origin": "*",
    vary: "accept-encoding, origin",
    ...(message.method === "OPTIONS" ? preflight : {}),
  };
}

const preflight = {
  "access-control-allow-methods": "GET,PUT,POST,PATCH,DELETE,OPTIONS",
  "access-control-allow-headers": `accept,accept-encoding,authorization,content-type,origin,${surrealHeaders}`,
  "access-control-max-age": "86400",
};
