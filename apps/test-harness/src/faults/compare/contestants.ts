import type { Contestant } from "./scenario.ts";

/** Tools for the body of every scenario. */
const tools = `
  const say = (line) => process.stdout.write(line + "\\n");
  const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
  const fate = (promise, patience = 2500) => {
    let timer;
    const hung = new Promise((resolve) => { timer = setTimeout(() => resolve("hung"), patience); });
    const told = Promise.resolve(promise).then((value) => "done", (error) => "rejected " + error.name + " " + (error.outcome ?? ""));
    return Promise.race([told, hung]).finally(() => clearTimeout(timer));
  };`;

/** This SDK. */
export const ours: Contestant = {
  name: "surreal-sdk",
  flags: [],
  prelude: `
    import { AsyncSurreal, RecordId, quoteIdentifier } from "surreal-sdk";
    ${tools}
    const sdk = {
      make: (url, { reconnect = true, heartbeat = false } = {}) => AsyncSurreal(url, { connectTimeout: 1500, timeout: 1500, closeTimeout: 300,
        heartbeat, reconnect: reconnect ? { minDelay: 1, maxDelay: 20 } : false }),
      async open(url, options) { return sdk.make(url, options).connect(); },
      connect: (db) => db.connect(),
      query: async (db, text, vars) => await db.query(text, vars),
      begin: (db) => db.beginTransaction(),
      live: async (db) => db.subscribeLive(await db.live("user")),
      valueOf: (notification) => notification.action === "GAP" ? "GAP" : notification.result,
      id: (name) => new RecordId("user", name).toString(),
    };`,
};

/** The official SDK for JavaScript, 2.0.8. */
export const official: Contestant = {
  name: "surrealdb 2.0.8",
  // It uses the WebSocket of the platform, which Node 20 has behind a flag.
  flags: ["--experimental-websocket", "--disable-warning=ExperimentalWarning"],
  prelude: `
    import { RecordId, Surreal, Table } from "surrealdb";
    ${tools}
    const sdk = {
      make: (url, { reconnect = true } = {}) => {
        const db = new Surreal();
        db.opening = () => db.connect(url + "/rpc", { versionCheck: false,
          reconnect: reconnect ? { enabled: true, attempts: -1, retryDelay: 1, retryDelayMax: 20, retryDelayMultiplier: 1, retryDelayJitter: 0 } : false });
        return db;
      },
      async open(url, options) { const db = sdk.make(url, options); await db.opening(); return db; },
      connect: (db) => db.opening(),
      query: async (db, text, vars) => await db.query(text, vars),
      begin: (db) => db.beginTransaction(),
      live: async (db) => (await db.live(new Table("user")))[Symbol.asyncIterator](),
      valueOf: (notification) => notification.value ?? notification[1] ?? notification,
      id: (name) => new RecordId("user", name).toString(),
    };`,
};
