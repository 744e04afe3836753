import { CborCodec, cborFraming } from "@surreal-sdk/codec";
import {
  type ChannelListener,
  type Continuation,
  drive,
  type LiteRuntime,
  type OpenedChannel,
  type ResolvedOptions,
  versionJudge,
} from "@surreal-sdk/core";
import { createLink } from "@surreal-sdk/link";
import type { Endpoint, Engines } from "@surreal-sdk/transport";
import { bind } from "#async-context";
import { createCallScope } from "#call-scope";
import { diagnostics } from "#diagnostics";
import { AsyncCrudBuilder, AsyncInsertBuilder, AsyncLiteQueryBuilder } from "./async-builders.ts";
import { AsyncStream } from "./async-stream.ts";
import { CallTraces } from "./call-trace.ts";
import { chooseEngine } from "./engine-choice.ts";
import { after } from "./timer.ts";

/** Creates the runtime that returns promises, with a link in this thread. */
export function createLiteRuntime(given: Engines, builtIn: Engines): LiteRuntime<"async"> {
  const traces = new CallTraces();
  return {
    mode: "async",
    channels: diagnostics,
    run: (name, operation) => new Promise((resolve) => drive(operation, new Settling(resolve, traces, name))),
    fromPromise: (value) => (continuation) => {
      Promise.resolve(value).then(
        (result) => continuation.resolve(result),
        (error) => continuation.reject(error),
      );
    },
    after,
    createCallScope,
    bind,
    random: () => Math.random(),
    open: (endpoint, options, listener) => open(chooseEngine(endpoint, given, builtIn), endpoint, options, listener),
    started: (builder) => builder,
    queryBuilder: AsyncLiteQueryBuilder,
    crudBuilder: AsyncCrudBuilder,
    insertBuilder: AsyncInsertBuilder,
    stream: (source) => new AsyncStream(source),
  };
}

/** Settles the promise of one call. One object, since there is one for each request in flight. */
class Settling<T> implements Continuation<T> {
  readonly resolve: (value: T | Promise<never>) => void;
  readonly #traces: CallTraces;
  readonly #name: string;

  constructor(resolve: (value: T | Promise<never>) => void, traces: CallTraces, name: string) {
    this.resolve = resolve;
    this.#traces = traces;
    this.#name = name;
  }

  reject(error: unknown): void {
    this.resolve(this.#traces.fail(error, this.#name));
  }
}

function open(
  engine: ReturnType<typeof chooseEngine>,
  endpoint: Endpoint,
  options: ResolvedOptions,
  listener: ChannelListener,
): OpenedChannel {
  const judge = versionJudge(options.codec ?? new CborCodec());
  const channel = createLink({ engine, endpoint, framing: cborFraming, options, listener, judge });
  return { channel, capabilities: engine.capabilities, engineName: engine.name };
}
