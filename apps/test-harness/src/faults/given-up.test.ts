import { surql, Uuid } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { type Client, client } from "./kit/client.ts";
import { isLive } from "./kit/default-script.ts";
import { type FakeRequest, SILENCE, statement } from "./kit/fake-exchange.ts";
import type { FakePeer } from "./kit/fake-peer.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { rejection, settled } from "./kit/watchdog.ts";

/** What nothing but the client would end on the server. */
class Begun {
  readonly #alive = new Set<string>();

  get alive(): readonly string[] {
    return [...this.#alive];
  }

  execute({ method, params, session }: FakeRequest): unknown {
    switch (method) {
      case "attach":
        this.#alive.add(`session ${session}`);
        return null;
      case "detach":
        this.#alive.delete(`session ${session}`);
        return null;
      case "begin":
        return this.#add("transaction", Uuid.v7());
      case "commit":
      case "cancel":
        this.#alive.delete(`transaction ${params[0]}`);
        return null;
      case "live":
        return this.#add("live query", Uuid.v7());
      case "kill":
        this.#alive.delete(`live query ${params[0]}`);
        return null;
      default:
        return statement(isLive(params[0]) ? this.#add("live query", Uuid.v7()) : []);
    }
  }

  #add(kind: string, id: Uuid): Uuid {
    this.#alive.add(`${kind} ${id}`);
    return id;
  }
}

const counted = ["attach", "detach", "authenticate", "begin", "commit", "cancel", "live", "kill", "query"];

/** A server that leaves the message of one number unanswered, until it is asked to answer it. */
async function holding(number: number) {
  const server = await FakeSurreal.start();
  const begun = new Begun();
  let seen = 0;
  let held: readonly [FakeRequest, FakePeer] | undefined;
  let reach = (_: boolean): void => undefined;
  const reached = new Promise<boolean>((resolve) => {
    reach = resolve;
  });
  for (const method of counted)
    server.on(method, (request, peer) => {
      seen += 1;
      if (seen !== number) return begun.execute(request);
      held = [request, peer];
      reach(true);
      return SILENCE;
    });
  const answer = (): void => {
    if (held !== undefined) held[1].reply(held[0], begun.execute(held[0]));
  };
  return { server, begun, reached, answer, [Symbol.asyncDispose]: () => server.close() };
}

type View = ReturnType<Client["with"]>;

const operations: readonly [string, (view: View) => PromiseLike<unknown>][] = [
  ["newSession()", (view) => view.newSession()],
  ["beginTransaction()", (view) => view.beginTransaction()],
  ["transaction(fn)", (view) => view.transaction((tx) => tx.query("CREATE a").execute())],
  ["transaction(fn, { key })", (view) => view.transaction((tx) => tx.query("CREATE a").execute(), { key: "k" })],
  ["transaction([…])", (view) => view.transaction([surql`CREATE a`, surql`CREATE b`])],
  ["live(table)", (view) => view.live("user")],
  ["live(table, { fields })", (view) => view.live("user", { fields: ["name"] })],
  ['live(table, { resync: "snapshot" })', (view) => view.live("user", { resync: "snapshot" })],
  ["query(LIVE)", (view) => view.query("LIVE SELECT * FROM user").execute()],
];

describe("a call that is given up while a message of it is unanswered", () => {
  it.each(operations)("B13 rejects with the reason, and leaves nothing on the server: %s", async (_, call) => {
    let held = 0;
    for (let number = 1; ; number += 1) {
      await using world = await holding(number);
      const db = client(world.server.ws);
      await settled(db.signin({ username: "root", password: "root" }));
      const giving = new AbortController();
      const calling = call(db.with({ signal: giving.signal }));
      const outcome = calling.then(
        () => false,
        () => false,
      );
      if (!(await settled(Promise.race([world.reached, outcome])))) break;
      held += 1;
      const reason = new RangeError("enough");
      giving.abort(reason);
      expect(await rejection(calling)).toBe(reason);
      world.answer();
      // The late answer has been read when the first ping is answered, and what it led to has arrived with the second.
      for (let ping = 0; ping < 2; ping += 1) await settled(db.ping());
      expect(world.begun.alive).toEqual([]);
    }
    expect(held).toBeGreaterThan(0);
  });
});
