import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Uuid } from "surreal-sdk";
import { type WebSocket, WebSocketServer } from "ws";
import { answerTo, type DecodedRequest, readRequest, writeAnswer } from "./answers.ts";
import { cannedAnswers } from "./canned-answer.ts";
import { notify } from "./notifier.ts";

/** Where a server is. */
export interface Address {
  readonly ws: string;
  readonly http: string;
}

/**
 * A server without a database. `"canned"` answers without reading what it is asked; `"decoding"` reads every request
 * and writes every answer with the codec.
 */
export async function startNetworkServer(kind: "canned" | "decoding"): Promise<Address> {
  const answer = kind === "canned" ? cannedAnswers() : decodedAnswer;
  const server = createServer((request, response) => void serve(request, response, answer));
  const sockets = new WebSocketServer({ server, handleProtocols: () => "cbor", maxPayload: 2 ** 31 - 1 });
  sockets.on("connection", (socket) => {
    if (kind === "decoding") return converse(socket);
    const canned = cannedAnswers();
    socket.on("message", (data: Buffer) => socket.send(canned(data)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { ws: `ws://127.0.0.1:${port}`, http: `http://127.0.0.1:${port}` };
}

function decodedAnswer(frame: Uint8Array): Uint8Array {
  return answerTo(readRequest(frame));
}

const wished = /^NOTIFY (EACH )?(\d+)/;

/**
 * Takes live queries as well: `NOTIFY 1000` lets the last one have that many notifications, `NOTIFY EACH 1000` all of
 * them. `DROP` cuts the connection without an answer.
 */
function converse(socket: WebSocket): void {
  const live = new Map<string, Uuid>();
  const answer = (request: DecodedRequest): Uint8Array => {
    if (request.method === "kill") live.delete(String(request.params?.[0]));
    if (request.method !== "live") return answerTo(request);
    const liveId = Uuid.v4();
    live.set(String(liveId), liveId);
    return writeAnswer(request.id, liveId);
  };
  socket.on("message", (data: Buffer) => {
    const request = readRequest(data);
    if (request.method === "query" && request.params?.[0] === "DROP") return socket.terminate();
    socket.send(answer(request));
    const wish = request.method === "query" ? wished.exec(String(request.params?.[0])) : null;
    if (wish === null) return;
    const ids = [...live.values()];
    void notify(socket, wish[1] === undefined ? ids.slice(-1) : ids, Number(wish[2]));
  });
}

async function serve(
  incoming: IncomingMessage,
  response: ServerResponse,
  answer: (frame: Uint8Array) => Uint8Array,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  if (incoming.method === "GET") {
    response.end("surrealdb-3.0.2");
    return;
  }
  const body = answer(Buffer.concat(chunks));
  response.writeHead(200, { "content-type": "application/cbor", "content-length": body.length });
  response.end(body);
}
