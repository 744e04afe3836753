import { testEngine } from "@surreal-sdk/engine-conformance";
import { embeddedEngine } from "@surreal-sdk/engine-embedded";
import * as vitest from "vitest";

testEngine(
  {
    name: "embedded",
    engine: embeddedEngine(),
    url: "mem://",
    capabilities: {
      stateful: true,
      sessions: true,
      transactions: true,
      live: true,
      export: true,
      exportStream: true,
      import: true,
      reconnect: false,
    },
    patience: 20_000,
    faults: { nowhere: "surrealkv:///dev/null/no/folder" },
  },
  vitest,
);
