import type { EngineRequest } from "@surreal-sdk/transport";
import { transactionIn } from "./answers.ts";
import type { Member } from "./member.ts";

/** What the answer to a request says about the place of later requests. */
type Lesson = (answer: Uint8Array, failed: boolean) => void;

/**
 * Determines which connection of a pool a request belongs to. What lives on one connection of the server stays there:
 * a session where it was attached, a transaction where it was begun, live queries and whatever else changes the
 * connection's own session on the first. All other requests go where the fewest are in flight, and to the first if there
 * are several such.
 */
export class Placement {
  readonly #members: readonly Member[];
  readonly #first: Member;
  readonly #sessions = new Map<string, Member>();
  readonly #transactions = new Map<string, Member>();
  /** The requests that the peer answers with many frames. */
  readonly #streams = new Map<string, Member>();
  readonly #lessons = new Map<string, Lesson>();

  constructor(members: readonly Member[]) {
    this.#members = members;
    this.#first = members[0] as Member;
  }

  /** @param isEqual - whether the connection's own session is the same on every connection */
  of({ kind, facts }: EngineRequest, isEqual: boolean): Member {
    const { method, session, transaction, ends, exclusive } = facts;
    if (kind !== "rpc") return this.#first;
    if (ends !== undefined) return this.#streams.get(ends) ?? this.#first;
    const begun = transaction === undefined ? undefined : this.#transactions.get(transaction.toLowerCase());
    if (begun !== undefined) return begun;
    if (session !== undefined) {
      return this.#sessions.get(session) ?? (method === "attach" && isEqual ? this.#least("sessions") : this.#first);
    }
    return exclusive || transaction !== undefined || !isEqual ? this.#first : this.#least("load");
  }

  /** A request is about to be sent there. */
  sending({ id, kind, facts, streamed }: EngineRequest, member: Member): void {
    if (kind !== "rpc") return;
    member.inFlight += 1;
    if (streamed === true) this.#streams.set(id, member);
    const { method, session, transaction } = facts;
    if (method === "begin") this.#lessons.set(id, (answer, failed) => failed || this.#begun(answer, member));
    else if (transaction !== undefined && (method === "commit" || method === "cancel")) {
      this.#lessons.set(id, () => this.#ended(transaction.toLowerCase()));
    } else if (session === undefined) return;
    else if (method === "attach") this.#attach(id, session, member);
    else if (method === "detach") this.#detach(session);
  }

  /** Nothing was sent. */
  unsent({ id, kind, facts }: EngineRequest, member: Member): void {
    if (kind !== "rpc") return;
    member.inFlight -= 1;
    this.#streams.delete(id);
    this.#lessons.delete(id);
    if (facts.method === "attach" && facts.session !== undefined) this.#detach(facts.session);
  }

  /** Whether this request is answered with many frames. */
  isStream(id: string): boolean {
    return this.#streams.size > 0 && this.#streams.has(id);
  }

  /** The last answer to a request arrived. */
  answered(id: string, answer: Uint8Array, failed: boolean, member: Member): void {
    // A peer may answer what it was not asked.
    if (member.inFlight > 0) member.inFlight -= 1;
    if (this.#streams.size > 0) this.#streams.delete(id);
    if (this.#lessons.size === 0) return;
    const lesson = this.#lessons.get(id);
    this.#lessons.delete(id);
    lesson?.(answer, failed);
  }

  #begun(answer: Uint8Array, member: Member): void {
    const transaction = transactionIn(answer);
    if (transaction === undefined || this.#transactions.has(transaction)) return;
    this.#transactions.set(transaction, member);
    member.transactions += 1;
  }

  #ended(transaction: string): void {
    const member = this.#transactions.get(transaction);
    if (member === undefined) return;
    this.#transactions.delete(transaction);
    member.transactions -= 1;
  }

  #attach(id: string, session: string, member: Member): void {
    if (this.#sessions.has(session)) return;
    this.#sessions.set(session, member);
    member.sessions += 1;
    this.#lessons.set(id, (_answer, failed) => failed && this.#detach(session));
  }

  #detach(session: string): void {
    const member = this.#sessions.get(session);
    if (member === undefined) return;
    this.#sessions.delete(session);
    member.sessions -= 1;
  }

  #least(figure: "load" | "sessions"): Member {
    let least = this.#first;
    for (const member of this.#members) if (member[figure] < least[figure]) least = member;
    return least;
  }
}
