import { afterAll, beforeAll, describe } from "vitest";
import { type StartedServer, serversApart } from "../real/servers-here.ts";
import { conformance } from "./conformance.ts";
import { networkTargets } from "./targets.ts";

/** Runs the conformance cases over one network transport, in both modes, on every server that there is. */
export function conformanceOver(kind: "ws" | "http"): void {
  describe.each(serversApart())("on $name", (server) => {
    let home: StartedServer;
    let elsewhere: StartedServer;
    beforeAll(async () => {
      [home, elsewhere] = await Promise.all([server.start(), server.start()]);
    });
    afterAll(() => Promise.all([home.close(), elsewhere.close()]));

    const targets = networkTargets(
      kind,
      () => home,
      () => elsewhere,
    );
    describe.each(targets)("$name", conformance);
  });
}
