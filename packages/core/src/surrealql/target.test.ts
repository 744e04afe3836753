import { FileRef, Range, RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { blockingWorld } from "../../test/test-world.ts";
import type { SurrealConnection } from "../client/connection.ts";
import { surql } from "./bound-query.ts";

type Db = SurrealConnection<"blocking">;

const john = new RecordId("user", "john");

describe("what is refused before anything is sent", () => {
  it.each<[string, (db: Db) => unknown, string, RegExp]>([
    ["two colons", (db) => db.select("a:b:c"), "InvalidRecordIdError", /new RecordId\(table, id\)/],
    ["a second statement", (db) => db.select("user:1; REMOVE TABLE user"), "InvalidRecordIdError", /RecordId/],
    ["a table that is no plain name", (db) => db.select("a-b" as string), "InvalidTableError", /new Table\(name\)/],
    ["a bare range", (db) => db.select(new Range(1 as never, 2 as never) as never), "TypeError", /Range|bound/i],
    ["no target", (db) => db.select(undefined as never), "TypeError", /takes a RecordId, a Table or a string/],
    ["a list as target", (db) => db.update([john] as never).execute(), "TypeError", /not a list/],
    [
      "an option that nobody knows",
      (db) => db.select("user", { limits: 5 } as never),
      "TypeError",
      /select\(\) has no option "limits"/,
    ],
    [
      "an option of create that nobody knows",
      (db) => db.create("user", {}, { were: 1 } as never),
      "TypeError",
      /no option "were"/,
    ],
    ["text as condition", (db) => db.select("user", { where: "age > 18" as never }), "TypeError", /surql/],
    [
      "fields that are no list",
      (db) => db.select("user", { fields: "name" as never }),
      "TypeError",
      /`fields` is a list/,
    ],
    ["no fields", (db) => db.select("user", { fields: [] }), "RangeError", /`fields` is empty/],
    ["an empty segment", (db) => db.select("user", { fields: ["a..b"] }), "RangeError", /names no field/],
    [
      "a field that is no text",
      (db) => db.select("user", { fields: [5 as never] }),
      "TypeError",
      /named by a string, not number/,
    ],
    ["half a limit", (db) => db.select("user", { limit: 1.5 }), "RangeError", /`limit`/],
    ["a negative start", (db) => db.select("user", { start: -1 }), "RangeError", /`start`/],
    [
      "a direction",
      (db) => db.select("user", { orderBy: { field: "a", direction: "up" as never } }),
      "TypeError",
      /direction/,
    ],
    ["an order", (db) => db.select("user", { orderBy: { age: "desc" } as never }), "TypeError", /"age DESC"/],
    ["a timeout", (db) => db.select("user", { timeout: -5 }), "TypeError", /`timeout`/],
    ["a version", (db) => db.select("user", { version: "now" as never }), "TypeError", /`version`/],
    [
      "a date that is none",
      (db) => db.select("user", { version: new Date(Number.NaN) }),
      "InvalidDatetimeError|RangeError|TypeError",
      /./,
    ],
    [
      "what to return",
      (db) =>
        db
          .update("user")
          .return("all" as never)
          .execute(),
      "TypeError",
      /`return`/,
    ],
    [
      "what to return of a prototype",
      (db) =>
        db
          .update("user")
          .return("constructor" as never)
          .execute(),
      "TypeError",
      /`return`/,
    ],
    ["a schema", (db) => db.select("user", { into: {} as never }), "TypeError", /`into`/],
    ["a schema of rows", (db) => db.query("RETURN 1").rows({} as never), "TypeError", /`into`/],
    ["no schema", (db) => db.query("RETURN 1").into(undefined as never), "TypeError", /into\(\)/],
    [
      "data for delete",
      (db) =>
        new (db.update("user").constructor as new (...given: unknown[]) => { content(data: unknown): unknown })(
          (db as unknown as { context: unknown }).context,
          { verb: "DELETE", target: { value: john, single: true } },
        ).content({}),
      "SurrealError",
      /A delete takes no data/,
    ],
    ["a list for create", (db) => db.create("user", [{ a: 1 }]), "TypeError", /insert\(table, list\)/],
    [
      "a list for update",
      (db) => db.update("user", [{ a: 1 }]),
      "TypeError",
      /update\(\) takes the fields .* not a list/,
    ],
    ["a list for merge", (db) => db.merge("user", [{ a: 1 }]), "TypeError", /not a list/],
    ["true for relation", (db) => db.insert("knows", {}, true as never), "TypeError", /\{ relation: true \}/],
    ["a text for relation", (db) => db.insert("knows", {}, { relation: "no" } as never), "TypeError", /true or false/],
    ["a text for ignore", (db) => db.insert("knows", {}, { ignore: "false" } as never), "TypeError", /true or false/],
    [
      "an edge whose end names a table",
      (db) => db.insertRelation("knows", { in: "user", out: "user:b" }),
      "TypeError",
      /^insertRelation\(\) takes records: "in"/,
    ],
    ["a patch that is no list", (db) => db.patch(john, { op: "remove" } as never), "TypeError", /JSON Patch/],
    [
      "an insert into a record",
      (db) => db.insert(john as never, {}),
      "TypeError",
      /Can not execute INSERT statement using value 'user:john'/,
    ],
    ["an insert into a record by text", (db) => db.insert("user:john", {}), "TypeError", /names a record/],
    ["an insert of nothing", (db) => db.insert("user", undefined as never), "SurrealError", /nothing to insert/],
    ["an insert of null", (db) => db.insert("user").content(null as never), "SurrealError", /nothing to insert/],
    ["an edge that is none", (db) => db.relate(john, 5 as never, john), "TypeError", /second argument/],
    ["a table as an end", (db) => db.relate("user" as never, "knows", john), "TypeError", /"from" is a RecordId/],
    ["a query that is none", (db) => db.query(5 as never).execute(), "TypeError", /A query is a string/],
    [
      "variables that are none",
      (db) => db.query("RETURN 1", [] as never).execute(),
      "TypeError",
      /variables of a query are an object/,
    ],
    [
      "a variable that is named with its dollar",
      (db) => db.query("RETURN $a", { $a: 1 }).execute(),
      "TypeError",
      /named without the dollar/,
    ],
    [
      "variables in a Map, which has no names of its own",
      (db) => db.queryRaw("RETURN $a", new Map([["a", 1]])),
      "TypeError",
      /Object\.fromEntries/,
    ],
    [
      "a variable that the query binds itself",
      (db) => db.query(surql`RETURN ${1}`, { _0: 2 }).execute(),
      "TypeError",
      /\$_0 is bound by the query itself/,
    ],
    [
      "a value that nobody can encode",
      (db) => db.query("RETURN $a", { a: 2n ** 70n }).execute(),
      "RangeError|EncodeError",
      /./,
    ],
    ["a function as a value", (db) => db.create("user", { f: () => 1 }), "TypeError|EncodeError", /./],
    ["text as file content", (db) => db.files.put(new FileRef("b", "k"), "text" as never), "TypeError", /TextEncoder/],
    [
      "a handle as file content",
      (db) => db.files.put(new FileRef("b", "k"), {} as never),
      "TypeError",
      /read a handle/,
    ],
    ["text as a file", (db) => db.files.get("b:/k" as never), "TypeError", /new FileRef/],
    [
      "a file as a key",
      (db) => db.files.copy(new FileRef("b", "k"), new FileRef("b", "l") as never),
      "TypeError",
      /pass "\/?l"/,
    ],
    ["a bucket that is none", (db) => db.files.list(5 as never), "TypeError", /bucket/],
    ["a limit of files", (db) => db.files.list("b", { limit: 0 }), "RangeError", /`limit`/],
    ["a limit that is no number", (db) => db.files.list("b", { limit: true as never }), "TypeError", /`limit`/],
    ["a prefix that is none", (db) => db.files.list("b", { prefix: 5 as never }), "TypeError", /`prefix`/],
    ["an option of files.list", (db) => db.files.list("b", { after: "x" } as never), "TypeError", /no option "after"/],
  ])("%s", (_, call, name, message) => {
    const { db, channel } = blockingWorld();
    let error: unknown;
    try {
      call(db);
    } catch (thrown) {
      error = thrown;
    }
    expect((error as Error | undefined)?.name).toMatch(new RegExp(`^(${name})$`));
    expect((error as Error).message).toMatch(message);
    expect(channel.wire).toEqual([]);
  });
});
