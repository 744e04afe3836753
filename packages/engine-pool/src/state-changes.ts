import type { EngineRequest } from "@surreal-sdk/transport";
import { authentication } from "./answers.ts";
import type { Member } from "./member.ts";

/** The methods that change the session, and do the same when they are repeated. */
const repeatable: ReadonlySet<string> = new Set(["use", "let", "unset", "authenticate", "invalidate", "reset"]);
/** The methods that answer with a token. */
const signing: ReadonlySet<string> = new Set(["signin", "signup", "refresh"]);

interface Change {
  readonly id: string;
  readonly method: string;
  /** A copy, since the engine owns the frame that it sends. */
  readonly frame: Uint8Array;
}

/** A change that the first connection has made. */
interface Made extends Change {
  readonly answer: Uint8Array;
  /** The connections that have not answered. */
  readonly missing: Set<Member>;
  /** Whether one of them has refused it. */
  isRefused: boolean;
}

/** What the changes report. */
export interface StateChangesListener {
  /** The change was made on every connection; this is the first one's answer. */
  made(id: string, answer: Uint8Array): void;
  /** The change was made on the first connection and not on another one. */
  split(method: string, cause?: unknown): void;
}

/**
 * Makes each change of the connection's own session on every connection of a pool: on the first one, and when that has
 * made it, on the others, one change at a time. The caller has no answer before all have made it. Since callers send
 * nothing else on a session while it changes, no request runs on a connection that lags behind.
 *
 * Servers before 4.0 refuse the token of a bearer key. The others then remain unused, until the next connection.
 */
export class StateChanges {
  readonly #others: readonly Member[];
  readonly #listener: StateChangesListener;
  /** By the id of the request that the first connection has not answered. */
  readonly #asked = new Map<string, Change>();
  /** In the order in which the first connection made them; the others are making the first of them. */
  readonly #made: Made[] = [];
  /** From when the others cannot have the identity of the first. */
  #isFirstAlone = false;

  constructor([, ...others]: readonly Member[], listener: StateChangesListener) {
    this.#others = others;
    this.#listener = listener;
  }

  /** Whether the session is the same on every connection. It is not while a change has no answer, even an unwanted one. */
  get areSettled(): boolean {
    return this.#asked.size === 0 && this.#made.length === 0 && !this.#isFirstAlone;
  }

  /** A request is about to be sent to the first connection, which has all requests that change the session. */
  sending({ id, frame, facts }: EngineRequest): void {
    const { method, session, transaction } = facts;
    if (session !== undefined || transaction !== undefined || this.#isFirstAlone) return;
    if (repeatable.has(method) || signing.has(method)) this.#asked.set(id, { id, method, frame: frame.slice() });
  }

  unsent(id: string): void {
    this.#asked.delete(id);
  }

  /** The first connection answered. Returns whether the answer is kept from the caller until all have made the change. */
  answered(id: string, answer: Uint8Array, failed: boolean): boolean {
    const change = this.#asked.size === 0 ? undefined : this.#asked.get(id);
    if (change === undefined) return false;
    this.#asked.delete(id);
    // What the server refused has changed nothing.
    if (failed || this.#others.length === 0 || this.#isFirstAlone) return false;
    this.#made.push({ ...change, answer, missing: new Set(this.#others), isRefused: false });
    if (this.#made.length === 1) this.#repeat(this.#made[0] as Made);
    return true;
  }

  /** A connection answered. Returns whether it answered a repetition, of which the caller knows nothing. */
  repeated(id: string, failed: boolean, member: Member): boolean {
    const current = this.#made[0];
    if (current?.id !== id || !current.missing.delete(member)) return false;
    if (failed && !signing.has(current.method)) this.#listener.split(current.method);
    else {
      current.isRefused ||= failed;
      if (current.missing.size === 0) this.#finish(current);
    }
    return true;
  }

  /** Whether a connection was asked to repeat a change and has not answered. */
  areAwaitedOf(member: Member): boolean {
    return this.#made[0]?.missing.has(member) === true;
  }

  #repeat(made: Made): void {
    const { id, answer, missing } = made;
    const method = signing.has(made.method) ? "authenticate" : made.method;
    const frame = signing.has(made.method) ? authentication(id, answer) : made.frame;
    if (frame === undefined) {
      this.#leaveAlone();
      return;
    }
    try {
      for (const { connection } of missing) {
        connection.send({ id, kind: "rpc", frame: frame.slice(), facts: { method, exclusive: true } });
      }
    } catch (error) {
      this.#listener.split(made.method, error);
    }
  }

  #finish({ id, answer, isRefused }: Made): void {
    if (isRefused) {
      this.#leaveAlone();
      return;
    }
    this.#made.shift();
    this.#listener.made(id, answer);
    if (this.#made[0] !== undefined) this.#repeat(this.#made[0]);
  }

  /** The server refuses the token that it gave: from now on the first connection has all requests of the session. */
  #leaveAlone(): void {
    this.#isFirstAlone = true;
    for (const { id, answer } of this.#made.splice(0)) this.#listener.made(id, answer);
  }
}
