/** Requests that carry credentials. */
const secret = new Set(["signin", "signup", "authenticate"]);
/** How many requests of each kind are kept. */
const most = 8;
/** Bytes of a request that are kept at most. */
const longest = 16_384;

/**
 * Keeps the last requests, and the last that carried credentials: a peer may repeat them in its close reason, and they
 * are masked there.
 */
export class SentFrames {
  readonly #secret: Uint8Array[] = [];
  readonly #last: Uint8Array[] = [];
  #next = 0;

  note(method: string, frame: Uint8Array): void {
    const kept = frame.byteLength > longest ? frame.slice(0, longest) : frame;
    if (secret.has(method)) {
      if (this.#secret.length === most) this.#secret.shift();
      this.#secret.push(new Uint8Array(kept));
    } else {
      this.#last[this.#next] = kept;
      this.#next = (this.#next + 1) % most;
    }
  }

  frames(): readonly Uint8Array[] {
    return [...this.#secret, ...this.#last];
  }
}
