import { testEngine } from "@surreal-sdk/engine-conformance";
import { httpEngine } from "@surreal-sdk/engine-http";
import { pooledEngine } from "@surreal-sdk/engine-pool";
import { webSocketEngine } from "@surreal-sdk/engine-ws";
import * as vitest from "vitest";
import { crashingServers, type NetworkPeers, startPeers } from "./network-peers.ts";

const network = { export: true, import: true, exportStream: true, importStream: true, reconnect: true } as const;

vitest.describe.each(crashingServers())("on $name", ({ start }) => {
  let peers: NetworkPeers;
  vitest.beforeAll(async () => {
    peers = await startPeers(start);
  });
  vitest.afterAll(() => peers.close());

  testEngine(
    {
      name: "pooled ws",
      engine: pooledEngine(webSocketEngine({ transfer: httpEngine() }), { size: 2 }),
      url: () => `ws://${peers.home}`,
      capabilities: { ...network, stateful: true, sessions: true, transactions: true, live: true, queryStream: true },
      credentials: { user: "root", pass: "root" },
      patience: 20_000,
      faults: {
        cut: () => peers.crash(),
        nowhere: () => `ws://${peers.nowhere}`,
        silent: () => `ws://${peers.silent}`,
        foreign: () => `ws://${peers.foreign}`,
      },
    },
    vitest,
  );
});
