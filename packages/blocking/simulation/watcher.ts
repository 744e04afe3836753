import type { LiveNotification } from "@surreal-sdk/core";
import type { RecordId } from "@surreal-sdk/values";
import type { Account } from "./judge.ts";
import { endOf } from "./outcomes.ts";
import type { Stored } from "./server/database.ts";
import type { User, UserSession } from "./user.ts";
import { mostLives } from "./world.ts";

/** A live query that is consumed. */
export interface Watch {
  readonly session: UserSession;
  readonly stream: AsyncGenerator<LiveNotification>;
  readonly account: Account;
  readonly resync: "changes" | "snapshot" | undefined;
  /** What it has told: the number of each write, each deletion whose number a feed does not tell, and each gap. */
  readonly told: (number | "DELETE" | "GAP")[];
}

/** Starts live queries, consumes them, and ends them. */
export class Watcher {
  readonly #user: User;
  readonly #running: Set<Watch> = new Set();
  #started = 0;

  constructor(user: User) {
    this.#user = user;
  }

  /** Those that are not over. */
  get running(): readonly Watch[] {
    return [...this.#running];
  }

  /** Starts a live query on a table of its own, and consumes it until it is over. */
  async live(session: UserSession): Promise<void> {
    const { world } = this.#user;
    if (this.#started >= mostLives) return;
    this.#started += 1;
    const account = world.judge.open("live", session.wanted, world.nextOrder(), world.era);
    const resync = world.random.pick([undefined, undefined, "changes", "snapshot"] as const);
    const options = resync === undefined ? {} : { resync };
    const { value: id, error } = await this.#user.watch(session, `live ${account.marker} ${resync ?? ""}`, () =>
      session.view.live(account.marker, options),
    );
    account.end = id === undefined ? endOf(error) : "succeeded";
    if (id === undefined) {
      account.killed = true;
      return;
    }
    const stream = session.view.subscribeLive(id, this.#isBlocking ? { timeout: 20 } : {});
    const watch: Watch = { session, stream, account, resync, told: [] };
    this.#running.add(watch);
    if (!this.#isBlocking) void this.#consume(watch);
  }

  /** A blocking user looks for notifications; an asynchronous one is told. */
  async look(): Promise<void> {
    const [watch] = this.#running;
    if (watch !== undefined) await this.#next(watch);
  }

  /** Stops one; the server is to know that. */
  async stop(): Promise<void> {
    const [watch] = this.#running;
    if (watch === undefined) return;
    this.#running.delete(watch);
    const { session, stream, account } = watch;
    const { error } = await this.#user.watch(session, `stop ${account.marker}`, () => stream.return(undefined));
    if (error === undefined) account.killed = true;
  }

  get #isBlocking(): boolean {
    return this.#user.world.kind === "threaded";
  }

  async #consume(watch: Watch): Promise<void> {
    while (await this.#next(watch));
    this.#running.delete(watch);
  }

  async #next({ session, stream, account, told }: Watch): Promise<boolean> {
    const { ledger } = this.#user.world;
    // Waiting for a change opens no connection.
    const { value, error } = await this.#user.waitFor(session, () => stream.next());
    if (error !== undefined) ledger.note(() => `${account.marker} ended: ${error}`);
    if (value === undefined || value.done === true) return false;
    ledger.note(() => `${account.marker} tells ${value.value.action}`);
    ledger.met(`told ${value.value.action}`);
    if (value.value.action === "GAP") {
      told.push("GAP");
      return true;
    }
    const { record, result } = value.value;
    told.push((result as Partial<Stored>).n ?? "DELETE");
    this.#judgeHome(account, homeOf(record));
    return true;
  }

  #judgeHome({ marker, wanted, order }: Account, home: string): void {
    const homes = [...wanted.place.at(order)].map((place) => `${wanted.host} ${place}`);
    if (homes.includes(home)) return;
    const { ledger } = this.#user.world;
    ledger.violate("a live query keeps its place", `${marker} tells of ${home} instead of ${homes.join(" or ")}`);
  }
}

/** Where a record lives. */
function homeOf(record: RecordId | undefined): string {
  return String((record?.id as [home: string, key: number] | undefined)?.[0]);
}
