import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { installPackages } from "./installed-packages.ts";
import { linkPackages } from "./linked-packages.ts";

/** The tools of users that have something to say about the published packages. */
const versions = {
  eslint: "9.39.5",
  jest: "30.5.2",
  "jest-environment-jsdom": "30.5.2",
  jsdom: "26.1.0",
  typescript: "5.9.3",
  "typescript-eslint": "8.74.0",
  vitest: "4.1.12",
} as const;

/** Installs the tools from npm, and gives the folder they are in. */
export function installTools(): Promise<string> {
  return installPackages("tools", versions);
}

/** The programs of the tools. */
const programs = {
  jest: "jest/bin/jest.js",
  vitest: "vitest/vitest.mjs",
  eslint: "eslint/bin/eslint.js",
} as const;

/** A tool that is run. */
export type Tool = keyof typeof programs;

/** Runs a tool in the folder of a packed workspace, which finds the tools there, and gives what it printed. */
export function runTool(folder: string, modules: string, tool: Tool, args: readonly string[]): string {
  linkPackages(folder, modules, Object.keys(versions));
  // As the guide says for Jest. What the runner of these tests has set would be taken for the tool's own.
  const { NODE_ENV: _mode, VITEST: _runner, ...env } = process.env;
  const { stdout, stderr } = spawnSync(process.execPath, [join(modules, programs[tool]), ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, ...(tool === "jest" ? { NODE_OPTIONS: "--experimental-vm-modules" } : {}) },
  });
  return tool === "eslint" ? stdout : stdout + stderr;
}
