import { type ChildProcess, fork, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ContestantReport, Facts, Order } from "./contestant.ts";

/** A contestant of this program: a task, and what it does. */
export interface TaskEntry {
  readonly task: string;
  readonly facts: Facts;
  /** Flags for its Node. */
  readonly flags?: readonly string[];
}

/**
 * A contestant that is another program. Its last argument are the facts as JSON. It writes reports as lines of JSON,
 * the first one when it is ready, and reads orders as lines.
 */
export interface ProgramEntry {
  readonly command: readonly [string, ...string[]];
  /** Where the command is run. */
  readonly folder: string;
  readonly facts: Facts;
}

/** How a race speaks with the process of a contestant. */
export interface Wire {
  readonly child: ChildProcess;
  send(order: Order): void;
  /** Takes the next report. */
  next(take: (report: ContestantReport) => void): void;
}

const program = fileURLToPath(new URL("contestant-process.js", import.meta.url));

/** Starts a task in a process of its own. */
export function forkTask({ task, facts, flags = [] }: TaskEntry): Wire {
  const child = fork(program, [task, JSON.stringify(facts)], { execArgv: [...flags] });
  return {
    child,
    send: (order) => void child.send(order),
    next: (take) => void child.once("message", (report) => take(report as ContestantReport)),
  };
}

/** Starts another program. */
export function spawnProgram({ command: [path, ...words], folder, facts }: ProgramEntry): Wire {
  const child = spawn(path, [...words, JSON.stringify(facts)], {
    cwd: folder,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  // A program that has ended takes no order; its end is noticed by itself.
  child.stdin.on("error", () => undefined);
  return {
    child,
    send: (order) => void child.stdin.write(`${order}\n`),
    next: (take) => void lines.once("line", (line) => take(reportOf(line))),
  };
}

function reportOf(line: string): ContestantReport {
  try {
    return JSON.parse(line) as ContestantReport;
  } catch {
    return { kind: "failed", message: `it wrote ${line}` };
  }
}
