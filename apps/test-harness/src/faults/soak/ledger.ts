import type { Verdict } from "../kit/verdicts.ts";

/** Counts what was executed and what was told, a byte for each operation: it may run for hours. */
export class Ledger {
  #executed = new Uint8Array(1 << 16);
  #told = new Uint8Array(1 << 16);
  #last = -1;
  readonly counts: Record<Verdict, number> = { done: 0, not_sent: 0, failed: 0, unknown: 0 };

  /** How many operations there have been. */
  get size(): number {
    return this.#last + 1;
  }

  /** Names a new operation. */
  next(): number {
    this.#last += 1;
    if (this.#last === this.#told.length) {
      this.#executed = doubled(this.#executed);
      this.#told = doubled(this.#told);
    }
    return this.#last;
  }

  executed(operation: number): void {
    this.#executed[operation] = Math.min(255, (this.#executed[operation] ?? 0) + 1);
  }

  told(operation: number, verdict: Verdict): void {
    this.#told[operation] = 1 + verdicts.indexOf(verdict);
    this.counts[verdict] += 1;
  }

  /** What was told and is not true, and what was never told anything. */
  lies(): string[] {
    const found: string[] = [];
    for (let operation = 0; operation < this.size; operation += 1) {
      const verdict = verdicts[(this.#told[operation] ?? 0) - 1];
      const times = this.#executed[operation] ?? 0;
      const fits = verdict === "done" ? times === 1 : verdict === "unknown" ? times <= 1 : times === 0;
      if (verdict === undefined || !fits)
        found.push(`${operation}: ${verdict ?? "no verdict"}, executed ${times} times`);
    }
    return found;
  }
}

const verdicts: readonly Verdict[] = ["done", "not_sent", "failed", "unknown"];

function doubled(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const more = new Uint8Array(bytes.length * 2);
  more.set(bytes);
  return more;
}
