import type { MessagePort } from "node:worker_threads";
import { nativeWork, platformTime } from "@surreal-sdk/transport/toolkit";
import type { ToWorker, WorkerStart } from "../wire/messages.ts";
import { toSerializedError } from "../wire/serialized-error.ts";
import { Backlog } from "./backlog.ts";
import { loadEngine } from "./engine-module.ts";
import { LinkHost } from "./link-host.ts";
import { Outbox } from "./outbox.ts";

/** Milliseconds that a worker may stay after it has closed everything. */
const longestRest = 1_000;

/** What the worker starts with, and the port to the blocked thread. */
export type Served = WorkerStart & { readonly port: MessagePort };

/** Runs the worker until it is asked to exit. */
export async function serve(start: Served): Promise<void> {
  const { port } = start;
  const cells = new Int32Array(start.signal);
  const outbox = new Outbox(port, cells);
  let host: LinkHost | undefined;
  const end = (): void => {
    // A statement that a native module still runs crashes the process, or stops other databases, when its thread ends.
    nativeWork.whenFinished(() => {
      outbox.end({ kind: "left" });
      // The thread ends by itself, unless an engine has left something that never ends.
      platformTime.setTimeout(() => process.exit(), longestRest).unref?.();
    });
  };
  const leave = (): void => {
    if (host === undefined) end();
    else host.close(end);
  };
  // An uncaught error would end the thread at once, in the middle of a native module's call.
  process.on("uncaughtException", (error) => {
    outbox.post({ kind: "died", error: toSerializedError(error) });
    leave();
  });
  try {
    const engine = await loadEngine(start);
    host = new LinkHost(
      engine,
      start,
      outbox,
      new Backlog(outbox, cells, start.backlog, start.options.maxMessageBytes),
    );
    outbox.post({ kind: "started", capabilities: { ...engine.capabilities }, engineName: engine.name });
  } catch (error) {
    outbox.end({ kind: "failed-to-start", error: toSerializedError(error) });
    return;
  }
  port.on("close", leave);
  port.on("message", (messages: readonly ToWorker[]) => {
    for (const message of messages) {
      if (message.kind === "leave") leave();
      else host?.receive(message);
    }
  });
}
