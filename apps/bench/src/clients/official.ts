import { RecordId, Surreal, Table } from "surrealdb";
import { WebSocket } from "ws";
import type { Connect } from "./client.ts";

type Row = { [name: string]: unknown };

/** The official SDK, with the same `ws` beneath it. */
export const connect: Connect = async (url, database) => {
  const db = new Surreal({ websocketImpl: WebSocket as unknown as typeof globalThis.WebSocket });
  await db.connect(`${url}/rpc`, { namespace: "bench", database });
  return {
    recordId: (table, id) => new RecordId(table, id),
    query: (text) => db.query(text),
    insert: (table, rows) => db.insert<Row>(new Table(table), rows as Row[]),
    export: () => db.export(),
    import: (text) => db.import(text),
    async live(table, heard) {
      const subscription = await db.live(new Table(table));
      subscription.subscribe((message) => {
        if (message.action !== "KILLED") heard();
      });
      return () => subscription.kill();
    },
    close: () => db.close(),
  };
};
