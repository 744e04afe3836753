/** Counts events, and notifies waiting tests: tests wait for events, never for time. */
export class Milestones {
  readonly #counts = new Map<string, number>();
  readonly #waiting: { readonly name: string; readonly times: number; readonly done: () => void }[] = [];

  /** Counts one more event of this name. */
  reach(name: string): void {
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    for (const wait of this.#waiting.filter((one) => one.name === name && one.times <= count)) {
      this.#waiting.splice(this.#waiting.indexOf(wait), 1);
      wait.done();
    }
  }

  /** Resolves after this many events of the name. */
  reached(name: string, times: number): Promise<void> {
    if ((this.#counts.get(name) ?? 0) >= times) return Promise.resolve();
    return new Promise((done) => {
      this.#waiting.push({ name, times, done });
    });
  }
}
