import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { reportOfVitest, type VitestReport } from "../vitest/run-vitest.ts";
import { RealServer } from "./real-server.ts";
import type { ServerProgram } from "./server-program.ts";

/** What one suite found on one server. */
export interface SuiteResult {
  readonly passed: number;
  readonly failures: readonly Failure[];
}

/** A test that failed. */
export interface Failure {
  readonly test: string;
  /** The first line of its message. */
  readonly message: string;
}

/** A set of checks that runs on a server. */
export interface Suite {
  readonly name: string;
  /** What its known failures have in common, by the version of the server. */
  readonly known?: Readonly<Record<string, string>>;
  run(program: ServerProgram): Promise<SuiteResult>;
}

const folder = fileURLToPath(new URL("../..", import.meta.url));

/** Everything that runs on each server, in the order of the report. */
export const suites: readonly Suite[] = [
  tests("conformance over WebSocket", "src/conformance/ws.test.ts"),
  tests("conformance over HTTP", "src/conformance/http.test.ts"),
  {
    ...tests("engine suite, both engines and a pool", "src/engines/network.test.ts"),
    known: {
      "3.0.5":
        "Over HTTP the server runs some of the requests that are in flight together in each other's database and as each " +
        "other's user.",
    },
  },
  tests("live queries after an outage", "src/live/resync.test.ts"),
  tests("live queries that outlast their session", "src/live/session-end.test.ts"),
  {
    ...tests("the test server beside the real one", "src/official-sdk/official-sdk.test.ts"),
    known: {
      "3.0.5":
        "The database of the test server is 3.0.2 there: it names that version, and refuses the exports and imports of guests " +
        "in the words of 3.0.2.",
    },
  },
  tour("ws", "awaiting"),
  tour("ws", "blocking"),
  tour("http", "awaiting"),
  tour("http", "blocking"),
];

/** The tests of a file, of those the ones that name the server. */
function tests(name: string, file: string): Suite {
  return {
    name,
    async run({ path, version }) {
      const patience = ["--testTimeout=120000", "--hookTimeout=120000"];
      const only = ["--testNamePattern", `SurrealDB ${version.replaceAll(".", "\\.")}`];
      const env = { SURREAL_BINARY: path, SURREAL_COMPATIBILITY: "1" };
      return resultOf(reportOfVitest({ folder, words: [file, ...patience, ...only], env, stdio: "inherit" }));
    },
  };
}

function resultOf({ testResults }: VitestReport): SuiteResult {
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  const failed = all.filter(({ status }) => status === "failed");
  const broken = testResults.filter(({ message }) => message !== "");
  const failures = [
    ...failed.map(({ fullName, failureMessages: [message = ""] }) => ({ test: fullName, message: firstLine(message) })),
    ...broken.map(({ name, message }) => ({ test: name.replace(folder, ""), message: firstLine(message) })),
  ];
  return { passed: all.filter(({ status }) => status === "passed").length, failures };
}

/** What `npm run demo` shows, on a server over the network. */
function tour(transport: "ws" | "http", mode: "awaiting" | "blocking"): Suite {
  const main = join(folder, "../tour/dist/main.js");
  return {
    name: `the tour over ${transport}, ${mode}`,
    async run(program) {
      const server = await RealServer.start(program);
      const url = transport === "ws" ? server.wsUrl : server.httpUrl;
      const words = [main, "--url", url, "--pace", "0", ...(mode === "blocking" ? ["--blocking"] : [])];
      const { stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
      await server.close();
      const [, met = "0", missed = "1"] = /(\d+) expectations met, (\d+) missed/.exec(stdout) ?? [];
      const lines = stdout.split("\n").filter((line) => line.includes("✗"));
      const failures = lines.map((line) => ({ test: "tour", message: line.trim() }));
      if (failures.length === 0 && missed !== "0") failures.push({ test: "tour", message: firstLine(stdout) });
      return { passed: Number(met), failures };
    },
  };
}

function firstLine(text: string): string {
  return (text.split("\n")[0] ?? "").slice(0, 300);
}
