import type { Engine } from "@surreal-sdk/transport";
import { ENGINE_CONTRACT } from "@surreal-sdk/transport";
import { EmbeddedConnection } from "./embedded-connection.ts";
import { EmbeddedDatabase } from "./embedded-database.ts";
import type { EmbeddedOptions } from "./embedded-options.ts";
import type { LoadBinding } from "./native-binding.ts";
import { loadBinding } from "./native-binding.ts";
import { toNativeOptions } from "./native-options.ts";

/**
 * Creates the engine of databases in this process: `mem`, `memory`, `surrealkv`, `surrealkv+versioned`, `rocksdb` and
 * `file`. Each connection opens its own database, and closes it with everything that is attached to it.
 *
 * It needs the package `@surrealdb/node`, which it loads with the first connection. A request that has begun cannot be
 * cancelled: the database continues an abandoned one, and its answer is dropped. In a worker thread, close the
 * connection before the worker ends: the native module crashes the process when its thread ends during a call.
 *
 * @throws TypeError when an option is unknown or of a wrong type
 * @throws RangeError when a time is out of range or a capability is unknown to the database
 * @example
 * ```ts
 * const db = AsyncSurreal("mem://", { engines: { mem: embeddedEngine({ queryTimeout: 5_000 }) } });
 * ```
 */
export function embeddedEngine(options: EmbeddedOptions = {}): Engine {
  return createEmbeddedEngine(options, loadBinding);
}

/** @internal */
export function createEmbeddedEngine(options: EmbeddedOptions, load: LoadBinding): Engine {
  toNativeOptions(options);
  return {
    contract: ENGINE_CONTRACT,
    name: "embedded",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: true,
      import: true,
      exportStream: true,
      permissions: false,
      reconnect: false,
    },
    async open(context) {
      const { endpoint, signal } = context;
      const database = await EmbeddedDatabase.open(endpoint, options, { signal, load });
      return new EmbeddedConnection(database, context);
    },
  };
}
