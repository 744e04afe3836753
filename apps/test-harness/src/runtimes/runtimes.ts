import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { installPackages } from "./installed-packages.ts";

/** The runtimes that the published packages are run in, beside the one that runs the tests. */
const versions = {
  bun: "1.4.5",
  deno: "2.9.6",
  node22: "npm:node@22.23.3",
  node24: "npm:node@24.21.0",
} as const;

/** A runtime that the published packages are run in. */
export type RuntimeName = "this Node" | "Node 22" | "Node 24" | "Bun" | "Deno";

/** Runs a program in a runtime, and gives what it printed. */
export type RunProgram = (runtime: RuntimeName, folder: string, ...args: string[]) => Promise<string>;

/** Installs the runtimes from npm. */
export async function installRuntimes(): Promise<RunProgram> {
  const modules = await installPackages("runtimes", versions);
  const commands: Readonly<Record<RuntimeName, readonly string[]>> = {
    "this Node": [process.execPath],
    "Node 22": [join(modules, "node22/bin/node")],
    "Node 24": [join(modules, "node24/bin/node")],
    Bun: [join(modules, ".bin/bun"), "run"],
    Deno: [join(modules, ".bin/deno"), "run", "--allow-all"],
  };
  return async (runtime, folder, ...args) => {
    const [command, ...given] = commands[runtime];
    const options = { cwd: folder, timeout: 100_000, env: { ...process.env, NODE_ENV: "production", NO_COLOR: "1" } };
    return (await execute(command!, [...given, ...args], options)).stdout;
  };
}

const execute = promisify(execFile);
