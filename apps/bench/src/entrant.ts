import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ContestantReport, Facts } from "./contestant.ts";

/** Who takes part in a race, and what it does. */
export interface Entry {
  readonly task: string;
  readonly facts: Facts;
  /** Flags for its Node. */
  readonly flags?: readonly string[];
}

const program = fileURLToPath(new URL("contestant-process.js", import.meta.url));

/** A contestant's process, seen from outside. */
export class Entrant {
  readonly #child: ChildProcess;
  readonly #name: string;

  private constructor(child: ChildProcess, name: string) {
    this.#child = child;
    this.#name = name;
  }

  /** Starts the process, and waits until it is ready. */
  static async start({ task, facts, flags = [] }: Entry): Promise<Entrant> {
    const child = fork(program, [task, JSON.stringify(facts)], { execArgv: [...flags] });
    const entrant = new Entrant(child, `${task} ${JSON.stringify(facts)}`);
    await entrant.#report();
    return entrant;
  }

  /** Lets it work for a round. */
  async round(): Promise<number> {
    this.#child.send("round");
    const report = await this.#report();
    if (report.kind !== "figure") throw new Error(`${this.#name} gave no figure.`);
    return report.figure;
  }

  async end(): Promise<void> {
    const exited = once(this.#child, "exit");
    this.#child.send("end");
    await exited;
  }

  /** Ends a process of which nothing is wanted any more. */
  kill(): void {
    this.#child.kill("SIGKILL");
  }

  async #report(): Promise<ContestantReport> {
    const report = await new Promise<ContestantReport>((resolve, reject) => {
      const exit = (code: number | null): void => reject(new Error(`${this.#name} ended with code ${code}.`));
      this.#child.once("exit", exit);
      this.#child.once("message", (message) => {
        this.#child.off("exit", exit);
        resolve(message as ContestantReport);
      });
    });
    if (report.kind === "failed") {
      this.kill();
      throw new Error(`${this.#name} failed: ${report.message}`);
    }
    return report;
  }
}

/** Lets a process of its own work for one round: what it needed at most is never given back. */
export async function figureOf({ flags = [], ...entry }: Entry): Promise<number> {
  const entrant = await Entrant.start({ ...entry, flags: ["--max-old-space-size=4096", ...flags] });
  const figure = await entrant.round();
  await entrant.end();
  return figure;
}
