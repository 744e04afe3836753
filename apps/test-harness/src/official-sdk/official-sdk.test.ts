import type { RunningServer, ServerVersion } from "@surreal-sdk/test-server";
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

/** Differences between the imitations and real servers are listed in COMPATIBILITY.md; they break no other run. */
const program = process.env.SURREAL_COMPATIBILITY === undefined ? undefined : chosenProgram();
if (program !== undefined) {
  describe(`on SurrealDB ${program.version} the official SDK sees what it sees on the test server of that version`, () => {
    let real: RealServer;
    let imitation: RunningServer;

    beforeAll(async () => {
      real = await RealServer.start(program);
      imitation = await startServer({ ...root, version: imitated(program.version) });
    });
    afterAll(() => Promise.all([real.close(), imitation.close()]));

    it.each(runs)("in the scenario $scenario.name over $transport", async ({ scenario, transport }) => {
      const seen = (authority: string) => play(scenario, transport, { authority, ...root }).catch(refusalOfFeature);
      const lines = await seen(`${imitation.host}:${imitation.port}`);
      expect(lines).toEqual(await seen(real.authority));
    });
  });
}

/** What the official SDK itself refuses because of the version, such as live queries on 4.0. */
function refusalOfFeature(error: Error): string {
  if (error.name !== "UnavailableFeatureError") throw error;
  return error.message;
}

/** The version of the test server that imitates a version of SurrealDB. */
function imitated(version: string): ServerVersion {
  const [series = ""] = /^\d+\.\d+/.exec(version) ?? [];
  if (series === "3.0" || series === "3.3" || series === "4.0") return series;
  return "3.2";
}
