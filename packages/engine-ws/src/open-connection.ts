import type { Engine, EngineContext, TlsOptions } from "@surreal-sdk/transport";
import {
  ConnectionClosedError,
  ConnectionUnavailableError,
  TransportError,
  TransportTimeoutError,
  UnsupportedEngineError,
  UnsupportedFeatureError,
} from "@surreal-sdk/transport";
import { LONGEST_TIMER, platformTime } from "@surreal-sdk/transport/toolkit";
import { subprotocol, WebSocketConnection } from "./connection.ts";
import type { OpenSocket } from "./socket.ts";
import { Transfer } from "./transfer.ts";

/**
 * Opens a connection. One deadline covers all of it, including name lookup, TLS and a slow answer, and an abort ends
 * it at any point; neither leaves a socket, a timer or a listener behind.
 */
export function openConnection(
  context: EngineContext,
  open: OpenSocket,
  { transfer, tls }: { transfer?: Engine | undefined; tls?: TlsOptions | undefined },
): Promise<WebSocketConnection> {
  const { endpoint, signal, connectTimeout, headers, maxMessageBytes } = context;
  return new Promise((resolve, reject) => {
    const release = (): void => {
      platformTime.clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
    const handshake = {
      opened() {
        release();
        resolve(connection);
      },
      refused(error: Error) {
        release();
        reject(error);
      },
    };
    const besides = transfer === undefined ? undefined : new Transfer(transfer, context);
    const connection = new WebSocketConnection(context, handshake, besides);
    const abort = (): void => connection.giveUp(abandoned(context));
    const timer =
      connectTimeout === Number.POSITIVE_INFINITY
        ? undefined
        : platformTime.setTimeout(() => connection.giveUp(late(context)), Math.min(connectTimeout, LONGEST_TIMER));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort, { once: true });
    open({ url: endpoint.rawUrl, protocol: subprotocol, headers, maxMessageBytes, tls }, connection).then(
      (socket) => connection.attach(socket),
      (error) => connection.giveUp(typed(error, endpoint.rawUrl)),
    );
  });
}

function abandoned(context: EngineContext): TransportError {
  const { reason } = context.signal;
  if (reason instanceof TransportError) return reason;
  const message = `The connection to ${context.endpoint.rawUrl} was cancelled before it was established.`;
  return new ConnectionClosedError(message, { cause: reason, outcome: "not_sent" });
}

function late(context: EngineContext): TransportError {
  const message = `${context.endpoint.rawUrl} did not open a WebSocket within ${context.connectTimeout} ms (connectTimeout).`;
  return new TransportTimeoutError(message, { outcome: "not_sent" });
}

/** A class of the user's may throw anything. For an invalid header it is the caller's TypeError and stays one. */
function typed(error: unknown, url: string): Error {
  if (error instanceof TransportError || error instanceof TypeError) return error;
  if (error instanceof UnsupportedEngineError || error instanceof UnsupportedFeatureError) return error;
  return new ConnectionUnavailableError(`No WebSocket could be made for ${url}.`, {
    cause: error,
    outcome: "not_sent",
  });
}
