import { randomUuid } from "../harness/bench.ts";
import type { CheckGroup } from "../harness/check.ts";
import type { Conversation } from "../harness/conversation.ts";
import { expectSame, uuidText } from "../harness/expectation.ts";

const names = "SELECT VALUE name FROM person ORDER BY name";

/** Transactions that span requests. */
export const transactions: CheckGroup = {
  name: "transactions",
  applies: (capabilities) => capabilities.transactions,
  checks: [
    {
      name: "hide what they wrote from other sessions until they are committed",
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("DEFINE TABLE person");
        const begun = await begin(conversation);
        await conversation.query("CREATE person SET name = 'Ada'", {}, begun);
        expectSame(await conversation.query(names, {}, begun), ["Ada"], "The rows inside");
        expectSame(await conversation.query(names), [], "The rows outside, before the commit");
        await conversation.ask("commit", [begun.id], { ends: begun.transaction });
        expectSame(await conversation.query(names), ["Ada"], "The rows after the commit");
      },
    },
    {
      name: "leave no trace when they are cancelled",
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("DEFINE TABLE person");
        const begun = await begin(conversation);
        await conversation.query("CREATE person SET name = 'Ada'", {}, begun);
        await conversation.ask("cancel", [begun.id], { ends: begun.transaction });
        expectSame(await conversation.query(names), [], "The rows after the cancel");
      },
    },
    {
      name: "do not see each other's writes, side by side on one connection",
      run: async (bench) => {
        const conversation = await bench.enter();
        await conversation.query("DEFINE TABLE person");
        const one = await begin(conversation);
        const other = await begin(conversation);
        await Promise.all([
          conversation.query("CREATE person:1 SET name = 'Ada'", {}, one),
          conversation.query("CREATE person:2 SET name = 'Grace'", {}, other),
        ]);
        expectSame(await conversation.query(names, {}, one), ["Ada"], "The rows inside the first");
        expectSame(await conversation.query(names, {}, other), ["Grace"], "The rows inside the second");
        await conversation.ask("commit", [one.id], { ends: one.transaction });
        await conversation.ask("cancel", [other.id], { ends: other.transaction });
        expectSame(await conversation.query(names), ["Ada"], "The rows that stayed");
      },
    },
    {
      name: "can be finished only once",
      run: async (bench) => {
        const conversation = await bench.enter();
        const begun = await begin(conversation);
        await conversation.ask("commit", [begun.id], { ends: begun.transaction });
        await conversation.askInVain("commit", [begun.id], { ends: begun.transaction });
        await conversation.askInVain("cancel", [begun.id], { ends: begun.transaction });
        await conversation.askInVain("query", ["RETURN 1"], { transaction: begun.transaction });
        await conversation.askInVain("query", ["RETURN 1"], { transaction: randomUuid() });
        expectSame(await conversation.query("RETURN 1"), 1, "The connection itself");
      },
    },
    {
      name: "end with their connection, uncommitted",
      applies: ({ engine }) => engine.capabilities.reconnect,
      run: async (bench) => {
        const first = await bench.enter();
        await first.query("DEFINE TABLE person");
        const begun = await begin(first);
        await first.query("CREATE person SET name = 'Ada'", {}, begun);
        await first.close();
        const second = await bench.enter();
        expectSame(await second.query(names), [], "The rows after the connection was closed");
        await second.askInVain("query", ["RETURN 1"], { transaction: begun.transaction });
      },
    },
  ],
};

async function begin(conversation: Conversation): Promise<{ readonly id: unknown; readonly transaction: string }> {
  const id = await conversation.ask("begin");
  return { id, transaction: uuidText(id) };
}
