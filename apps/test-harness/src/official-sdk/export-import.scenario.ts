import { RecordId } from "surrealdb";
import * as expected from "./export-import.expected.ts";
import type { Scenario } from "./scenario.ts";

/** A database written out and read in again. */
export const exportImport: Scenario = {
  name: "export and import",
  transports: ["ws", "http"],
  expected: expected.exportImport,
  async run({ root, connect, transcript, namespace }) {
    const db = await root();
    await db.query("DEFINE TABLE item SCHEMALESS; DEFINE FUNCTION fn::one() { RETURN 1 }");
    await db.create(new RecordId("item", 1)).content({ text: "a 'quoted' text" });
    const dump = await db.export();
    await transcript.note("export", Promise.resolve(statements(dump)));
    await transcript.note("without records", db.export({ records: false, functions: false }).then(statements));
    await db.query("DEFINE DATABASE copy");
    await db.use({ namespace, database: "copy" });
    await transcript.note("import", db.import(dump));
    await transcript.note("imported", db.query("SELECT * FROM item; RETURN fn::one()"));
    await transcript.note("bad import", db.import("OPTION IMPORT; CREATE item:1"));
    const nobody = await connect();
    await nobody.use({ namespace, database: "main" });
    await transcript.note("anonymous export", nobody.export());
    await transcript.note("anonymous import", nobody.import("OPTION IMPORT; CREATE item:2"));
  },
};

function statements(dump: string): string[] {
  return dump.split("\n").filter((line) => line !== "" && !line.startsWith("--"));
}
