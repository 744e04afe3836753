import type { RunningServer } from "@surreal-sdk/test-server";
import { startServer } from "@surreal-sdk/test-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RealServer } from "../real/real-server.ts";
import { chosenProgram } from "../real/server-program.ts";
import { authentication, bearer } from "./authentication.scenario.ts";
import { data } from "./data.scenario.ts";
import { errors } from "./errors.scenario.ts";
import { exportImport } from "./export-import.scenario.ts";
import { live, sessions, transactions } from "./realtime.scenario.ts";
import type { ServerAddress } from "./scenario.ts";
import { play } from "./scenario.ts";

const scenarios = [data, errors, authentication, bearer, live, sessions, transactions, exportImport];
const runs = scenarios.flatMap((scenario) => scenario.transports.map((transport) => ({ scenario, transport })));
const root = { user: "root", pass: "root" };
let server: RunningServer;
let address: ServerAddress;

beforeAll(async () => {
  server = await startServer({ ...root, version: "3.0" });
  address = { authority: `${server.host}:${server.port}`, ...root };
});
afterAll(() => server.close());

describe("the official SDK sees a SurrealDB 3.0.2", () => {
  it.each(runs)("in the scenario $scenario.name over $transport", async ({ scenario, transport }) => {
    expect(await play(scenario, transport, address)).toEqual(scenario.expected);
  });
});

/** The test server imitates 3.0 here: only a real server of that version has to show the same. */
const program = chosenProgram();
if (program?.version.startsWith("3.0.") === true) {
  describe(`on SurrealDB ${program.version} the official SDK sees no difference`, () => {
    let real: RealServer;

    beforeAll(async () => {
      real = await RealServer.start(program);
    });
    afterAll(() => real.close());

    it.each(runs)("in the scenario $scenario.name over $transport", async ({ scenario, transport }) => {
      const lines = await play(scenario, transport, address);
      expect(lines).toEqual(await play(scenario, transport, { authority: real.authority, ...root }));
    });
  });
}
