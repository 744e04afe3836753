import { testEngine } from "@surreal-sdk/engine-conformance";
import { EmbeddedDatabase } from "@surreal-sdk/engine-embedded";
import * as vitest from "vitest";
import { loopbackEngine } from "./loopback-engine.ts";

const lines = new Set<(cause: Error) => void>();

const engine = loopbackEngine(async ({ host }, hangUp) => {
  if (host === "nowhere") throw new Error("there is nobody");
  if (host === "silent") return new Promise(() => {});
  lines.add(hangUp);
  return EmbeddedDatabase.open("mem://");
});

testEngine(
  {
    name: "loopback",
    engine,
    url: "loop://here",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: true,
      import: false,
      exportStream: true,
      reconnect: false,
    },
    patience: 20_000,
    faults: {
      cut: () => {
        for (const hangUp of lines) hangUp(new Error("the line was cut"));
        lines.clear();
      },
      nowhere: "loop://nowhere",
      silent: "loop://silent",
    },
  },
  vitest,
);
