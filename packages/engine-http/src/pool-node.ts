import { setMaxListeners } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { LONGEST_TIMER, packageFailure, platformTime } from "@surreal-sdk/transport/toolkit";
import type { Dispatcher, Pool } from "undici";
import { BodyParts } from "./body-parts.ts";
import type { AnswerHead, AnswerListener, HttpPool, PoolOptions, StartedRequest } from "./pool.ts";

/** Whether bodies can be streamed. */
export const sendsParts = true;

/**
 * Keeps connections with `undici`. It sends a POST exactly once, and an idle connection does not keep the process
 * alive. The deadlines are the exchange's, not those of `undici` for headers and body.
 */
export async function createPool({ origin, connections, connectTimeout, tls = {} }: PoolOptions): Promise<HttpPool> {
  const PoolOfUndici = await loadPool(origin);
  const { ca, cert, key } = tls;
  const closing = new AbortController();
  // Every open socket listens to it.
  setMaxListeners(0, closing.signal);
  const pool = new PoolOfUndici(origin, {
    connections,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: {
      // `undici` leaves a socket alone that is still connecting when the pool is closed.
      signal: closing.signal,
      // 0 disables it
      timeout: connectTimeout > LONGEST_TIMER ? 0 : Math.max(1, connectTimeout),
      // `NODE_TLS_REJECT_UNAUTHORIZED=0` would switch off verification for the whole process.
      rejectUnauthorized: true,
      ...(ca === undefined ? {} : { ca: ca as string | string[] }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
  });
  return {
    start({ method, url, headers, body = null }, listener) {
      const dispatched = new Dispatched(listener);
      // An iterable is a valid body as well, which the types do not declare.
      pool.dispatch({ path: url.slice(origin.length), method, headers, body: body as Uint8Array | null }, dispatched);
      return dispatched;
    },
    parts: (first, taken) => new BodyParts(first, taken),
    close: () => {
      closing.abort();
      // The sockets are closed within a turn. `undici` says so by a microtask of the globals, which test runners replace.
      return Promise.race([pool.destroy(), new Promise<void>((resolve) => platformTime.setTimeout(resolve, 0))]);
    },
  };
}

/** Its own module loads in a third of the time of the whole package, which serves where another version has no such module. */
async function loadPool(origin: string): Promise<typeof Pool> {
  const single = await import("undici/lib/dispatcher/pool.js").catch(() => undefined);
  if (single !== undefined) return single.default;
  const whole = await import("undici").catch((cause: unknown) => {
    throw packageFailure("undici", origin, cause);
  });
  return whole.Pool;
}

/** One request in the pool, for both of its sides. */
class Dispatched implements Dispatcher.DispatchHandler, StartedRequest {
  readonly #listener: AnswerListener;
  #controller: Dispatcher.DispatchController | undefined;
  #aborted = false;

  constructor(listener: AnswerListener) {
    this.#listener = listener;
  }

  /** Called right before the first byte is written: a request that fails earlier was not sent. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#aborted) {
      controller.abort(abandoned());
      return;
    }
    this.#controller = controller;
    this.#listener.sent();
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, fields: IncomingHttpHeaders): void {
    if (status >= 200) this.#listener.head(new Head(status, fields));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#listener.chunk(new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength));
  }

  onResponseEnd(): void {
    this.#listener.end();
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#listener.failed(error, this.#controller !== undefined);
  }

  end(): void {
    this.#aborted = true;
    this.#controller?.abort(abandoned());
  }

  pause(): void {
    this.#controller?.pause();
  }

  resume(): void {
    this.#controller?.resume();
  }
}

class Head implements AnswerHead {
  readonly redirected = false;
  readonly status: number;
  readonly #fields: IncomingHttpHeaders;

  constructor(status: number, fields: IncomingHttpHeaders) {
    this.status = status;
    this.#fields = fields;
  }

  get endIsMarked(): boolean {
    return (this.header("content-length") ?? this.header("transfer-encoding")) !== undefined;
  }

  header(name: string): string | undefined {
    const value = this.#fields[name];
    return Array.isArray(value) ? value[0] : value;
  }
}

function abandoned(): Error {
  return new Error("The exchange was ended.");
}
