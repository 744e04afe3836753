import type { Engine, EngineContext, TlsOptions } from "@surreal-sdk/transport";
import {
  ConnectionClosedError,
  ENGINE_CONTRACT,
  InvalidUrlError,
  TlsError,
  TransportError,
} from "@surreal-sdk/transport";
import { createPool, sendsParts } from "#pool";
import { HttpConnection } from "./connection.ts";
import type { HttpPool, PoolOptions } from "./pool.ts";
import type { Fetch } from "./pool-fetch.ts";
import { createPool as createFetchPool } from "./pool-fetch.ts";
import { checkedHeaders } from "./request-headers.ts";

/** The options of {@link httpEngine}. */
export interface HttpEngineOptions {
  /**
   * The function that sends requests. Default: a connection pool of `undici` on Node, the platform's `fetch`
   * elsewhere.
   */
  readonly fetch?: Fetch | undefined;
  /**
   * Milliseconds for a whole exchange, including the wait for a connection. Default: `Infinity`, since callers have
   * deadlines of their own.
   */
  readonly timeout?: number | undefined;
  /**
   * The largest RPC request to send, in bytes. Default: 4 MiB, beyond which SurrealDB answers 413 unless
   * `SURREAL_HTTP_MAX_RPC_BODY_SIZE` says otherwise.
   */
  readonly maxRequestBytes?: number | undefined;
  /** The most simultaneous connections; further requests wait. With `fetch` the platform decides. Default: 64. */
  readonly connections?: number | undefined;
  /**
   * Which certificates to trust and present over `https://`, on Node without `fetch`. Default: those that Node
   * trusts, and none to present.
   */
  readonly tls?: TlsOptions | undefined;
  /** Refuses `http://` before any I/O. Default: false. */
  readonly requireTls?: boolean | undefined;
}

/**
 * Connects to SurrealDB over HTTP, with one POST for each request. It serves `http` and `https`, and exports and
 * imports.
 *
 * The server keeps nothing between requests: each request carries namespace, database and token, which replace headers
 * of the same names among the user's. So there are no sessions, transactions and live queries. Opening does no I/O. A
 * request is never sent twice; redirects are refused; certificates are verified.
 *
 * A request fails with {@link ConnectionUnavailableError} or {@link TlsError} (`not_sent`), with
 * {@link HttpStatusError} or {@link RequestTooLargeError} (`failed`, or `unknown` from status 500 on), or with
 * {@link ConnectionLostError}, {@link ResponseTooLargeError} or {@link ProtocolError} (`unknown`).
 *
 * @example
 * ```ts
 * const engines = { http: httpEngine(), https: httpEngine({ connections: 8 }) };
 * ```
 */
export function httpEngine(options: HttpEngineOptions = {}): Engine {
  // Reads own properties, so that a polluted `Object.prototype` sets no option.
  const own = Object.assign(Object.create(null) as HttpEngineOptions, options);
  const { fetch, timeout = Number.POSITIVE_INFINITY, maxRequestBytes = 4 * 1024 * 1024 } = own;
  const { connections = 64, requireTls = false, tls } = own;
  if (fetch !== undefined && typeof fetch !== "function") throw new TypeError("The option `fetch` is a function.");
  const poolOf = (pool: PoolOptions): Promise<HttpPool> =>
    fetch === undefined ? createPool(pool) : createFetchPool(pool, fetch);
  return {
    contract: ENGINE_CONTRACT,
    name: "http",
    capabilities: {
      stateful: false,
      sessions: false,
      transactions: false,
      live: false,
      export: true,
      import: true,
      exportStream: true,
      importStream: fetch === undefined && sendsParts,
      reconnect: true,
    },
    async open(context) {
      refuse(context, requireTls);
      const headers = checkedHeaders(context.headers);
      const { origin } = new URL(context.endpoint.rawUrl);
      const pool = await poolOf({ origin, connections, connectTimeout: context.connectTimeout, tls });
      if (context.signal.aborted) {
        await pool.close();
        throw abandoned(context);
      }
      return new HttpConnection(pool, context, headers, { maxRequestBytes, timeout });
    },
  };
}

function refuse(context: EngineContext, requireTls: boolean): void {
  const { endpoint, signal } = context;
  if (endpoint.scheme !== "http" && endpoint.scheme !== "https") {
    throw new InvalidUrlError(`${endpoint.scheme}:// is not an HTTP scheme. Use http:// or https://.`);
  }
  if (requireTls && endpoint.scheme === "http") {
    const message = `${endpoint.rawUrl} is not encrypted, and \`requireTls\` is set. Use https://.`;
    throw new TlsError(message, { outcome: "not_sent" });
  }
  if (signal.aborted) throw abandoned(context);
}

function abandoned({ endpoint, signal }: EngineContext): TransportError {
  if (signal.reason instanceof TransportError) return signal.reason;
  const message = `The connection to ${endpoint.rawUrl} was cancelled before it was established.`;
  return new ConnectionClosedError(message, { cause: signal.reason, outcome: "not_sent" });
}
