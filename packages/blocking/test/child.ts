import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

/** How a script ended. */
export interface Ended {
  readonly lines: readonly string[];
  readonly errors: string;
  readonly code: number | null;
  readonly signal: string | null;
}

const folder = new URL("..", import.meta.url);
const puppetModule = JSON.stringify(new URL("puppet-engine.mjs", import.meta.url).href);

/** What every script has at hand: connections to a puppet and to a database in memory. */
const preamble = `
  import { BlockingSurrealConnection } from "@surreal-sdk/blocking";
  const embedded = (url = "mem://", options = {}) => new BlockingSurrealConnection(url, { ...options, engines: Object.fromEntries(
    ["mem", "surrealkv"].map((scheme) => [scheme, { module: import.meta.resolve("@surreal-sdk/engine-embedded"), export: "embeddedEngine" }])) });
  const puppet = (options = {}, engine = {}) => new BlockingSurrealConnection("puppet://here", { ...options,
    engines: { puppet: { module: ${puppetModule}, export: "puppetEngine", options: engine } } });
`;

/** Runs a script in a process of its own. `signal` is sent to it once it has written a line. */
export async function runChild(
  script: string,
  { flags = [], signal }: { readonly flags?: readonly string[]; readonly signal?: NodeJS.Signals } = {},
): Promise<Ended> {
  const words = [...flags, "--input-type=module", "-e", `${preamble}${script}`];
  const child = spawn(process.execPath, words, { cwd: folder, stdio: ["ignore", "pipe", "pipe"], timeout: 55_000 });
  if (signal !== undefined) child.stdout.once("data", () => child.kill(signal));
  const [output, errors, [code, endedBy]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "exit") as Promise<[number | null, string | null]>,
  ]);
  return { lines: output.trim().split("\n"), errors, code, signal: endedBy };
}
