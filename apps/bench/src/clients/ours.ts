import { AsyncSurreal, RecordId } from "surreal-sdk";
import type { Connect } from "./client.ts";

/** This SDK. */
export const connect: Connect = async (url, database) => {
  // The other clients wait for ever.
  const limits = { maxMessageBytes: 2 ** 30, timeout: Number.POSITIVE_INFINITY };
  const db = await AsyncSurreal(url, { namespace: "bench", database, ...limits }).connect();
  return {
    recordId: (table, id) => new RecordId(table, id),
    query: (text) => db.query(text),
    insert: (table, rows) => db.insert(table, rows as Record<string, unknown>[]),
    export: () => db.export(),
    import: (text) => db.import(text),
    async live(table, heard) {
      const id = await db.live(table);
      const stream = db.subscribeLive(id);
      const listening = (async () => {
        for await (const { action } of stream) {
          if (action === "GAP") throw new Error("The live query has missed notifications.");
          heard();
        }
      })();
      return async () => {
        await db.kill(id);
        await listening;
      };
    },
    close: () => db.close(),
  };
};
