/** Watches for signs of life: after a silence it sends a ping, and after another one it gives up. */
export class Heartbeat {
  readonly #idle: number;
  readonly #wait: number;
  #lastLife = 0;
  /** When the unanswered ping was sent, and how many bytes the peer had not accepted then. */
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

  /** The peer sent something. Every byte counts, not only the answer to a ping. */
  alive(now: number): void {
    this.#lastLife = now;
    this.#asked = undefined;
  }

  /** When to check again. */
  get next(): number {
    if (!this.#running) return Number.POSITIVE_INFINITY;
    return this.#asked === undefined ? this.#lastLife + this.#idle : this.#asked.at + this.#wait;
  }

  /** What to do now. A peer that still accepts our bytes is alive, however busy it is. */
  check(now: number, buffered: number): "nothing" | "ping" | "dead" {
    if (now < this.next) return "nothing";
    if (this.#asked !== undefined && buffered >= this.#asked.buffered) return "dead";
    this.#asked = { at: now, buffered };
    return "ping";
  }
}
