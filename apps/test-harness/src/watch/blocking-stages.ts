import { Surreal } from "surreal-sdk";
import { Relay } from "../apart/relay.ts";
import { ServerApart } from "../apart/server-apart.ts";
import { asRoot, place, readers } from "./async-stages.ts";
import type { BlockingStage } from "./blocking-round.ts";

/** An embedded database: the watch and the writers share its connection. */
export async function blockingEmbeddedStage(): Promise<BlockingStage & AsyncDisposable> {
  const db = Surreal("mem://", place);
  db.query(readers).execute();
  return { watching: db, writing: db, cut: () => undefined, [Symbol.asyncDispose]: async () => db.close() };
}

/** A server in a process of its own, and a relay before it for the connection of the watch. */
export async function blockingSocketStage(): Promise<BlockingStage & AsyncDisposable> {
  const server = await ServerApart.start();
  const relay = await Relay.to(server.wsUrl);
  const options = { ...place, ...asRoot };
  const watching = Surreal(relay.url(server.wsUrl), options);
  const writing = Surreal(server.wsUrl, options);
  writing.query(readers).execute();
  return {
    watching,
    writing,
    cut: () => relay.cut(),
    async [Symbol.asyncDispose]() {
      watching.close();
      writing.close();
      await relay.close();
      await server.close();
    },
  };
}
