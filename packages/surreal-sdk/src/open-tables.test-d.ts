// Read by the compiler alone: tables that keep undeclared fields, as SCHEMALESS ones do, in the form that `typegen` writes.
import { expectTypeOf } from "vitest";
import { AsyncSurreal, type Datetime, type LiveId, RecordId, Surreal } from "./index.ts";

interface Person {
  readonly id: RecordId<"person">;
  name: string;
  born: Datetime;
  best?: RecordId<"person">;
  addr?: { street: string; owner?: RecordId<"person">; [key: string]: unknown };
  [key: string]: unknown;
}
interface Likes {
  readonly id: RecordId<"likes">;
  readonly in: RecordId<"person">;
  readonly out: RecordId<"person">;
  since: number;
  [key: string]: unknown;
}
interface LikesInsert {
  id?: Likes["id"] | string | undefined;
  in: RecordId<"person">;
  out: RecordId<"person">;
  since: number;
  [key: string]: unknown;
}
interface PersonInsert {
  id?: Person["id"] | string | undefined;
  name: string;
  born: Datetime | Date;
  [key: string]: unknown;
}
interface PersonUpdate {
  name?: string;
  [key: string]: unknown;
}
interface Database {
  tables: {
    person: { row: Person; insert: PersonInsert; update: PersonUpdate };
    likes: { row: Likes; insert: LikesInsert; update: Partial<Likes>; relation: { in: "person"; out: "person" } };
  };
}

interface NewPerson {
  readonly name: string;
  readonly born: Date;
}
interface Size {
  readonly size: number;
}

declare const names: string[];
declare const newPerson: NewPerson;
declare const size: Size;
const ada = new RecordId("person", "ada");
const connect = () => AsyncSurreal<Database>("ws://x");

export async function reading(): Promise<void> {
  const db = connect();
  expectTypeOf(await db.select("person")).toEqualTypeOf<Person[]>();
  const [row] = await db.select("person", { fields: ["name", "addr.street", "size"] });
  expectTypeOf(row?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(row?.addr?.street).toEqualTypeOf<string | undefined>();
  expectTypeOf(row?.size).toEqualTypeOf<unknown>();
  expectTypeOf(row?.born).toEqualTypeOf<unknown>();
  // @ts-expect-error the date of birth was not selected
  row?.born.toDate();
  const [all] = await db.select("person", { fields: ["*", "best.name"] });
  expectTypeOf(all?.born).toEqualTypeOf<Datetime | undefined>();
  expectTypeOf(all?.best?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(await db.select("person", { fields: names })).toEqualTypeOf<Partial<Person>[]>();
  expectTypeOf(await db.select("person", { value: "name" })).toEqualTypeOf<string[]>();
  expectTypeOf(await db.select("person", { value: "size" })).toEqualTypeOf<unknown[]>();
  expectTypeOf(await db.live("person", { value: "name" })).toEqualTypeOf<LiveId<string>>();
  for await (const { name, born } of db.rows("person", { fields: ["name"] })) {
    expectTypeOf(name).toEqualTypeOf<string>();
    expectTypeOf(born).toEqualTypeOf<unknown>();
  }
  expectTypeOf(Surreal<Database>("mem://").select("person", { fields: ["name"] })[0]?.born).toEqualTypeOf<unknown>();
}

/** An interface has no index signature, and is data all the same. */
export async function writing(): Promise<void> {
  const db = connect();
  expectTypeOf(await db.create("person", newPerson)).toEqualTypeOf<Person>();
  expectTypeOf(await db.insert("person", [newPerson, { ...newPerson, size: 5 }])).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.merge(ada, size)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.create("person").content({ name: "Ada", born: new Date(0), size: 5 })).toEqualTypeOf<Person>();
  // @ts-expect-error the date of birth is missing
  await db.create("person", size);
  // @ts-expect-error a name is text
  await db.create("person", { ...newPerson, name: 5 });
  // @ts-expect-error a name is text
  await db.merge(ada, { name: 5 });
  // @ts-expect-error text is no record
  await db.merge(ada, "text");
}

export async function followingLinks(): Promise<void> {
  const db = connect();
  const found = (await db.select(ada, { fetch: ["best", "addr.owner", "boss"] }))!;
  expectTypeOf(found.best?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(found.addr?.owner?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(found.boss).toEqualTypeOf<unknown>();
  expectTypeOf(found.name).toEqualTypeOf<string>();
}

export async function relating(): Promise<void> {
  const db = connect();
  expectTypeOf(await db.relate(ada, "likes", ada, { since: 1, why: "so" })).toEqualTypeOf<Likes>();
  await db.insertRelation("likes", { in: "person:ada", out: "person:bob", since: 1 });
  // @ts-expect-error since is missing
  await db.relate(ada, "likes", ada);
  // @ts-expect-error since is a number
  await db.relate(ada, "likes", ada, { since: "1833" });
  // @ts-expect-error since is missing
  await db.insertRelation("likes", { in: ada, out: ada });
  // @ts-expect-error the end is a record of another table
  await db.insertRelation("likes", { in: ada, out: "company:acme", since: 1 });
}
