/**
 * Orders the requests of each session as one first-come read/write lock: requests that change the session's state
 * run alone, all others together.
 *
 * SurrealDB 3.0.2 takes the session's lock twice within one query, so a state change that queues between the two
 * hangs the session for good; and a write that overtakes a `LIVE` is not notified. Both are impossible behind
 * this gate. It holds no promise and no clock: it says which tickets may go now, and the caller sends them.
 *
 * @example
 * ```ts
 * const gate = new RequestGate<string>();
 * gate.enter("session", false, "select"); // => true, it may go
 * gate.enter("session", true, "use"); // => false, it waits for the select
 * gate.leave("session", "select"); // => ["use"]
 * ```
 */
export class RequestGate<Ticket> {
  readonly #lanes = new Map<string, Lane<Ticket>>();

  /**
   * Asks for admission.
   *
   * @returns whether the ticket may go at once; if not, a later {@link leave} returns it.
   */
  enter(session: string, exclusive: boolean, ticket: Ticket): boolean {
    let lane = this.#lanes.get(session);
    if (lane === undefined) {
      lane = { inside: new Set(), exclusive: false, waiting: [] };
      this.#lanes.set(session, lane);
    }
    if (lane.waiting.length > 0 || !admits(lane, exclusive)) {
      lane.waiting.push({ ticket, exclusive });
      return false;
    }
    lane.inside.add(ticket);
    lane.exclusive = exclusive;
    return true;
  }

  /**
   * Takes a ticket out, whether it was inside or still waiting. Unknown tickets are ignored.
   *
   * @returns the tickets that may go now, in the order in which they came.
   */
  leave(session: string, ticket: Ticket): Ticket[] {
    const lane = this.#lanes.get(session);
    if (lane === undefined) return [];
    if (!lane.inside.delete(ticket)) {
      const index = lane.waiting.findIndex((waiting) => waiting.ticket === ticket);
      if (index < 0) return [];
      lane.waiting.splice(index, 1);
    }
    if (lane.inside.size === 0) lane.exclusive = false;
    const admitted: Ticket[] = [];
    for (let next = lane.waiting[0]; next !== undefined && admits(lane, next.exclusive); next = lane.waiting[0]) {
      lane.waiting.shift();
      lane.inside.add(next.ticket);
      lane.exclusive = next.exclusive;
      admitted.push(next.ticket);
    }
    if (lane.inside.size === 0 && lane.waiting.length === 0) this.#lanes.delete(session);
    return admitted;
  }

  /** Forgets everything, inside and waiting. */
  clear(): void {
    this.#lanes.clear();
  }
}

interface Lane<Ticket> {
  readonly inside: Set<Ticket>;
  /** Whether the one ticket inside is exclusive. */
  exclusive: boolean;
  readonly waiting: { readonly ticket: Ticket; readonly exclusive: boolean }[];
}

function admits(lane: Lane<unknown>, exclusive: boolean): boolean {
  return lane.inside.size === 0 || (!exclusive && !lane.exclusive);
}
