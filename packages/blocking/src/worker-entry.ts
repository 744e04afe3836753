import { workerData } from "node:worker_threads";
import type { FromWorker } from "./wire/messages.ts";
import type { Served } from "./worker/serve.ts";

// Loaded from here, so that a missing file can be reported: a blocked thread learns of it in no other way.
const start = workerData as Served;
try {
  const { serve } = await import("./worker/serve.ts");
  await serve(start);
} catch (error) {
  const { message, stack } = error as Error;
  const sent = {
    classes: ["Error"],
    message,
    stack,
    outcome: undefined,
    retrySafe: undefined,
    fields: {},
    cause: undefined,
  };
  const failure: FromWorker = { kind: "died", error: sent };
  start.port.postMessage([failure]);
  start.port.close();
}
