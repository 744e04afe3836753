import type { Dispatcher } from "undici";
import { BodyParts } from "./body-parts.ts";
import type { AnswerListener, HttpPool, HttpRequest, PoolOptions, StartedRequest } from "./pool.ts";

/** Whether bodies can be sent in parts. */
export const sendsParts = true;

const longestTimer = 2 ** 31 - 1;

/**
 * Keeps connections with `undici`. It sends a POST once and never again, and an idle connection does not keep the
 * process alive. Deadlines are the exchange's, not those of headers and body.
 */
export async function createPool({ origin, connections, connectTimeout, tls = {} }: PoolOptions): Promise<HttpPool> {
  const { Pool } = await import("undici");
  const { ca, cert, key } = tls;
  const pool = new Pool(origin, {
    connections,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    connect: {
      // 0 is none
      timeout: connectTimeout > longestTimer ? 0 : Math.max(1, connectTimeout),
      ...(ca === undefined ? {} : { ca: ca as string | string[] }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
    },
  });
  return {
    start: (request, listener) => start(pool, request, listener),
    parts: (first, taken) => new BodyParts(first, taken),
    close: () => pool.destroy(),
  };
}

function start(pool: Dispatcher, request: HttpRequest, listener: AnswerListener): StartedRequest {
  const { origin, pathname } = new URL(request.url);
  let controller: Dispatcher.DispatchController | undefined;
  let aborted = false;
  const { method, headers, body = null } = request;
  pool.dispatch(
    // An iterable is a body as well, which the types do not say.
    { origin, path: pathname, method, headers, body: body as Uint8Array | null },
    {
      // Right before the first byte is written: whatever fails earlier has not been sent.
      onRequestStart(started) {
        if (aborted) return started.abort(abandoned());
        controller = started;
        listener.sent();
      },
      onResponseStart(_controller, status, fields) {
        const header = (name: string): string | undefined => single(fields[name]);
        const endIsMarked = (header("content-length") ?? header("transfer-encoding")) !== undefined;
        if (status >= 200) listener.head({ status, redirected: false, endIsMarked, header });
      },
      onResponseData(_controller, chunk) {
        listener.chunk(new Uint8Array(chunk.buffer as ArrayBuffer, chunk.byteOffset, chunk.byteLength));
      },
      onResponseEnd: () => listener.end(),
      onResponseError: (_controller, error) => listener.failed(error, controller !== undefined),
    },
  );
  return {
    end() {
      aborted = true;
      controller?.abort(abandoned());
    },
    pause: () => controller?.pause(),
    resume: () => controller?.resume(),
  };
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function abandoned(): Error {
  return new Error("The exchange was ended.");
}
