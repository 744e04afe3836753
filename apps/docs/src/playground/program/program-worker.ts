// What a program of the playground runs on: the SDK, and a database in a worker of its own. A program imports this.
import * as values from "@surreal-sdk/values";
import type { AsyncAnySurrealConnection, AsyncSurrealOptions } from "surreal-sdk";
import * as sdk from "surreal-sdk";
import { shownResult } from "../shown-answer.ts";
import { shownError } from "../shown-error.ts";
import { shownText } from "../shown-value.ts";
import { workerEngine } from "../worker-engine.ts";
import type { FollowMessage, PlaygroundGlobal, ProgramMessage } from "./program-messages.ts";
import { ProgramTables } from "./program-tables.ts";
import { unexpected } from "./unexpected.ts";

const startDatabase = (): Worker =>
  new Worker(new URL("../database-worker.ts", import.meta.url), { type: "module", name: "surrealdb" });

/** The tables of the newest database, once the page wants to follow them. */
const followed: { tables?: ProgramTables; isWanted: boolean } = { isWanted: false };
const look = (): void => void (followed.isWanted && followed.tables?.look());

addEventListener("message", ({ data }: MessageEvent<FollowMessage>) => {
  followed.isWanted = true;
  if (data.follow === "") look();
  else followed.tables?.choose(data.follow);
});

/** The factory of the SDK, whose `mem://` is a database in this page. */
function AsyncSurreal(url: string, options: AsyncSurrealOptions = {}): AsyncAnySurrealConnection {
  const mem = workerEngine(startDatabase);
  const patience = { connectTimeout: 120_000 }; // the database has to be loaded first
  const db = sdk.AsyncSurreal(url, { ...patience, ...options, engines: { mem, memory: mem, ...options.engines } });
  const tables = new ProgramTables(db, (shown) => tell({ kind: "tables", shown }));
  followed.tables = tables;
  const close = db.close.bind(db);
  return Object.assign(db, {
    async close(how?: sdk.CloseOptions): Promise<void> {
      if (followed.isWanted) await tables.last();
      await close(how);
    },
  });
}

const tell = (message: ProgramMessage): void => postMessage(message);
const print = (...parts: unknown[]): void => {
  tell({ kind: "printed", text: parts.map((part) => (typeof part === "string" ? part : shownText(part))).join(" ") });
  look();
};
for (const name of ["log", "info", "warn", "error", "debug"] as const) console[name] = print;

const all = { ...sdk, AsyncSurreal };
const playground: PlaygroundGlobal = {
  modules: { "surreal-sdk": all, "surreal-sdk/async": all, "@surreal-sdk/values": values },
  shown(source, value, expected) {
    const wrong = unexpected(value, expected);
    tell({ kind: "shown", source, answer: shownResult(value), ...(wrong === undefined ? {} : { wrong }) });
    look();
    return value;
  },
  async run(program) {
    try {
      await program();
      if (followed.isWanted) await followed.tables?.last();
      tell({ kind: "done" });
    } catch (error) {
      tell({ kind: "failed", error: shownError(error) });
    }
  },
};
Object.assign(globalThis, { playground });
