import { cborFraming } from "@surreal-sdk/codec";
import { type ChannelListener, drive, type Facade, type OpenedChannel, type ResolvedOptions } from "@surreal-sdk/core";
import { createLink } from "@surreal-sdk/link";
import type { Endpoint, Engines } from "@surreal-sdk/transport";
import { diagnostics } from "#diagnostics";
import { AsyncCrudBuilder, AsyncInsertBuilder, AsyncQueryBuilder } from "./async-builders.ts";
import { AsyncSurrealSession } from "./async-session.ts";
import { AsyncStream } from "./async-stream.ts";
import { AsyncSurrealTransaction } from "./async-transaction.ts";
import { CallTraces } from "./call-trace.ts";
import { chooseEngine } from "./engine-choice.ts";
import { after } from "./timer.ts";

/** The way of waiting that gives promises, over a link in this thread. */
export function createAsyncFacade(given: Engines, builtIn: Engines): Facade<"async"> {
  const traces = new CallTraces();
  return {
    mode: "async",
    channels: diagnostics,
    run: (name, operation) =>
      new Promise((resolve) => {
        drive(operation, { done: resolve, fail: (error) => resolve(traces.fail(error, name)) });
      }),
    adopt: (value) => (resume) => {
      Promise.resolve(value).then(
        (result) => resume.done(result),
        (error) => resume.fail(error),
      );
    },
    after,
    random: () => Math.random(),
    open: (endpoint, options, listener) => open(chooseEngine(endpoint, given, builtIn), endpoint, options, listener),
    started: (builder) => builder,
    queryBuilder: AsyncQueryBuilder,
    crudBuilder: AsyncCrudBuilder,
    insertBuilder: AsyncInsertBuilder,
    session: AsyncSurrealSession,
    transaction: AsyncSurrealTransaction,
    stream: (source) => new AsyncStream(source),
  };
}

function open(
  engine: ReturnType<typeof chooseEngine>,
  endpoint: Endpoint,
  options: ResolvedOptions,
  listener: ChannelListener,
): OpenedChannel {
  const channel = createLink({ engine, endpoint, framing: cborFraming, options, listener });
  return { channel, capabilities: engine.capabilities, engineName: engine.name };
}
