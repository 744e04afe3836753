import type { Call, Replay } from "@surreal-sdk/transport";

/**
 * The replays, and the progress of restoring the current connection: rank after rank, each only after all answers to
 * the one before it have arrived and were judged.
 */
export class Restoring {
  readonly #replays = new Map<string, Replay>();
  /** What has not been sent yet, by rank. */
  #labels: string[] = [];
  /** What was sent, and what was refused and waits for a verdict. */
  readonly #open = new Map<string, "sent" | "refused">();

  set(replay: Replay): void {
    this.#replays.set(replay.label, replay);
  }

  /** Removes it for later connections; a verdict that is awaited is still needed. */
  remove(label: string): void {
    this.#replays.delete(label);
  }

  clear(): void {
    this.#replays.clear();
  }

  /** Starts at the first rank, with the current replays. */
  start(): void {
    this.#labels = [...this.#replays.values()].sort((a, b) => a.rank - b.rank).map(({ label }) => label);
  }

  stop(): void {
    this.#open.clear();
    this.#labels = [];
  }

  /** What to send now: the next rank, or nothing while one is open. */
  next(): Replay[] {
    if (this.#open.size > 0) return [];
    const batch: Replay[] = [];
    while (this.#labels.length > 0) {
      const replay = this.#replays.get(this.#labels[0] as string);
      if (replay !== undefined && batch.length > 0 && replay.rank !== batch[0]?.rank) break;
      this.#labels.shift();
      if (replay === undefined) continue;
      this.#open.set(replay.label, "sent");
      batch.push(replay);
    }
    return batch;
  }

  /** Whether a live query is restored on every connection: its notifications are awaited at any time. */
  get hasLive(): boolean {
    for (const { live } of this.#replays.values()) if (live === true) return true;
    return false;
  }

  get isDone(): boolean {
    return this.#open.size === 0 && this.#labels.length === 0;
  }

  /** Whether something was refused and has not been judged. */
  get awaitsVerdict(): boolean {
    return [...this.#open.values()].includes("refused");
  }

  answered(label: string): void {
    this.#open.delete(label);
  }

  /** The peer refused a replay. Returns false for one that was removed meanwhile. */
  refused(label: string): boolean {
    const wanted = this.#replays.has(label);
    if (wanted) this.#open.set(label, "refused");
    else this.#open.delete(label);
    return wanted;
  }

  /** Applies a verdict; false when nothing of this label waits for one. */
  resolve(label: string, replacement: Call | undefined): boolean {
    if (this.#open.get(label) !== "refused") return false;
    if (replacement !== undefined) this.#open.set(label, "sent");
    else {
      this.#open.delete(label);
      this.#replays.delete(label);
    }
    return true;
  }
}
