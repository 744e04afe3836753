import type { Engine } from "@surreal-sdk/transport";
import { engineFault } from "@surreal-sdk/transport/toolkit";
import { openPool } from "./open-pool.ts";

/** The options of {@link pooledEngine}. */
export interface PoolOptions {
  /** How many connections to open, from 1 to 64. Default: 4. */
  readonly size?: number | undefined;
}

/**
 * Opens several connections of an engine and uses them as one: requests go where the fewest are in flight. It helps a
 * program that keeps hundreds of requests in flight, and a server that has idle processor cores.
 *
 * It behaves as one connection. Sessions and transactions stay on the connection on which they began, live queries on
 * the first. What changes the connection's own session is made on every connection before its caller has an answer; the
 * others learn of a sign-in by its token, so that the password is sent once. If one connection is lost, or refuses what
 * the first has accepted, all of them are closed, and the SDK reconnects as usual. Requests that are in flight at the same
 * time run in any order, as far as they are not in one session or transaction.
 *
 * @throws TypeError for what is no engine, or an engine whose connections do not lead to one server, such as HTTP or an embedded database;
 * RangeError for a size out of range.
 * @example
 * ```ts
 * const db = AsyncSurreal("ws://localhost:8000", { engines: { ws: pooledEngine(webSocketEngine(), { size: 4 }) } });
 * ```
 */
export function pooledEngine(engine: Engine, options: PoolOptions = {}): Engine {
  const fault = engineFault(engine);
  if (fault !== undefined) throw new TypeError(`pooledEngine() takes an engine, and this one ${fault}.`);
  const { contract, name, capabilities } = engine;
  const size = checkedSize(Object.hasOwn(options, "size") ? options.size : undefined);
  if (!capabilities.stateful || !capabilities.reconnect) {
    throw new TypeError(
      `The ${name} engine cannot be pooled: its connections have no common server that keeps sessions.`,
    );
  }
  return { contract, name: `pooled ${name}`, capabilities, open: (context) => openPool(engine, context, size) };
}

function checkedSize(size: unknown = 4): number {
  if (typeof size === "number" && Number.isInteger(size) && size >= 1 && size <= 64) return size;
  throw new RangeError("The `size` of a pool is a whole number from 1 to 64.");
}
