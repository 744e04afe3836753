/** How many errors without an id are remembered. The peer decides how many it sends. */
const LIMIT = 16;

interface Held<Flight> {
  readonly frame: Uint8Array;
  readonly candidates: Set<Flight>;
}

/**
 * Errors that name no request. One belongs to a request that was in flight when it arrived, and is assigned to it only
 * once every other of those has been answered; the link never guesses. A request that was given up stays a candidate.
 */
export class Orphans<Flight> {
  #held: Held<Flight>[] = [];

  hold(frame: Uint8Array, inFlight: Iterable<Flight>): void {
    const candidates = new Set(inFlight);
    if (candidates.size > 0 && this.#held.length < LIMIT) this.#held.push({ frame, candidates });
  }

  /** A request was answered, so no orphan belongs to it. */
  answered(flight: Flight): void {
    for (const { candidates } of this.#held) candidates.delete(flight);
  }

  /** Removes and returns an orphan whose request is certain by now. */
  match(): { readonly flight: Flight; readonly frame: Uint8Array } | undefined {
    const index = this.#held.findIndex(({ candidates }) => candidates.size <= 1);
    if (index < 0) return undefined;
    const { frame, candidates } = this.#held[index] as Held<Flight>;
    this.#held.splice(index, 1);
    for (const flight of candidates) return { flight, frame };
    return this.match();
  }

  /** The connection is gone, and with it everything in flight. */
  clear(): void {
    this.#held = [];
  }
}
