import type { Call } from "@surreal-sdk/transport";
import { IntMap, LinkedList, SessionLock } from "@surreal-sdk/transport/toolkit";
import { Deadlines } from "./deadlines.ts";
import { createEntry, type Entry, isStream, isUser, type Owner, type UserEntry } from "./entry.ts";
import type { Emit } from "./events.ts";
import { readId, writeId } from "./request-id.ts";

/**
 * How long an abandoned request keeps its session's lock, in milliseconds: a state change that overlaps with it could
 * hang its session.
 */
const ABANDONED_HOLD = 5_000;

/**
 * The requests of a link, each in exactly one state: waiting, gated, written, abandoned or settled.
 *
 * There is one place that writes: {@link Requests.flush}, {@link Requests.start} and the lock lead there. Nothing leads
 * from written back to waiting except {@link Requests.unsent}, when the engine reports that it sent nothing.
 */
export class Requests {
  readonly #emit: Emit;
  readonly #idLength: number;
  /** Whether state changes run alone; where the peer keeps no state there is nothing to order. */
  readonly #ordered: boolean;
  /** By their tickets, which have the order in which they were made. */
  readonly #users = new IntMap<UserEntry>();
  readonly #waiting = new LinkedList<Entry>();
  /** By the numbers of their ids. */
  readonly #flights = new IntMap<Entry>();
  readonly #locks = new SessionLock<Entry>();
  /** Requests that were admitted to their session in this step; some of them may end in it as well. */
  readonly #admitted: Entry[] = [];
  readonly #deadlines = new Deadlines<Entry>();
  #waitingBytes = 0;
  #lastId = 0;
  #bytesWritten = 0;
  #unanswered = 0;
  #untaken = 0;

  constructor(emit: Emit, idLength: number, ordered: boolean) {
    this.#ordered = ordered;
    this.#emit = emit;
    this.#idLength = idLength;
  }

  /** The number of users' requests that wait for an answer. */
  get pending(): number {
    return this.#users.size;
  }

  /** The number of requests that wait for the connection. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** When the next request is due. */
  get nextDeadline(): number {
    return this.#deadlines.next;
  }

  /** The requests that were written on this connection and have no answer, whether a caller waits for them or not. */
  get flights(): readonly Entry[] {
    return this.#flights.values();
  }

  /** The number of requests of this connection that were given up without an answer. */
  get unanswered(): number {
    return this.#unanswered;
  }

  /** The bytes of streamed queries that their callers have not taken. */
  get untakenBytes(): number {
    return this.#untaken;
  }

  /** Bytes written since {@link Requests.countBytes}. */
  get bytesWritten(): number {
    return this.#bytesWritten;
  }

  countBytes(): void {
    this.#bytesWritten = 0;
  }

  user(ticket: number): UserEntry | undefined {
    return this.#users.get(ticket);
  }

  /** All requests of users, in order. */
  users(): UserEntry[] {
    return this.#users.values();
  }

