import { LinkedList, type ListNode } from "./linked-list.ts";

/** A request that can wait for a {@link SessionLock}: any object. The lock stores its position in the object. */
export interface LockTicket {
  /** The lock alone writes it. Begins as `undefined`. */
  place: object | undefined;
}

/**
 * Orders the requests of each session with one first-come-first-served read/write lock: a request that changes the
 * session's state runs alone, all others run together.
 *
 * SurrealDB 3.0.2 takes the session's lock twice within one query, so a state change that queues between the two hangs
 * the session permanently; and a write that overtakes a `LIVE` is not notified. This lock prevents both. It uses no
 * promise and no clock: it returns the tickets that may proceed, and the caller sends them.
 *
 * @example
 * ```ts
 * const lock = new SessionLock<LockTicket>();
 * const [select, use] = [{ place: undefined }, { place: undefined }];
 * lock.acquire("session", false, select); // => true, it may go
 * lock.acquire("session", true, use); // => false, it waits for the select
 * lock.release("session", select); // => [use]
 * ```
 */
export class SessionLock<Ticket extends LockTicket> {
  readonly #lanes = new Map<string, Lane<Ticket>>();
  /** One empty lane is kept, so that a single request does not allocate a new one each time. */
  #spare: string | undefined;

  /**
   * Requests admission.
   *
   * @returns whether the ticket may proceed at once; if not, a later {@link release} returns it.
   */
  acquire(session: string, exclusive: boolean, ticket: Ticket): boolean {
    let lane = this.#lanes.get(session);
    if (lane === undefined) {
      lane = { inside: { count: 0, exclusive: false }, waiting: new LinkedList() };
      this.#lanes.set(session, lane);
    }
    if (lane.waiting.length > 0 || !admits(lane, exclusive)) {
      const waiter: Waiter<Ticket> = { lane, ticket, exclusive, before: undefined, behind: undefined };
      lane.waiting.push(waiter);
      ticket.place = waiter;
      return false;
    }
    admit(lane, exclusive, ticket);
    return true;
  }

  /**
   * Removes a ticket, whether it was admitted or still waiting. Unknown tickets are ignored.
   *
   * @returns the tickets that may proceed now, in the order in which they came.
   */
  release(session: string, ticket: Ticket): readonly Ticket[] {
    const lane = this.#lanes.get(session);
    if (lane === undefined || !takeOut(lane, ticket)) return none;
    if (lane.waiting.length > 0) return admitNext(lane);
    if (lane.inside.count === 0) this.#keepSpare(session);
    return none;
  }

  /** Removes all tickets, admitted and waiting. */
  clear(): void {
    this.#lanes.clear();
    this.#spare = undefined;
  }

  #keepSpare(session: string): void {
    const former = this.#spare;
    this.#spare = session;
    if (former === undefined || former === session) return;
    if (this.#lanes.get(former)?.inside.count === 0) this.#lanes.delete(former);
  }
}

const none: readonly never[] = Object.freeze([]);

interface Lane<Ticket> {
  /** How many tickets are admitted, and whether the admitted one is exclusive. */
  readonly inside: { count: number; exclusive: boolean };
  readonly waiting: LinkedList<Waiter<Ticket>>;
}

/** The position of a ticket that waits. */
interface Waiter<Ticket> extends ListNode<Waiter<Ticket>> {
  readonly lane: Lane<Ticket>;
  readonly ticket: Ticket;
  readonly exclusive: boolean;
}

function waitsIn<Ticket>(lane: Lane<Ticket>, place: object | undefined): place is Waiter<Ticket> {
  return (place as Partial<Waiter<Ticket>> | undefined)?.lane === lane;
}

function admits(lane: Lane<unknown>, exclusive: boolean): boolean {
  return lane.inside.count === 0 || (!exclusive && !lane.inside.exclusive);
}

function admit<Ticket extends LockTicket>(lane: Lane<Ticket>, exclusive: boolean, ticket: Ticket): void {
  lane.inside.count += 1;
  lane.inside.exclusive = exclusive;
  ticket.place = lane.inside;
}

/** Removes a ticket; returns whether the lane had it. A ticket of a lane that was cleared is gone. */
function takeOut<Ticket extends LockTicket>(lane: Lane<Ticket>, ticket: Ticket): boolean {
  const { inside, waiting } = lane;
  const { place } = ticket;
  if (place === inside) {
    inside.count -= 1;
    if (inside.count === 0) inside.exclusive = false;
  } else if (waitsIn(lane, place)) {
    waiting.remove(place);
  } else {
    return false;
  }
  ticket.place = undefined;
  return true;
}

function admitNext<Ticket extends LockTicket>(lane: Lane<Ticket>): Ticket[] {
  const admitted: Ticket[] = [];
  for (let next = lane.waiting.first; next !== undefined && admits(lane, next.exclusive); next = lane.waiting.first) {
    lane.waiting.remove(next);
    admit(lane, next.exclusive, next.ticket);
    admitted.push(next.ticket);
  }
  return admitted;
}
