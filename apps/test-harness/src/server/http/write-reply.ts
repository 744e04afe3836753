import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
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
  const plain = typeof reply.body === "string" ? Buffer.from(reply.body) : (reply.body ?? new Uint8Array());
  const compressed = plain.length > COMPRESS_FROM && /\bgzip\b/.test(String(message.headers["accept-encoding"] ?? ""));
  const body = compressed ? await compress(plain, { level: 1 }) : plain;
  response.on("error", () => response.destroy());
  // A body that nobody has read would be taken for the next request.
  if (!message.complete) response.setHeader("connection", "close");
  response.writeHead(reply.status, {
    ...reply.headers,
    ...(compressed ? { "content-encoding": "gzip" } : {}),
    "content-length": body.length,
    "surreal-version": `surrealdb/${version}`,
    server: "SurrealDB",
    "x-request-id": String(message.headers["x-request-id"] ?? randomUUID()),
    "access-control-allow-origin": "*",
    vary: "accept-encoding, origin",
    ...(message.method === "OPTIONS" ? preflight : {}),
  });
  response.end(body);
}

const preflight = {
  "access-control-allow-methods": "GET,PUT,POST,PATCH,DELETE,OPTIONS",
  "access-control-allow-headers": `accept,accept-encoding,authorization,content-type,origin,${surrealHeaders}`,
  "access-control-max-age": "86400",
};
