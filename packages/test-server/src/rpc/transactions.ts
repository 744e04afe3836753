import { readUuid } from "../cbor/read.ts";
import { array, uuid } from "../cbor/write.ts";
import type { ServedDatabase } from "../database/served-database.ts";
import { type Answer, result } from "../message/answer.ts";
import { methodCommitPoisoned, methodCommitRefused, methodCommitUnknown } from "../message/commit-error.ts";
import { newerError } from "../message/newer-errors.ts";
import { invalidParams } from "../message/rpc-error.ts";
import type { ServerRules } from "../profile/server-rules.ts";
import type { ClientSession } from "./client-session.ts";
import { parameter } from "./parameters.ts";
import { begun, refuseBeginOptions } from "./refused-parameters.ts";

const failures = {
  unknown: methodCommitUnknown,
  refused: methodCommitRefused,
  poisoned: methodCommitPoisoned,
};

/** The open transactions of a connection, each with the session that has begun it. */
export class Transactions {
  readonly #database: ServedDatabase;
  readonly #rules: ServerRules;
  readonly #open = new Map<string, ClientSession | undefined>();

  constructor(database: ServedDatabase, rules: ServerRules) {
    this.#database = database;
    this.#rules = rules;
  }

  /** Whether a transaction is open. */
  has(txn: string): boolean {
    return this.#open.has(txn);
  }

  /** Serves `begin`. */
  async begin(params: Uint8Array, session: ClientSession | undefined): Promise<Answer> {
    const { mostTransactions } = this.#rules.profile;
    const held = [...this.#open.values()].filter((owner) => owner === session).length;
    if (held >= mostTransactions) return invalidParams("Too many open transactions");
    const { takesOptions } = this.#rules.profile;
    const refusal = takesOptions ? refuseBeginOptions(params) : undefined;
    if (refusal !== undefined) return refusal;
    const answer = await this.#database.call({ method: "begin", params: array([]) });
    const txn = answer.failed ? undefined : readUuid(answer.value, 0);
    if (txn !== undefined) this.#open.set(txn, session);
    return takesOptions && !answer.failed ? result(begun(params, answer.value)) : answer;
  }

  /** Serves `commit` and `cancel`. */
  async finish(method: "commit" | "cancel", params: Uint8Array): Promise<Answer> {
    const last = parameter(params, -1);
    const txn = last === undefined ? undefined : readUuid(params, last.start);
    if (txn === undefined) return this.#database.call({ method, params });
    const session = this.#open.get(txn);
    if (!this.#open.delete(txn)) return invalidParams("Transaction not found");
    const fault = method === "commit" ? this.#rules.faults.commit : undefined;
    const applied = fault === undefined || (fault.outcome === "unknown" && fault.applied === true);
    const done = await this.#database.call({ method: applied ? method : "cancel", params });
    const told = done.failed ? newerError(this.#rules.profile, done) : done;
    const answer = fault === undefined ? told : failures[fault.outcome]();
    if (session !== undefined) await this.#settleLives(session, txn, method === "commit" && !answer.failed);
    return answer;
  }

  /** Cancels the transactions of a session, by default of all. Never rejects. */
  async cancel(session?: ClientSession): Promise<void> {
    const ids = [...this.#open].filter(([, owner]) => session === undefined || owner === session);
    await Promise.allSettled(ids.map(([txn]) => this.finish("cancel", array([uuid(txn)]))));
  }

  /** Live queries that were started in a transaction end with it, unless it was committed. */
  async #settleLives(session: ClientSession, txn: string, committed: boolean): Promise<void> {
    const lives = session.takeLivesOf(txn);
    if (committed || lives.length === 0) return;
    await this.#database.turns.take(session.engineId, true, () => session.endLives(lives));
  }
}
