import type { LiveSubscription, Uuid } from "surrealdb";
import { RecordId, Table } from "surrealdb";
import * as expected from "./realtime.expected.ts";
import type { Scenario } from "./scenario.ts";

/** Live queries, from the first notification to the last. */
export const live: Scenario = {
  name: "live queries",
  transports: ["ws"],
  expected: expected.live,
  async run({ root, transcript }) {
    const db = await root();
    const writer = await root();
    await transcript.note("missing table", db.live(new Table("item")));
    await db.query("DEFINE TABLE item");
    const subscription = await db.live(new Table("item"));
    const item = new RecordId("item", 1);
    await transcript.note(
      "create",
      after(subscription, () => writer.create(item).content({ n: 1 })),
    );
    await transcript.note(
      "update",
      after(subscription, () => writer.update(item).merge({ n: 2 })),
    );
    await transcript.note(
      "delete",
      after(subscription, () => writer.delete(item)),
    );
    await transcript.note("kill", subscription.kill());
    const [id] = await db.query<[Uuid]>("LIVE SELECT DIFF FROM item WHERE n > 5");
    const diff = await db.liveOf(id);
    await writer.query("CREATE item:5 SET n = 5");
    await transcript.note(
      "create within",
      after(diff, () => writer.query("CREATE item:6 SET n = 6")),
    );
    await transcript.note(
      "change within",
      after(diff, () => writer.query("UPDATE item:6 SET n = 7")),
    );
  },
};

/** Sessions beside the default one. */
export const sessions: Scenario = {
  name: "sessions",
  transports: ["ws"],
  expected: expected.sessions,
  async run({ root, transcript, namespace }) {
    const db = await root();
    const session = await db.newSession();
    await transcript.note("sessions", db.sessions());
    await transcript.note("blank", session.query("RETURN 1"));
    await session.signin({ username: "root", password: "root" });
    await session.use({ namespace, database: "other" });
    await session.set("x", 1);
    await transcript.note("its own", session.query("RETURN [session::db(), $x]"));
    await transcript.note("the default one", db.query("RETURN [session::db(), $x]"));
    const fork = await session.forkSession();
    await transcript.note("fork", fork.query("RETURN [session::db(), $x]"));
    await transcript.note("close", session.closeSession());
    await transcript.note("left", db.sessions());
  },
};

/** Client transactions. */
export const transactions: Scenario = {
  name: "transactions",
  transports: ["ws"],
  expected: expected.transactions,
  async run({ root, transcript }) {
    const db = await root();
    await db.query("DEFINE TABLE item");
    const committed = await db.beginTransaction();
    await transcript.note("create", committed.create(new RecordId("item", 1)).content({ n: 1 }));
    await transcript.note("outside", db.select(new Table("item")));
    await transcript.note("commit", committed.commit());
    await transcript.note("committed", db.select(new Table("item")));
    await transcript.note("commit again", committed.commit());
    const cancelled = await db.beginTransaction();
    await cancelled.create(new RecordId("item", 2)).content({ n: 2 });
    await transcript.note("cancel", cancelled.cancel());
    await transcript.note("cancelled", db.select(new RecordId("item", 2)));
    const [one, two] = [await db.beginTransaction(), await db.beginTransaction()];
    await one.query("UPDATE item:1 SET n = 10");
    await two.query("UPDATE item:1 SET n = 20");
    await transcript.note("first", one.commit());
    await transcript.note("conflict", two.commit());
    await transcript.note("unfinished", one.select(new Table("item")));
  },
};

/** Writes, and gives the notification that this leads to. */
function after(subscription: LiveSubscription, write: () => PromiseLike<unknown>): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const stop = subscription.subscribe(({ action, recordId, value }) => {
      stop();
      resolve([action, recordId, value]);
    });
    write().then(undefined, reject);
  });
}
