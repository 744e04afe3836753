import type { Outcome } from "./simulated-server.ts";

/** What is known about one request of the user, from all sides. */
export interface Account {
  readonly text: string;
  readonly session: string;
  readonly exclusive: boolean;
  readonly madeAt: number;
  readonly timeout: number;
  /** When it was handed to a connection without complaint. */
  readonly written: number[];
  executed: number;
  /** Of a streamed query: what its caller has not taken, and until when the next answer must be there. */
  readonly stream: { untaken: number; due: number; begun: boolean } | undefined;
  /** Every end it came to, and when. */
  readonly ends: {
    readonly what: "reply" | "error-reply" | Outcome | "none";
    readonly at: number;
    readonly text: string;
  }[];
}

/** Everything that went wrong in one run. */
export class Ledger {
  readonly accounts: Map<string, Account> = new Map();
  readonly violations: string[] = [];
  /** Faults that were met, by name. */
  readonly faults: Map<string, number> = new Map();

  violate(rule: string, detail: string): void {
    this.violations.push(`${rule}: ${detail}`);
  }

  met(fault: string): void {
    this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
  }

  /** Judges what can only be judged when all is over. */
  close(wakings: readonly number[]): void {
    for (const account of this.accounts.values()) {
      this.#settledOnce(account, wakings);
      if (account.written.length > 1) this.violate("written twice", account.text);
      if (account.executed > 1) this.violate("executed twice", account.text);
      this.#truthful(account);
    }
  }

  #settledOnce(account: Account, wakings: readonly number[]): void {
    if (account.ends.length !== 1) this.violate("settles once", `${account.text} settled ${account.ends.length} times`);
    const due = account.stream?.due ?? account.madeAt + account.timeout;
    for (const { at } of account.ends) {
      // A process that stood still reads for 50 ms what has arrived before it judges.
      const allowed = wakings.filter((waking) => waking >= due - 50).map((waking) => waking + 50);
      if (at > due + 1 && !allowed.some((latest) => at <= latest + 1)) {
        this.violate("deadline", `${account.text} was due at ${due} and settled at ${at}`);
      }
    }
  }

  #truthful({ ends, executed, written, text }: Account): void {
    for (const end of ends) {
      if (end.what === "reply" && executed !== 1) this.violate("truth", `${text} succeeded and ran ${executed} times`);
      if (end.what === "error-reply" && executed !== 0) this.violate("truth", `${text} was refused and ran`);
      if (end.what === "not_sent" && written.length > 0) this.violate("truth", `${text} is called not sent and was`);
      if (end.what === "failed" && executed !== 0) this.violate("truth", `${text} is called failed and ran`);
      if (end.what === "none") this.violate("truth", `${text} failed without a verdict: ${end.text}`);
      if (end.what.endsWith("reply") && !end.text.endsWith(`:${text}`)) {
        this.violate("reply X to X", `${text} got ${end.text}`);
      }
    }
  }
}
