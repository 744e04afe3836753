import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder from which children find the packages of this app. */
const app = fileURLToPath(new URL("../../..", import.meta.url));

/** How a child process ended. */
export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether the watchdog had to end it. */
  readonly hung: boolean;
}

/** How a child is run. */
export interface ChildOptions {
  /** Flags for Node. */
  readonly flags?: readonly string[];
  readonly arguments?: readonly string[];
  /** Milliseconds after which it counts as hung. */
  readonly patience?: number;
  /** Called with what it prints, as it prints it. */
  readonly printed?: (text: string, child: ChildProcess) => void;
}

/** Runs the text of a module in a process of its own, with a watchdog. */
export function runChild(source: string, options: ChildOptions = {}): Promise<ChildEnd> {
  const { flags = [], patience = 15_000, printed } = options;
  // A file, since a worker of a process that runs `--input-type` text does not start; here, since packages are found from here.
  mkdirSync(join(app, "reports"), { recursive: true });
  const folder = mkdtempSync(join(app, "reports/child-"));
  const file = join(folder, "main.mjs");
  writeFileSync(file, source);
  const all = [...flags, file, ...(options.arguments ?? [])];
  const child = spawn(process.execPath, all, { cwd: app, stdio: ["ignore", "pipe", "pipe"] });
  const output = { stdout: "", stderr: "" };
  let hung = false;
  // The parent process may end before the child.
  const orphaned = (): void => void child.kill("SIGKILL");
  process.once("exit", orphaned);
  const watchdog = setTimeout(() => {
    hung = true;
    child.kill("SIGKILL");
  }, patience);
  child.stdout.on("data", (chunk: Buffer) => {
    output.stdout += chunk.toString();
    printed?.(output.stdout, child);
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output.stderr += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(watchdog);
      process.off("exit", orphaned);
      rmSync(folder, { recursive: true });
      resolve({ code, signal, ...output, hung });
    });
  });
}
