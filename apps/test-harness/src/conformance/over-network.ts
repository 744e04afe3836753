import { afterAll, beforeAll, describe } from "vitest";
import { type ServerKind, type StartedServer, serversApart, serversOfSelection } from "../real/servers-here.ts";
import { conformance, selection } from "./conformance.ts";
import type { Target } from "./target.ts";
import { networkTargets } from "./targets.ts";

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

function targetsOn(kind: "ws" | "http", { start }: ServerKind<StartedServer>): readonly Target[] {
  let home: StartedServer;
  let elsewhere: StartedServer;
  beforeAll(async () => {
    [home, elsewhere] = await Promise.all([start(), start()]);
  });
  afterAll(() => Promise.all([home.close(), elsewhere.close()]));
  return networkTargets(
    kind,
    () => home,
    () => elsewhere,
  );
}
