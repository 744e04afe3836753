import type { Suspension } from "./operation.ts";

/** Wakes operations that wait for something to do. */
export class Bell {
  #hasRung = false;
  #waiting: (() => void)[] = [];

  /** Wakes those who wait, or else the next one who would. */
  ring(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#hasRung = waiting.length === 0;
    for (const wake of waiting) wake();
  }

  /** Waits until it rings; not at all if it has rung since the last wait. */
  readonly rung: Suspension<void> = (continuation) => {
    if (this.#hasRung) {
      this.#hasRung = false;
      continuation.resolve(undefined);
    } else this.#waiting.push(() => continuation.resolve(undefined));
  };
}
