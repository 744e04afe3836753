import type { WebSocket } from "ws";
import { mapEntries } from "../cbor/walk.ts";
import { map, uuid } from "../cbor/write.ts";
import type { LiveNotification } from "../database/notification-routes.ts";
import type { Answer, AnswerEnvelope } from "../message/answer.ts";
import { writeNotification, writeResponse } from "../message/answer.ts";
import type { RpcRequest } from "../message/request.ts";
import { envelopeOf, UnreadableRequestError } from "../message/request.ts";
import { internalError } from "../message/rpc-error.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import type { ClientSession } from "../rpc/client-session.ts";
import type { RpcFormat } from "../rpc/format.ts";
import type { RpcPeer } from "../rpc/rpc-peer.ts";

const PING_INTERVAL = 5_000;

/** Serves one socket: each message is processed independently, answers are sent as they are ready. */
export class SocketConnection {
  readonly #socket: WebSocket;
  readonly #format: RpcFormat;
  readonly #rules: ServerRules;
  #waiting = 0;
  readonly #peer: RpcPeer;
  readonly #session: ClientSession;
  readonly #pings: NodeJS.Timeout;
  /** Resolves when the socket is closed and everything that its client left is released. */
  readonly ended: Promise<void>;

  constructor(
    socket: WebSocket,
    parts: { format: RpcFormat; rules: ServerRules },
    peer: RpcPeer,
    session: ClientSession,
  ) {
    this.#socket = socket;
    this.#format = parts.format;
    this.#rules = parts.rules;
    this.#peer = peer;
    this.#session = session;
    socket.on("message", (data) => this.#received(data as Buffer));
    socket.on("error", () => socket.terminate());
    socket.ping();
    this.#pings = setInterval(() => socket.ping(), PING_INTERVAL);
    this.ended = new Promise<void>((resolve) => socket.once("close", () => resolve())).then(() => {
      clearInterval(this.#pings);
      return peer.close();
    });
  }

  /** Sends a notification, naming the session only where the client attached one. */
  notify(notification: LiveNotification, session: ClientSession): void {
    const id = session.clientId;
    const attached = id === undefined ? undefined : uuid(id);
    const moved = attached !== undefined && id !== session.engineId;
    const inner = moved ? withSession(notification.inner, attached) : notification.inner;
    if (this.#rules.faults.lagging === true || this.#waiting >= this.#rules.profile.mostWaitingNotifications) {
      this.#socket.close(1013, "Notifications were produced faster than this connection read them");
      return;
    }
    this.#waiting++;
    void this.#send(writeNotification(inner, attached)).then(() => this.#waiting--);
  }

  /** Stops reading, lets requests finish for at most `timeout` milliseconds, and closes. */
  async close(timeout: number): Promise<void> {
    this.#socket.removeAllListeners("message");
    const idle = this.#peer.idle();
    await Promise.race([idle, new Promise((resolve) => setTimeout(resolve, timeout).unref())]);
    this.#socket.close();
    const force = setTimeout(() => this.#socket.terminate(), timeout);
    await this.ended;
    clearTimeout(force);
  }

  /** Drops the socket without a closing handshake. */
  drop(): void {
    this.#socket.terminate();
  }

  #received(message: Buffer): void {
    let request: RpcRequest;
    try {
      request = this.#format.readRequest(message, this.#rules.profile);
    } catch (error) {
      const known = error instanceof UnreadableRequestError;
      void this.#answer({ id: known ? error.id : undefined }, known ? error.answer : internalError(String(error)));
      return;
    }
    const envelope = envelopeOf(request);
    void this.#peer.serve(request, this.#session, (answer) => this.#answer(envelope, answer));
  }

  #answer(envelope: AnswerEnvelope, answer: Answer): Promise<void> {
    return this.#send(writeResponse(answer, envelope));
  }

  /** Resolves when the frame was written, or cannot be written any more. */
  #send(frame: Uint8Array): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.readyState !== this.#socket.OPEN) return resolve();
      this.#socket.send(this.#format.write(frame), { binary: this.#format.binary }, () => resolve());
    });
  }
}

function withSession(inner: Uint8Array, session: Uint8Array): Uint8Array {
  const entries = (mapEntries(inner, 0) ?? []).map(({ key, value }) => {
    return [key, key === "session" ? session : inner.subarray(value.start, value.end)] as const;
  });
  return map(Object.fromEntries(entries));
}
