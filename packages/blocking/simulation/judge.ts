import { type Expectation, mismatch, type Setting } from "./expectation.ts";
import type { Ledger } from "./ledger.ts";
import type { Peer } from "./server/peer.ts";
import type { ScriptedServer } from "./server/scripted-server.ts";

/** Something that a user asked for, and what was seen of it. */
export interface Account {
  readonly marker: string;
  readonly kind: "query" | "in a transaction" | "live";
  readonly wanted: Expectation;
  /** Its place among all calls of the user. */
  readonly order: number;
  /** How often the connection had been closed or pointed elsewhere when it was made. */
  readonly era: number;
  readonly executions: { readonly setting: Setting; readonly era: number }[];
  end: "pending" | "succeeded" | "not_sent" | "failed" | "unknown" | "aborted";
  /** The user has ended the live query and knows that the server has as well, or has given it up while it started. */
  killed?: boolean;
}

/** Keeps account of everything that users ask for, and judges in the end whether all was right. */
export class Judge {
  readonly #ledger: Ledger;
  readonly #accounts: Map<string, Account> = new Map();
  readonly #counts = { query: 0, "in a transaction": 0, live: 0 };

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  open(kind: Account["kind"], wanted: Expectation, order: number, era: number): Account {
    this.#counts[kind] += 1;
    const letter = { query: "q", "in a transaction": "x", live: "t" }[kind];
    const marker = `${letter}${this.#counts[kind]}`;
    const account: Account = { marker, kind, wanted, order, era, executions: [], end: "pending" };
    this.#accounts.set(marker, account);
    return account;
  }

  account(marker: string): Account | undefined {
    return this.#accounts.get(marker);
  }

  /** The live queries that were started on a session. */
  livesOf(wanted: Expectation): Account[] {
    return [...this.#accounts.values()].filter((each) => each.kind === "live" && each.wanted === wanted);
  }

  /** Once all is quiet, servers run no live query that its user has ended or given up, and no transaction. */
  judgeEnds(servers: Iterable<ScriptedServer>): void {
    for (const server of servers) for (const { peer } of server.connections) this.#judgeEnds(peer);
  }

  #judgeEnds(peer: Peer): void {
    const isOver = "what is ended is ended on the server";
    for (const { id, table, expires } of peer.lives.values()) {
      const isServed = Date.now() < expires && !peer.unendable.has(id.toJSON());
      if (isServed && this.#accounts.get(table)?.killed === true) this.#ledger.violate(isOver, table);
    }
    for (const id of peer.transactions.keys())
      if (!peer.unendable.has(id)) this.#ledger.violate(isOver, "a transaction");
  }

  executed(marker: string, setting: Setting, era: number): void {
    const account = this.#accounts.get(marker.replace(/^read /, ""));
    if (account === undefined) this.#ledger.violate("only what was asked for", `${marker} was executed`);
    else account.executions.push({ setting, era });
  }

  /** Judges what can only be judged when the fate of every call is known. */
  close(): void {
    for (const account of this.#accounts.values()) {
      this.#judgePlace(account);
      if (account.kind !== "live") this.#judgeCount(account);
      if (account.end === "pending") this.#ledger.violate("every promise settles", account.marker);
    }
  }

  #judgePlace({ marker, kind, wanted, order, era, executions }: Account): void {
    for (const { setting, era: there } of executions) {
      const wrong = mismatch(setting, wanted, order);
      // Inside a transaction servers show no variables of the session.
      const counts = wrong?.facet !== "variables" || kind !== "in a transaction";
      if (wrong !== undefined && counts)
        this.#ledger.violate(
          `${owners[kind]} keeps its ${wrong.facet}`,
          `${marker} of ${wanted.name} ran ${wrong.text}`,
        );
      if (there !== era) this.#ledger.violate("closed is closed", `${marker} of era ${era} ran in era ${there}`);
    }
  }

  #judgeCount({ marker, executions, end }: Account): void {
    const ran = executions.length;
    if (ran > 1) this.#ledger.violate("nothing is executed twice", marker);
    if (end === "succeeded" && ran === 0) this.#ledger.violate("truth", `${marker} succeeded and did not run`);
    if (ran > 0 && (end === "not_sent" || end === "failed"))
      this.#ledger.violate("truth", `${marker} is called ${end} and ran`);
  }
}

/** What is to keep its place, its identity and its variables. */
const owners = { query: "a session", "in a transaction": "a transaction", live: "a live query" } as const;
