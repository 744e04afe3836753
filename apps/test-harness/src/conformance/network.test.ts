import { AsyncSurreal } from "surreal-sdk";
import { afterAll, beforeAll, describe } from "vitest";
import type { RunningServer } from "../server/index.ts";
import { openDatabase, startServer } from "../server/index.ts";
import { conformance } from "./conformance.ts";
import type { Target } from "./target.ts";

let home: RunningServer;
let elsewhere: RunningServer;
beforeAll(async () => {
  const database = await openDatabase({ user: "root", pass: "root", experimental: true });
  home = await startServer({ database });
  elsewhere = await startServer({ user: "root", pass: "root" });
});
afterAll(async () => {
  await home.close();
  await home.database.close();
  await elsewhere.close();
});

const targets: Target[] = [
  {
    name: "async over ws",
    mode: "async",
    kind: "ws",
    url: () => home.wsUrl,
    elsewhere: () => elsewhere.wsUrl,
    connection: (options, url = home.wsUrl) => AsyncSurreal(url, options),
  },
  {
    name: "async over http",
    mode: "async",
    kind: "http",
    url: () => home.httpUrl,
    elsewhere: () => elsewhere.httpUrl,
    connection: (options, url = home.httpUrl) => AsyncSurreal(url, options),
  },
];

describe.each(targets)("$name", conformance);
