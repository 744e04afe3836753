import type { Socket } from "node:net";
import type { Uuid } from "surreal-sdk";
import { CborCodec } from "surreal-sdk";
import type { WebSocket } from "ws";
import type { FakeFailure, FakeRequest } from "./fake-exchange.ts";

const codec = new CborCodec();

/** The server's end of one WebSocket connection. */
export class FakePeer {
  /** Counted from 1 in the order of connecting. */
  readonly number: number;
  readonly socket: WebSocket;
  readonly #stream: Socket;

  constructor(number: number, socket: WebSocket, stream: Socket) {
    this.number = number;
    this.socket = socket;
    this.#stream = stream;
  }

  /** Answers a request with a result. */
  reply(request: FakeRequest, result: unknown): void {
    this.send({ id: request.id, result });
  }

  /** Answers a request with an error. */
  refuse(request: FakeRequest, error: FakeFailure): void {
    this.send({ id: request.id, error });
  }

  /** Sends any value as a frame. */
  send(value: unknown): void {
    this.sendBytes(codec.encode(value));
  }

  /** Sends any bytes as a binary frame. */
  sendBytes(bytes: Uint8Array): void {
    this.socket.send(bytes);
  }

  /** Reports a change to a live query. */
  notify(id: Uuid, action: string, result: unknown, record?: unknown): void {
    this.send({ result: { id, action, record, result } });
  }

  /** Says goodbye with a code. */
  close(code?: number, reason?: string): void {
    this.socket.close(code, reason);
  }

  /** Cuts the connection: RST, nothing is said. */
  cut(): void {
    this.#stream.resetAndDestroy();
  }

  /** Ends the connection with FIN and no close frame. */
  hangUp(): void {
    this.#stream.end();
  }

  /** Reads nothing more of what comes. */
  stopReading(): void {
    this.#stream.pause();
  }
}
