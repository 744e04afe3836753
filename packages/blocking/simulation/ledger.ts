/** What went wrong in one world, and what was met. */
export class Ledger {
  readonly violations: string[] = [];
  /** Faults that were met, by name. */
  readonly faults: Map<string, number> = new Map();
  readonly #trace: string[] | undefined;
  readonly #now: () => number;

  constructor(now: () => number, traced: boolean) {
    this.#now = now;
    this.#trace = traced ? [] : undefined;
  }

  violate(rule: string, detail: string): void {
    this.violations.push(`${rule}: ${detail}`);
    this.note(() => `!! ${rule}: ${detail}`);
  }

  met(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  /** A line of the story, which explains how a violation came about. */
  note(line: () => string): void {
    this.#trace?.push(`${this.#now()} ${line()}`);
  }

  get story(): readonly string[] {
    return this.#trace ?? [];
  }
}
