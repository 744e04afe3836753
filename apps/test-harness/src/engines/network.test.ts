import { testEngine } from "@surreal-sdk/engine-conformance";
import { httpEngine } from "@surreal-sdk/engine-http";
import { pooledEngine } from "@surreal-sdk/engine-pool";
import { webSocketEngine } from "@surreal-sdk/engine-ws";
import * as vitest from "vitest";
import { crashingServers, type NetworkPeers, startPeers } from "./network-peers.ts";

const credentials = { user: "root", pass: "root" };
const network = { export: true, import: true, exportStream: true, importStream: true, reconnect: true } as const;

vitest.describe.each(crashingServers())("on $name", ({ start }) => {
  let peers: NetworkPeers;
  vitest.beforeAll(async () => {
    peers = await startPeers(start);
  });
  vitest.afterAll(() => peers.close());

  const faults = (scheme: string) => ({
    cut: () => peers.crash(),
    nowhere: () => `${scheme}://${peers.nowhere}`,
    silent: () => `${scheme}://${peers.silent}`,
    foreign: () => `${scheme}://${peers.foreign}`,
  });

  const webSocket = webSocketEngine({ transfer: httpEngine() });
  for (const [name, engine] of [
    ["ws", webSocket],
    ["pooled ws", pooledEngine(webSocket, { size: 2 })],
  ] as const) {
    testEngine(
      {
        name,
        engine,
        url: () => `ws://${peers.home}`,
        capabilities: { ...network, stateful: true, sessions: true, transactions: true, live: true, queryStream: true },
        credentials,
        patience: 20_000,
        faults: faults("ws"),
      },
      vitest,
    );
  }

  testEngine(
    {
      name: "http",
      engine: httpEngine(),
      url: () => `http://${peers.home}`,
      capabilities: { ...network, stateful: false, sessions: false, transactions: false, live: false },
      credentials,
      patience: 20_000,
      faults: faults("http"),
    },
    vitest,
  );
});
