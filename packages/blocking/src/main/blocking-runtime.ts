import {
  CrudBuilder,
  InsertBuilder,
  QueryBuilder,
  type ResolvedOptions,
  type Runtime,
  type Suspension,
} from "@surreal-sdk/core";
import type { LinkOptions } from "@surreal-sdk/link";
import { type Endpoint, UnsupportedEngineError } from "@surreal-sdk/transport";
import { isBuiltIn, quoted } from "@surreal-sdk/values";
import { diagnostics } from "#diagnostics";
import { startThread } from "#thread";
import type { EngineModule } from "../wire/messages.ts";
import { BlockingRunner } from "./blocking-runner.ts";
import { BlockingSurrealSession } from "./blocking-session.ts";
import { BlockingStream } from "./blocking-stream.ts";
import { BlockingSurrealTransaction } from "./blocking-transaction.ts";
import type { ThreadStart } from "./thread.ts";
import { WorkerChannel } from "./worker-channel.ts";

/** Engines by the URL scheme they serve, as modules for the worker to load. */
export type EngineModules = Readonly<Record<string, EngineModule>>;

/** Creates the runtime that blocks the thread, with a link in a worker. */
export function createBlockingRuntime(given: EngineModules, builtIn: EngineModules): Runtime<"blocking"> {
  const waiting = new BlockingRunner();
  return {
    mode: "blocking",
    channels: diagnostics,
    run: (name, operation) => waiting.run(name, operation),
    fromPromise: (value) => plain(value),
    after: (milliseconds, callback) => waiting.timers.after(milliseconds, callback),
    later: (call) => waiting.later(call),
    random: () => Math.random(),
    open: (endpoint, options, listener) => {
      const start = toStart(endpoint, options, chooseModule(endpoint, given, builtIn));
      const channel = new WorkerChannel(startThread, start, listener);
      waiting.channels.add(channel);
      return { channel, ...channel.open() };
    },
    started: (builder) => builder.execute(),
    queryBuilder: QueryBuilder,
    crudBuilder: CrudBuilder,
    insertBuilder: InsertBuilder,
    session: BlockingSurrealSession,
    transaction: BlockingSurrealTransaction,
    stream: (source) => new BlockingStream(source, (step) => waiting.runStep(step)),
  };
}

/** A blocked thread cannot wait for a promise. */
function plain(value: unknown): Suspension {
  return (continuation) => {
    if (typeof (value as PromiseLike<unknown> | null | undefined)?.then === "function") {
      continuation.reject(
        new TypeError(
          "A blocking connection cannot wait for promises: pass functions and iterables that return plain values.",
        ),
      );
    } else {
      continuation.resolve(value);
    }
  };
}

function chooseModule(endpoint: Endpoint, given: EngineModules, builtIn: EngineModules): EngineModule {
  const { scheme, url } = endpoint;
  for (const modules of [given, builtIn]) {
    const found = Object.hasOwn(modules, scheme) ? modules[scheme] : undefined;
    if (found !== undefined) return checked(found, endpoint);
  }
  throw new UnsupportedEngineError(
    `No engine for ${scheme}:// is available. Name one as \`engines: { ${quoted(scheme)}: { module } }\`, or import the SDK from "surreal-sdk", which brings its own.`,
    { url },
  );
}

function checked(module: EngineModule, { scheme }: Endpoint): EngineModule {
  const address = (module as Partial<EngineModule> | null)?.module;
  if (typeof address === "string" || isBuiltIn(address, "URL")) return module;
  throw new TypeError(
    `A blocking connection loads its engine in a worker: \`engines: { ${quoted(scheme)}: { module: new URL("./engine.js", import.meta.url) } }\`.`,
  );
}

/** The smallest backlog, in notifications. */
const smallestBacklog = 10_000;

function toStart(endpoint: Endpoint, options: ResolvedOptions, module: EngineModule): ThreadStart {
  const { connectTimeout, closeTimeout, heartbeat, reconnect, offlineQueue, maxMessageBytes, headers } = options;
  const plainOptions: LinkOptions = {
    connectTimeout,
    closeTimeout,
    heartbeat,
    reconnect,
    offlineQueue,
    maxMessageBytes,
    headers,
  };
  return {
    engine: { module: String(module.module), export: module.export ?? "default", options: module.options },
    endpoint,
    options: plainOptions,
    backlog: Math.max(options.live.queue, smallestBacklog),
  };
}
