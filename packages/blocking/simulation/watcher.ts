import type { LiveNotification } from "@surreal-sdk/core";
import type { Account } from "./judge.ts";
import { endOf } from "./outcomes.ts";
import type { Stored } from "./server/database.ts";
import type { User, UserSession } from "./user.ts";
import { mostLives } from "./world.ts";

/** Starts live queries, consumes them, and ends them. */
export class Watcher {
  readonly #user: User;
  readonly #running: Set<{ readonly stream: AsyncGenerator<LiveNotification>; readonly account: Account }> = new Set();
  #started = 0;

  constructor(user: User) {
    this.#user = user;
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
    if (id === undefined) return;
    const stream = session.view.subscribeLive(id, this.#isBlocking ? { timeout: 20 } : {});
    const running = { stream, account };
    this.#running.add(running);
    if (!this.#isBlocking) void this.#consume(session, running);
  }

  /** Whoever blocks looks for what has come; whoever does not is told. */
  async look(session: UserSession): Promise<void> {
    const [running] = this.#running;
    if (running !== undefined) await this.#next(session, running);
  }

  /** Stops one; the server is to know that. */
  async stop(session: UserSession): Promise<void> {
    const [running] = this.#running;
    if (running === undefined) return;
    this.#running.delete(running);
    const { error } = await this.#user.watch(session, `stop ${running.account.marker}`, () => running.stream.return(undefined));
    if (error === undefined) running.account.killed = true;
  }

  get #isBlocking(): boolean {
    return this.#user.world.kind === "threaded";
  }

  async #consume(session: UserSession, running: { stream: AsyncGenerator<LiveNotification>; account: Account }): Promise<void> {
    while (await this.#next(session, running));
  }

  async #next(
    session: UserSession,
    running: { stream: AsyncGenerator<LiveNotification>; account: Account },
  ): Promise<boolean> {
    const { ledger } = this.#user.world;
    const { marker, wanted, order } = running.account;
    // Waiting for a change opens no connection.
    const { value, error } = await this.#user.waitFor(session, () => running.stream.next());
    if (error !== undefined) ledger.note(() => `${marker} ended: ${error}`);
    if (value === undefined) return false;
    if (value.done === true) return this.#isBlocking;
    ledger.note(() => `${marker} tells ${value.value.action}`);
    if (value.value.action === "GAP") {
      ledger.met("gap");
      return true;
    }
    const { home } = value.value.result as Stored;
    const homes = [...wanted.place.at(order)].map((place) => `${wanted.host} ${place}`);
    if (!homes.includes(home))
      ledger.violate("a live query keeps its place", `${marker} tells of ${home} instead of ${homes.join(" or ")}`);
    ledger.met(`told ${value.value.action}`);
    return true;
  }
}
