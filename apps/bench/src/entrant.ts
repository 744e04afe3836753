import { once } from "node:events";
import type { ContestantReport } from "./contestant.ts";
import { forkTask, type ProgramEntry, spawnProgram, type TaskEntry, type Wire } from "./wire.ts";

/** Who takes part in a race, and what it does. */
export type Entry = TaskEntry | ProgramEntry;

/** A contestant's process, seen from outside. */
export class Entrant {
  readonly #wire: Wire;
  readonly #name: string;

  private constructor(wire: Wire, name: string) {
    this.#wire = wire;
    this.#name = name;
  }

  /** Starts the process, and waits until it is ready. */
  static async start(entry: Entry): Promise<Entrant> {
    const [wire, name] =
      "task" in entry ? [forkTask(entry), entry.task] : [spawnProgram(entry), entry.command.join(" ")];
    const entrant = new Entrant(wire, `${name} ${JSON.stringify(entry.facts)}`);
    await entrant.#report();
    return entrant;
  }

  /** Lets it work for a round. */
  async round(): Promise<number> {
    this.#wire.send("round");
    const report = await this.#report();
    if (report.kind !== "figure") throw new Error(`${this.#name} gave no figure.`);
    return report.figure;
  }

  async end(): Promise<void> {
    const exited = once(this.#wire.child, "exit");
    this.#wire.send("end");
    await exited;
  }

  /** Ends a process of which nothing is wanted any more. */
  kill(): void {
    this.#wire.child.kill("SIGKILL");
  }

  async #report(): Promise<ContestantReport> {
    const { child } = this.#wire;
    const report = await new Promise<ContestantReport>((resolve, reject) => {
      const exit = (code: number | null): void => reject(new Error(`${this.#name} ended with code ${code}.`));
      child.once("exit", exit);
      child.once("error", reject);
      this.#wire.next((next) => {
        child.off("exit", exit);
        child.off("error", reject);
        resolve(next);
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
export async function figureOf({ flags = [], ...entry }: TaskEntry): Promise<number> {
  const entrant = await Entrant.start({ ...entry, flags: ["--max-old-space-size=4096", ...flags] });
  const figure = await entrant.round();
  await entrant.end();
  return figure;
}