  /** Reports whether one more request would exceed the limit. A single request may always wait, however large it is. */
  isFull(call: Call, limit: { readonly requests: number; readonly bytes: number }): boolean {
    if (this.#waiting.length + 1 > limit.requests) return true;
    return this.#waiting.length > 0 && this.#waitingBytes + call.frame.byteLength > limit.bytes;
  }

  /** Adds a user's request; it waits for the connection. */
  add(ticket: number, call: Call, now: number): UserEntry {
    const entry = createEntry({ kind: "user", ticket }, call, now) as UserEntry;
    this.#users.set(ticket, entry);
    this.#deadlines.add(entry);
    this.#wait(entry);
    return entry;
  }

  /** Writes the admitted requests, then admits waiting ones, in order, as long as `writable` returns true. */
  flush(writable: () => boolean): void {
    if (this.#admitted.length > 0) this.#writeAdmitted();
    for (let entry = this.#waiting.first; entry !== undefined && writable(); entry = this.#waiting.first) {
      this.#stopWaiting(entry);
      this.#enter(entry);
    }
  }

  /** Sends a request of the link's own, with a copy of the frame, since an engine may still hold the last one. */
  start(owner: Owner, call: Call, now: number): Entry {
    const entry = createEntry(owner, { ...call, frame: call.frame.slice() }, now);
    this.#deadlines.add(entry);
    if (owner.kind === "replay") this.#enter(entry);
    else this.#write(entry);
    // Its answer means nothing to a caller.
    if (owner.kind === "canceller") entry.state = "abandoned";
    return entry;
  }

  /** The id of a written request. */
  idOf(entry: Entry): string {
    return writeId(entry.number, this.#idLength);
  }

  inFlight(id: string): Entry | undefined {
    return this.#flights.get(readId(id, this.#idLength));
  }

  /** Settles a request in any state, and admits those that waited for it, at the next {@link Requests.flush}. */
  settle(entry: Entry): void {
    if (entry.state === "settled") return;
    entry.state = "settled";
    this.#deadlines.remove(entry);
    this.#dropUntaken(entry);
    if (isUser(entry)) {
      if (this.#users.get(entry.owner.ticket) === entry) this.#users.take(entry.owner.ticket);
      this.#stopWaiting(entry);
    }
    this.#land(entry);
    this.unlock(entry);
  }

  /**
   * An answer of many has arrived. The time for the next one counts when the caller has taken all. The first answer
   * gives back the session: the peer runs the query on a copy of the session from then on.
   */
  gain(entry: Entry, bytes: number): void {
    this.#deadlines.remove(entry);
    if (entry.untaken === undefined) {
      entry.untaken = [];
      this.unlock(entry);
    }
    entry.untaken.push(bytes);
    this.#untaken += bytes;
  }

  /** The caller has taken the oldest answer of many. */
  take(entry: Entry, now: number): void {
    this.#untaken -= entry.untaken?.shift() ?? 0;
    if (entry.untaken?.length === 0) this.#setDue(entry, now + entry.call.timeout);
  }

  /** The peer has not noticed yet that no caller waits for this streamed query. */
  hold(entry: Entry, now: number): void {
    this.#setDue(entry, now + ABANDONED_HOLD);
  }

  /** The caller's turn begins; it has no limit. */
  pause(entry: Entry): void {
    this.#deadlines.remove(entry);
  }

  /** The engine's turn begins again, with as much time as in the first. */
  resume(entry: Entry, part: Uint8Array | undefined, now: number): void {
    this.#setDue(entry, now + entry.call.timeout);
    this.#emit({ kind: "proceed", id: this.idOf(entry), part });
  }

  /** No caller waits for this written request any more; it keeps its lock until its answer, or for a while. */
  abandon(entry: UserEntry, now: number): void {
    this.#emit({ kind: "release", id: this.idOf(entry) });
    // It runs outside its session's lock, and its engine releases it.
    if (entry.call.streamed === true && !isStream(entry)) {
      this.settle(entry);
      return;
    }
    if (!this.#ordered) {
      this.forget(entry);
      return;
    }
    this.#users.take(entry.owner.ticket);
    entry.state = "abandoned";
    this.#dropUntaken(entry);
    this.hold(entry, now);
  }

  /** Removes and returns the next request that is due; it has not been settled yet. */
  due(now: number): Entry | undefined {
    return this.#deadlines.take(now);
  }

  /** The link stops waiting for the answer to a written request: from now on nothing about its id is certain. */
  forget(entry: Entry): void {
    if (entry.state === "settled") return;
    this.#unanswered += 1;
    this.settle(entry);
  }

  /** What an abandoned request has begun must be ended: its answer is awaited further, and its session no longer. */
  unlock(entry: Entry): void {
    for (const next of this.#locks.release(sessionOf(entry), entry)) this.#admitted.push(next);
  }

  /** The engine sent nothing of it: it waits again. The connection's end releases its lock. */
  unsent(entry: UserEntry): void {
    this.#land(entry);
    entry.state = "gated";
  }

  /**
   * The connection is gone: every request that was not written waits again, in order.
   *
   * @returns the requests of users that were written.
   */
  disconnect(): UserEntry[] {
    const written: UserEntry[] = [];
    this.#locks.clear();
    this.#admitted.length = 0;
    // Replays that waited for their lock end with the connection as well, and are found nowhere else.
    this.#deadlines.clear();
    for (const entry of this.#flights.values()) {
      if (isUser(entry) && entry.state === "written") written.push(entry);
      entry.state = "settled";
    }
    this.#untaken = 0;
    this.#flights.clear();
    this.#unanswered = 0;
    for (const entry of written) this.#users.take(entry.owner.ticket);
    for (const entry of this.#users.values()) {
      this.#deadlines.add(entry);
      this.#stopWaiting(entry);
      this.#wait(entry);
    }
    return written;
  }

  /** Reports whether an id was ever issued. */
  wasIssued(id: string): boolean {
    const number = readId(id, this.#idLength);
    return number > 0 && number <= this.#lastId;
  }

  #setDue(entry: Entry, dueAt: number): void {
    this.#deadlines.remove(entry);
    entry.dueAt = dueAt;
    this.#deadlines.add(entry);
  }

  #dropUntaken(entry: Entry): void {
    for (const bytes of entry.untaken?.splice(0) ?? []) this.#untaken -= bytes;
  }

  #wait(entry: UserEntry): void {
    entry.state = "waiting";
    this.#waiting.push(entry);
    this.#waitingBytes += entry.call.frame.byteLength;
  }

  #stopWaiting(entry: Entry): void {
    if (this.#waiting.remove(entry)) this.#waitingBytes -= entry.call.frame.byteLength;
  }

  #writeAdmitted(): void {
    for (const entry of this.#admitted.splice(0)) if (entry.state === "gated") this.#write(entry);
  }

  #enter(entry: Entry): void {
    entry.state = "gated";
    const exclusive = this.#ordered && entry.call.facts.exclusive;
    if (this.#locks.acquire(sessionOf(entry), exclusive, entry)) this.#write(entry);
  }

  #write(entry: Entry): void {
    this.#lastId += 1;
    entry.number = this.#lastId;
    entry.state = "written";
    this.#flights.set(entry.number, entry);
    const { kind, frame, facts, streamed } = entry.call;
    this.#bytesWritten += frame.byteLength;
    this.#emit({ kind: "send", request: { id: this.idOf(entry), kind, frame, facts, streamed } });
  }

  /** It is no longer in flight, if it ever was. */
  #land(entry: Entry): void {
    if (entry.number > 0) this.#flights.take(entry.number);
    entry.number = 0;
  }
}

function sessionOf(entry: Entry): string {
  return entry.call.facts.session ?? "";
}
