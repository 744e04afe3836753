import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** What the compiler reports about its work. */
export interface Compilation {
  /** Seconds. */
  readonly check: number;
  /** Mebibytes. */
  readonly memory: number;
  /** The types that it has made of generic ones: unlike time, the same at every run. */
  readonly instantiations: number;
}

const options = {
  noEmit: true,
  strict: true,
  module: "nodenext",
  target: "es2022",
  lib: ["es2022", "esnext.disposable"],
  types: [],
  skipLibCheck: true,
};

/**
 * Checks a program with the workspace's TypeScript.
 *
 * @throws Error with the compiler's complaints when the program is wrong
 */
export async function compile(program: string): Promise<Compilation> {
  const folder = mkdtempSync(join(tmpdir(), "typing-"));
  try {
    symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "program.ts"), program);
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["program.ts"] }));
    const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
    const { stdout } = await run(process.execPath, [compiler, "-p", folder, "--extendedDiagnostics"]).catch(
      ({ stdout }: { stdout: string }) => Promise.reject(new Error(stdout.slice(0, 2_000))),
    );
    return {
      check: figure(stdout, "Check time"),
      memory: figure(stdout, "Memory used") / 1_024,
      instantiations: figure(stdout, "Instantiations"),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function figure(report: string, name: string): number {
  const found = new RegExp(`^${name}:\\s*([\\d.]+)`, "m").exec(report)?.[1];
  if (found === undefined) throw new Error(`The compiler does not report "${name}".`);
  return Number(found);
}
