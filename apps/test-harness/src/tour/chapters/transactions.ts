import { RecordId, UnsupportedFeatureError } from "surreal-sdk";
import type { Chapter, Scene } from "../chapter.ts";

const account = new RecordId("account", "shared");

/** All or nothing, and again when somebody else was faster. */
export const transactions: Chapter = {
  title: "Transactions: one committed, one cancelled, one retried",
  async show(scene) {
    await scene.stage.db.query("DEFINE TABLE IF NOT EXISTS account; DELETE account").execute();
    await committed(scene);
    await cancelled(scene);
    await retried(scene);
  },
  async refusals({ stage: { db }, expect }) {
    await expect.refused("HTTP refuses beginTransaction", UnsupportedFeatureError, () => db.beginTransaction());
    await expect.refused("HTTP refuses transaction", UnsupportedFeatureError, () => db.transaction(async () => {}));
  },
};

async function committed({ stage: { db }, expect }: Scene): Promise<void> {
  const transaction = await db.beginTransaction();
  await transaction.create(account, { balance: 100 });
  expect.equal("until commit nobody else sees it", await db.select(account), undefined);
  await transaction.commit();
  expect.equal("afterwards everybody does", await db.select(account), { id: account, balance: 100 });
}

async function cancelled({ stage: { db }, expect }: Scene): Promise<void> {
  const transaction = await db.beginTransaction();
  await transaction.merge(account, { balance: 0 });
  expect.equal("a transaction sees its own writes", (await transaction.select(account))?.balance, 0);
  await transaction.cancel();
  expect.equal("cancelling takes them back", (await db.select(account))?.balance, 100);
}

async function retried({ stage: { db }, narrator, expect }: Scene): Promise<void> {
  narrator.code("db.transaction(async (transaction) => { … }, { retries: 3 })");
  let attempts = 0;
  const balance = await db.transaction(
    async (transaction) => {
      attempts += 1;
      const before = Number((await transaction.select(account))?.balance);
      // Somebody else is faster, once: the commit will find that the account has changed.
      if (attempts === 1) await db.merge(account, { balance: 150 });
      await transaction.merge(account, { balance: before + 1 });
      return before + 1;
    },
    { retries: 3 },
  );
  expect.equal("the conflict ran it again", attempts, 2);
  expect.equal("on what the other one had written", balance, 151);
  expect.equal("and that is what is stored", (await db.select(account))?.balance, 151);
}
