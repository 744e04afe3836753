import type { Engine, EngineConnection, EngineContext, EngineListener, TransportError } from "@surreal-sdk/transport";
import { ConnectionUnavailableError } from "@surreal-sdk/transport";
import { PooledConnection } from "./pooled-connection.ts";

/** Opens all connections of a pool, or none: when one cannot be opened, the others are closed. */
export async function openPool(engine: Engine, context: EngineContext, size: number): Promise<EngineConnection> {
  const { signal } = context;
  const opening = new AbortController();
  const abort = (): void => opening.abort(signal.reason);
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  const proxies = Array.from({ length: size }, () => new LateListener());
  const all = proxies.map(async (listener) => engine.open({ ...context, signal: opening.signal, listener }));
  try {
    const connections = await Promise.all(all);
    if (proxies.some(({ hasEnded }) => hasEnded)) throw endedEarly(context, proxies);
    const pool = new PooledConnection(context, connections);
    for (const [index, proxy] of proxies.entries()) proxy.target = pool.listenerOf(index);
    return pool;
  } catch (error) {
    opening.abort(error);
    await Promise.all(all.map(closeOpened));
    throw error;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/**
 * The listener of a connection: it has no target until all connections are open, and nothing is sent before. The callbacks
 * are functions of its own, so that an engine may copy them into a listener of its own.
 */
class LateListener implements EngineListener {
  target: EngineListener | undefined;
  hasEnded = false;
  failure: TransportError | undefined;

  readonly received: EngineListener["received"] = (frame, replyTo) => this.target?.received(frame, replyTo);
  readonly part: EngineListener["part"] = (requestId, bytes) => this.target?.part(requestId, bytes);
  readonly failed: EngineListener["failed"] = (requestId, error) => this.target?.failed(requestId, error);
  readonly alive: EngineListener["alive"] = () => this.target?.alive();
  readonly closed: EngineListener["closed"] = (error) => {
    this.hasEnded = true;
    this.failure = error;
    this.target?.closed(error);
  };
}

function endedEarly({ endpoint }: EngineContext, listeners: readonly LateListener[]): ConnectionUnavailableError {
  const message = `${endpoint.rawUrl} ended a connection of the pool before all were open.`;
  const cause = listeners.find(({ failure }) => failure !== undefined)?.failure;
  return new ConnectionUnavailableError(message, { cause, outcome: "not_sent" });
}

async function closeOpened(opening: Promise<EngineConnection>): Promise<void> {
  try {
    await (await opening).close(0);
  } catch {
    // It was not opened.
  }
}
