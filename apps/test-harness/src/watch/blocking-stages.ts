import { Surreal } from "surreal-sdk";
import { Relay } from "../apart/relay.ts";
import { ServerApart } from "../apart/server-apart.ts";
import {
  asRoot,
  databaseVersion,
  emptyPlace,
  oneConnection,
  place,
  readers,
  silentServer,
  twoConnections,
} from "./async-stages.ts";
import type { BlockingStage } from "./blocking-round.ts";

/** An embedded database: the watch and the writers share its connection. */
export async function blockingEmbeddedStage(): Promise<BlockingStage & AsyncDisposable> {
  const db = Surreal("mem://", place);
  db.query(readers).execute();
  return {
    plan: oneConnection,
    watching: db,
    writing: db,
    cut: () => undefined,
    [Symbol.asyncDispose]: async () => db.close(),
  };
}

/** A server in a process of its own, and a relay before it for the connection of the watch. */
export async function blockingSocketStage(): Promise<BlockingStage & AsyncDisposable> {
  const server = await ServerApart.start(databaseVersion);
  const stage = await blockingServerStage(server.wsUrl);
  return {
    ...stage,
    plan: silentServer,
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** The same on a server that runs already, in another process; its root user is root, with the password root. */
export async function blockingServerStage(url: string): Promise<BlockingStage & AsyncDisposable> {
  const relay = await Relay.to(url);
  const options = { ...place, ...asRoot };
  const watching = Surreal(relay.url(url), options);
  const writing = Surreal(url, options);
  writing.query(emptyPlace).execute();
  writing.use(place);
  writing.query(readers).execute();
  return {
    plan: twoConnections,
    watching,
    writing,
    cut: () => relay.cut(),
    async [Symbol.asyncDispose]() {
      watching.close();
      writing.close();
      await relay.close();
    },
  };
}
