import { FaultProxy, openDatabase, startServer } from "@surreal-sdk/test-server";
import { AsyncSurreal } from "surreal-sdk";
import type { AsyncStage } from "./async-round.ts";
import type { PlanOptions } from "./round-plan.ts";

/** The watch and the writers share one connection, which does not break. */
export const oneConnection: PlanOptions = { cuts: false, transactions: false };

/** The connection of the watch breaks. */
export const twoConnections: PlanOptions = { cuts: true, transactions: false };

/** The same on the test server: as every one before 3.1, it is silent about some queries of several statements. */
export const silentServer: PlanOptions = { cuts: true, transactions: true };

/** What the test server says it is. Its database is of that version, and what a watch does depends on it. */
export const databaseVersion = "3.0";

/** Where the tables are. */
export const place = { namespace: "watch", database: "watch" };

/** Connections to a server: as its root user, and back at once after a break. */
export const asRoot = {
  auth: { username: "root", password: "root" },
  reconnect: { minDelay: 1, maxDelay: 5 },
};

/** Removes what earlier rounds have left on a server. */
export const emptyPlace =
  "REMOVE NAMESPACE IF EXISTS watch; DEFINE NAMESPACE watch; USE NS watch; DEFINE DATABASE watch";

/** Record users: one sees all records, the other half of them. */
export const readers = `DEFINE TABLE reader; CREATE reader:all SET name = "all", all = true;
  CREATE reader:half SET name = "half", all = false;
  DEFINE ACCESS reader ON DATABASE TYPE RECORD SIGNIN (SELECT * FROM reader WHERE name = $name) DURATION FOR TOKEN 1h`;

/** An embedded database: the watch and the writers share its connection. */
export async function embeddedStage(): Promise<AsyncStage & AsyncDisposable> {
  const db = AsyncSurreal("mem://", place);
  await db.query(readers);
  return {
    plan: oneConnection,
    watching: db,
    writing: db,
    cut: () => undefined,
    [Symbol.asyncDispose]: () => db.close(),
  };
}

/** A server, and a proxy before it for the connection of the watch. */
export async function socketStage(): Promise<AsyncStage & AsyncDisposable> {
  const root = { user: "root", pass: "root" };
  const database = await openDatabase(root);
  const server = await startServer({ ...root, database, version: databaseVersion });
  const stage = await serverStage(server.wsUrl);
  return {
    ...stage,
    plan: silentServer,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await server.close();
      await database.close();
    },
  };
}

/** The same on a server that runs already; its root user is root, with the password root. */
export async function serverStage(url: string): Promise<AsyncStage & AsyncDisposable> {
  const proxy = await FaultProxy.to(Number(new URL(url).port));
  const options = { ...place, ...asRoot };
  const watching = AsyncSurreal(proxy.wsUrl, options);
  const writing = AsyncSurreal(url, options);
  await writing.query(emptyPlace);
  await writing.use(place);
  await writing.query(readers);
  return {
    plan: twoConnections,
    watching,
    writing,
    cut: () => proxy.cut(),
    async [Symbol.asyncDispose]() {
      await watching.close();
      await writing.close();
      await proxy.close();
    },
  };
}
