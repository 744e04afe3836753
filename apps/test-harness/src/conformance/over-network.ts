import { afterAll, beforeAll, describe } from "vitest";
import { type ServerKind, type StartedServer, serversApart, serversOfSelection } from "../real/servers-here.ts";
import { transactionCases } from "./cases/transactions.cases.ts";
import { conformance, selection } from "./conformance.ts";
import type { Target } from "./target.ts";
import { networkTargets, pooledTargets } from "./targets.ts";

/**
 * Runs the conformance cases over one network transport, in both modes, on every server that there is; a selection, in one
 * mode, on a real server that was built here.
 */
export function conformanceOver(kind: "ws" | "http"): void {
  describe.each(serversApart())("on $name", (server) => {
    describe.each(targetsOn(kind, server))("$name", conformance);
  });
  for (const server of serversOfSelection()) {
    describe(`a selection on ${server.name}`, () => {
      const [first] = targetsOn(kind, server);
      if (first !== undefined) describe(first.name, () => selection(first));
    });
  }
}

/**
 * Runs the cases over several WebSockets for each connection: those of transactions in blocking mode, and where the
 * variable `SURREAL_POOL_CASES` is `all`, all in both modes, and on a real server as well.
 */
export function conformanceOverPool(): void {
  const isWhole = process.env.SURREAL_POOL_CASES === "all";
  for (const server of [...serversApart(), ...(isWhole ? serversOfSelection() : [])]) {
    describe(`on ${server.name}`, () => {
      const targets = targetsOn("pool", server);
      describe.each(isWhole ? targets : targets.slice(1))("$name", isWhole ? conformance : transactionCases);
    });
  }
}

function targetsOn(kind: "ws" | "http" | "pool", { start }: ServerKind<StartedServer>): readonly Target[] {
  let home: StartedServer;
  let elsewhere: StartedServer;
  beforeAll(async () => {
    [home, elsewhere] = await Promise.all([start(), start()]);
  });
  afterAll(() => Promise.all([home.close(), elsewhere.close()]));
  const peers = [() => home, () => elsewhere] as const;
  return kind === "pool" ? pooledTargets(...peers) : networkTargets(kind, ...peers);
}
