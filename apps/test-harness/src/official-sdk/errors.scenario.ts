import { RecordId, Table } from "surrealdb";
import * as expected from "./errors.expected.ts";
import type { Scenario } from "./scenario.ts";

/** Errors, each with its kind, code and details. */
export const errors: Scenario = {
  name: "errors",
  transports: ["ws", "http"],
  expected: expected.errors,
  async run({ connect, root, transcript, namespace }) {
    const nobody = await connect();
    await transcript.note("anonymous query", nobody.query("RETURN 1"));
    await transcript.note("anonymous use", nobody.use({ namespace, database: "main" }));
    await transcript.note("anonymous select", nobody.select(new Table("person")));
    const db = await root();
    await transcript.note("syntax", db.query("SELECT FROM"));
    await transcript.note("throw", db.query("THROW 'no'"));
    await transcript.note("coercion", db.query("LET $x: int = 'text'"));
    await transcript.note("timeout", db.query("SELECT * FROM 1..2 WHERE sleep(20ms) = NONE TIMEOUT 1ms"));
    await transcript.note("unknown function", db.query("RETURN fn::unknown()"));
    await db.query(
      "DEFINE TABLE strict SCHEMAFULL; DEFINE FIELD n ON strict TYPE int; DEFINE INDEX one ON strict FIELDS n UNIQUE",
    );
    await transcript.note("field type", db.create(new RecordId("strict", 1)).content({ n: "text" }));
    await db.create(new RecordId("strict", 2)).content({ n: 1 });
    await transcript.note("unique index", db.create(new RecordId("strict", 3)).content({ n: 1 }));
    await transcript.note("failed transaction", db.query("BEGIN; CREATE strict:4 SET n = 4; THROW 'undo'; COMMIT"));
    await transcript.note("undone", db.select(new RecordId("strict", 4)));
    await transcript.note("wrong password", db.signin({ username: "root", password: "wrong" }));
    await transcript.note("unknown access", db.signin({ namespace, database: "main", access: "none", variables: {} }));
    await transcript.note("no token", db.authenticate("token"));
  },
};
