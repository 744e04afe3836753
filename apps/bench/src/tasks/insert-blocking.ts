import { RecordId, Surreal } from "surreal-sdk";
import { type Enter, numberFact, textFact } from "../contestant.ts";
import { insertedRows } from "./inserted-rows.ts";

/** The same in blocking mode. */
export const enter: Enter = (facts) => {
  const options = { namespace: "bench", database: "bench", maxMessageBytes: 2 ** 30 };
  const db = Surreal(textFact(facts, "url"), options).connect();
  const count = numberFact(facts, "count");
  let round = 0;
  return {
    round: () => {
      const table = `insert_blocking_${++round}`;
      const rows = insertedRows(count, (index) => new RecordId(table, index));
      const start = performance.now();
      db.insert(table, rows);
      const passed = performance.now() - start;
      db.query(`REMOVE TABLE ${table}`).execute();
      return (count * 1_000) / passed;
    },
    end: () => db.close(),
  };
};
