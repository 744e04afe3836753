import { RecordId, UnsupportedFeatureError } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";
import { answer, callback, type Part } from "../play.ts";
import type { Database } from "../stage.ts";

type Transaction = Awaited<ReturnType<Database["beginTransaction"]>>;

const account = new RecordId("account", "shared");

/** All or nothing, and again when somebody else was faster. */
export const transactions: Chapter = {
  title: "Transactions: one committed, one cancelled, one retried",
  *show(scene) {
    yield* answer(scene.stage.db.query("DEFINE TABLE IF NOT EXISTS account; DELETE account").execute());
    yield* committed(scene);
    yield* cancelled(scene);
    yield* retried(scene);
  },
  *refusals({ stage, expect }) {
    const { db } = stage;
    yield* expect.refused("HTTP refuses beginTransaction", UnsupportedFeatureError, () => db.beginTransaction());
    yield* expect.refused("HTTP refuses transaction", UnsupportedFeatureError, () =>
      db.transaction(callback(stage.mode, function* () {})),
    );
  },
};

function* committed({ stage: { db }, expect }: Scene): Part<void> {
  const transaction = yield* answer(db.beginTransaction());
  yield* answer(transaction.create(account, { balance: 100 }));
  expect.equal("until commit nobody else sees it", yield* answer(db.select(account)), undefined);
  yield* answer(transaction.commit());
  expect.equal("afterwards everybody does", yield* answer(db.select(account)), { id: account, balance: 100 });
}

function* cancelled({ stage: { db }, expect }: Scene): Part<void> {
  const transaction = yield* answer(db.beginTransaction());
  yield* answer(transaction.merge(account, { balance: 0 }));
  expect.equal("a transaction sees its own writes", (yield* answer(transaction.select(account)))?.balance, 0);
  yield* answer(transaction.cancel());
  expect.equal("cancelling takes them back", (yield* answer(db.select(account)))?.balance, 100);
}

function* retried({ stage, narrator, expect }: Scene): Part<void> {
  const { db } = stage;
  narrator.code("db.transaction((transaction) => { … }, { retries: 3 })");
  let attempts = 0;
  const balance = yield* answer(
    db.transaction(
      callback(stage.mode, function* (transaction: Transaction) {
        attempts += 1;
        const before = Number((yield* answer(transaction.select(account)))?.balance);
        // Somebody else is faster, once: the commit will find that the account has changed.
        if (attempts === 1) yield* answer(db.merge(account, { balance: 150 }));
        yield* answer(transaction.merge(account, { balance: before + 1 }));
        return before + 1;
      }),
      { retries: 3 },
    ),
  );
  expect.equal("the conflict ran it again", attempts, 2);
  expect.equal("on what the other one had written", balance, 151);
  expect.equal("and that is what is stored", (yield* answer(db.select(account)))?.balance, 151);
}
