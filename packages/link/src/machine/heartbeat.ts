/** Watches for signs of life: after a silence it asks for one, and after another it gives up. */
export class Heartbeat {
  readonly #idle: number;
  readonly #wait: number;
  #lastLife = 0;
  /** When the unanswered ping was sent, and what the peer had not taken then. */
  #asked: { readonly at: number; readonly buffered: number } | undefined;
  #running = false;

  constructor(rhythm: { readonly idle: number; readonly wait: number }) {
    this.#idle = rhythm.idle;
    this.#wait = rhythm.wait;
  }

  start(now: number): void {
    this.#running = true;
    this.alive(now);
  }

  stop(): void {
    this.#running = false;
    this.#asked = undefined;
  }

  /** Any byte from the peer counts, not only the answer to a ping. */
  alive(now: number): void {
    this.#lastLife = now;
    this.#asked = undefined;
  }

  /** When to look again. */
  get next(): number {
    if (!this.#running) return Number.POSITIVE_INFINITY;
    return this.#asked === undefined ? this.#lastLife + this.#idle : this.#asked.at + this.#wait;
  }

  /** What to do now. A peer that still takes our bytes is alive, however busy it is. */
  check(now: number, buffered: number): "nothing" | "ping" | "dead" {
    if (now < this.next) return "nothing";
    if (this.#asked !== undefined && buffered >= this.#asked.buffered) return "dead";
    this.#asked = { at: now, buffered };
    return "ping";
  }
}
