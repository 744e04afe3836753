import { connectClient } from "../clients/client.ts";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { insertedRows } from "./inserted-rows.ts";

/** Records a second that one `insert()` writes. Each round has a table of its own, which is removed afterwards. */
export const enter: Enter = async (facts) => {
  const client = textFact(facts, "client");
  const db = await connectClient(client, textFact(facts, "url"));
  const count = numberFact(facts, "count");
  let round = 0;
  return {
    round: async () => {
      const table = `insert_${client}_${++round}`;
      const rows = insertedRows(count, (index) => db.recordId(table, index));
      const start = performance.now();
      await db.insert(table, rows);
      const passed = performance.now() - start;
      await db.query(`REMOVE TABLE ${table}`);
      return (count * 1_000) / passed;
    },
    end: async () => void (await db.close()),
  };
};
