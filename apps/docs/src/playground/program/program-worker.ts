// What a program of the playground runs on: the SDK, and a database in a worker of its own. A program imports this.
import * as values from "@surreal-sdk/values";
import type { AsyncAnySurrealConnection, AsyncSurrealOptions } from "surreal-sdk";
import * as sdk from "surreal-sdk";
import { shownResult } from "../shown-answer.ts";
import { shownError } from "../shown-error.ts";
import { shownText } from "../shown-value.ts";
import { workerEngine } from "../worker-engine.ts";
import type { PlaygroundGlobal, ProgramMessage } from "./program-messages.ts";
import { unexpected } from "./unexpected.ts";

const startDatabase = (): Worker =>
  new Worker(new URL("../database-worker.ts", import.meta.url), { type: "module", name: "surrealdb" });

/** The factory of the SDK, whose `mem://` is a database in this page. */
function AsyncSurreal(url: string, options: AsyncSurrealOptions = {}): AsyncAnySurrealConnection {
  const mem = workerEngine(startDatabase);
  const patience = { connectTimeout: 120_000 }; // the database has to be loaded first
  return sdk.AsyncSurreal(url, { ...patience, ...options, engines: { mem, memory: mem, ...options.engines } });
}

const tell = (message: ProgramMessage): void => postMessage(message);
const print = (...parts: unknown[]): void =>
  tell({ kind: "printed", text: parts.map((part) => (typeof part === "string" ? part : shownText(part))).join(" ") });
for (const name of ["log", "info", "warn", "error", "debug"] as const) console[name] = print;

const all = { ...sdk, AsyncSurreal };
const playground: PlaygroundGlobal = {
  modules: { "surreal-sdk": all, "surreal-sdk/async": all, "@surreal-sdk/values": values },
  shown(source, value, expected) {
    const wrong = unexpected(value, expected);
    tell({ kind: "shown", source, answer: shownResult(value), ...(wrong === undefined ? {} : { wrong }) });
    return value;
  },
  async run(program) {
    try {
      await program();
      tell({ kind: "done" });
    } catch (error) {
      tell({ kind: "failed", error: shownError(error) });
    }
  },
};
Object.assign(globalThis, { playground });
