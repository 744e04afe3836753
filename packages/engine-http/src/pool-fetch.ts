import { UnsupportedEngineError, UnsupportedFeatureError } from "@surreal-sdk/transport";
import { isUnsent } from "#unsent";
import type { AnswerListener, HttpPool, HttpRequest, PoolOptions, StartedRequest } from "./pool.ts";

/** Whether bodies can be streamed. Most browsers cannot, and the others cannot over HTTP/1.1. */
export const sendsParts = false;

/** The part of a `fetch` response that the engine uses. */
export interface FetchAnswer {
  readonly status: number;
  readonly type: string;
  readonly redirected: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> } } | null;
}

/** The standard `fetch`, or a compatible function. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: Uint8Array<ArrayBuffer>;
    redirect: "manual";
    signal: AbortSignal;
  },
) => Promise<FetchAnswer>;

/**
 * Sends with the `fetch` of the platform, or with a function given as an option; the platform keeps the connections.
 */
export async function createPool(
  { origin, tls }: PoolOptions,
  fetch: Fetch | undefined = (globalThis as { fetch?: Fetch }).fetch,
): Promise<HttpPool> {
  if (typeof fetch !== "function") {
    throw new UnsupportedEngineError("This platform has no fetch. Pass a function as the option `fetch`.", {
      url: origin,
    });
  }
  if (tls !== undefined) {
    throw new UnsupportedFeatureError("`fetch` takes no certificates. Leave out the option `tls`.", { feature: "tls" });
  }
  return {
    start: (request, listener) => start(fetch, request, listener),
    close: async () => undefined,
  };
}

function start(fetch: Fetch, request: HttpRequest, listener: AnswerListener): StartedRequest {
  const abort = new AbortController();
  let resumed: Promise<void> | undefined;
  let resume = (): void => undefined;
  exchange(fetch, request, listener, abort.signal, () => resumed).catch((error) =>
    listener.failed(error, !isUnsent(error)),
  );
  return {
    end() {
      abort.abort();
      resume();
    },
    pause() {
      resumed = new Promise((resolve) => {
        resume = resolve;
      });
    },
    resume: () => resume(),
  };
}

async function exchange(
  fetch: Fetch,
  request: HttpRequest,
  listener: AnswerListener,
  signal: AbortSignal,
  resumed: () => Promise<void> | undefined,
): Promise<void> {
  // A turn later, so that nothing is reported before `start` has returned.
  await undefined;
  const { url, method, headers, body } = request;
  const sent = body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> };
  listener.sent();
  const answer = await fetch(url, { method, headers: { ...headers }, ...sent, redirect: "manual", signal });
  assertAnswer(answer);
  listener.head({
    status: answer.status,
    redirected: answer.redirected || answer.type === "opaqueredirect",
    // The platform itself detects a truncated body, as far as that is possible.
    endIsMarked: true,
    header: (name) => headerOf(answer, name),
  });
  const reader = answer.body?.getReader();
  for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
    if (part.value !== undefined) listener.chunk(part.value);
    await resumed();
  }
  listener.end();
}

/**
 * A browser exposes the length of an answer from another origin, but not that it was compressed: the decompressed body
 * has another length then. The browser itself checks the length.
 */
function headerOf(answer: FetchAnswer, name: string): string | undefined {
  if (answer.type === "cors" && name === "content-length") return undefined;
  return answer.headers.get(name) ?? undefined;
}

/** A function of the user's may return anything. */
function assertAnswer(answer: Partial<FetchAnswer> | undefined): void {
  if (typeof answer?.status === "number" && typeof answer.headers?.get === "function") return;
  throw new TypeError("`fetch` did not return a Response: its result has no status, or no headers.");
}
