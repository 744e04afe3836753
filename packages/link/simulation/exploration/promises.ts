import type { EngineRequest, RequestFacts, TransportError } from "@surreal-sdk/transport";
import { isOfTheLink, textOf } from "../plain-framing.ts";
import type { ExploredConnection } from "./explored-engine.ts";

/** How long a request that was given up keeps its place on its session. */
const HOLD = 5_000;
/** How long a process that stood still reads what has arrived before it judges. */
const GRACE = 50;

/** What is known about one request of the user, from all sides. */
export interface Account {
  readonly text: string;
  readonly ticket: number;
  readonly exclusive: boolean;
  /** Changes with each answer of many. */
  due: number;
  handed: number;
  /** How many answers its caller has not taken. */
  untaken: number;
  endedAt: number | undefined;
  /** With what it ended. */
  end: string;
}

/** A replay as the user set it: every connection after the `after`th has to answer it before anything else. */
export interface Wanted {
  readonly rank: number;
  readonly after: number;
}

/** Watches one link, and notes where it breaks a promise. */
export class Promises {
  readonly broken: string[] = [];
  readonly accounts: Map<string, Account> = new Map();
  readonly wanted: Map<string, Wanted> = new Map();
  /** How many wait for the connection to stand, and to be closed. */
  readonly waiting: { connect: number; close: number } = { connect: 0, close: 0 };
  readonly wakings: number[] = [];
  readonly #now: () => number;
  readonly #ordered: boolean;

  constructor(now: () => number, ordered: boolean) {
    this.#now = now;
    this.#ordered = ordered;
  }

  get open(): Account[] {
    return [...this.accounts.values()].filter(({ endedAt }) => endedAt === undefined);
  }

  violate(promise: string, detail: string): void {
    this.broken.push(`${promise}: ${detail}`);
  }

  replied(account: Account, frame: Uint8Array): void {
    const said = textOf(frame);
    this.#ended(account, said);
    if (account.handed !== 1)
      this.violate("truth", `${account.text} was answered and handed over ${account.handed} times`);
    // What cannot be read is given to the only one in flight, for whom the outcome is unknown then.
    if (said !== "?" && !said.endsWith(`:${account.text}`)) this.violate("reply X to X", `${account.text} got ${said}`);
  }

  gotPart(account: Account): void {
    if (account.endedAt !== undefined) this.violate("settles once", `${account.text} got a part after its end`);
    account.untaken += 1;
    account.due = Number.POSITIVE_INFINITY;
  }

  took(account: Account, timeout: number): void {
    account.untaken -= 1;
    if (account.untaken === 0) account.due = this.#now() + timeout;
  }

  failed(account: Account, error: Error): void {
    this.#ended(account, error.message);
    const outcome = (error as TransportError).outcome ?? "none";
    const right = account.handed === 0 ? "not_sent" : "unknown";
    if (outcome !== right) this.violate("truth", `${account.text} is ${right} and called ${outcome}: ${error.message}`);
  }

  #ended(account: Account, end: string): void {
    if (account.endedAt !== undefined) this.violate("settles once", account.text);
    account.endedAt = this.#now();
    account.end = end;
    const allowed = this.wakings.filter((waking) => waking >= account.due - GRACE).map((waking) => waking + GRACE);
    if (this.#now() > account.due && !allowed.some((latest) => this.#now() <= latest)) {
      this.violate("deadline", `${account.text} was due at ${account.due} and ended at ${this.#now()}`);
    }
  }

  /** A request is handed over, or is refused in a way that leaves open whether it was. */
  handed(connection: ExploredConnection, text: string, request: EngineRequest): void {
    const account = this.accounts.get(text);
    if (!connection.isOpen) this.violate("order", `${text} was handed to a connection that has ended`);
    if (account !== undefined) {
      account.handed += 1;
      if (account.handed > 1) this.violate("written twice", text);
      if (account.endedAt !== undefined) this.violate("truth", `${text} was handed over after its end`);
    }
    if (!this.#ordered || isOfTheLink(text)) return;
    if (account !== undefined) this.#judgeTurn(connection, account);
    this.#judgeOverlap(connection, text, request.facts);
  }

  /** What was restored, and who came first. */
  #judgeTurn(connection: ExploredConnection, account: Account): void {
    for (const [label, { after }] of this.wanted) {
      if (after >= connection.number || connection.restored.has(label)) continue;
      this.violate("restored first", `${account.text} was handed over before ${label} was restored`);
    }
    for (const other of this.accounts.values()) {
      if (other === account) return;
      const waits = other.endedAt === undefined && other.handed === 0;
      if (waits) this.violate("in order", `${account.text} overtook ${other.text}`);
    }
  }

  #judgeOverlap(connection: ExploredConnection, text: string, facts: RequestFacts): void {
    for (const [id, other] of connection.inFlight) {
      if (isOfTheLink(other) || (connection.parts.get(id) ?? 0) > 0) continue;
      const account = this.accounts.get(other);
      if (account === undefined) {
        if (rankOf(other) !== rankOf(text)) this.violate("ranks in turn", `${text} was handed over beside ${other}`);
        continue;
      }
      if (!facts.exclusive && !account.exclusive) continue;
      if (account.endedAt !== undefined && this.#now() >= account.endedAt + HOLD) continue;
      this.violate("exclusive alone", `${text} was handed over beside ${other}`);
    }
  }

  /** Once all is over: nothing may be left. */
  judgeEnd(left: Readonly<Record<string, number>>): void {
    for (const [what, count] of Object.entries(left)) {
      if (count > 0) this.violate("nothing left", `${count} ${what}`);
    }
    for (const { text } of this.open) this.violate("settles once", `${text} never ends`);
    for (const [what, count] of Object.entries(this.waiting)) {
      if (count > 0) this.violate("settles once", `${count} callers of ${what} never hear of it`);
    }
  }
}

/** The rank of a replay, which its text ends with. */
function rankOf(text: string): string {
  return text.split("@")[1] ?? "user";
}
