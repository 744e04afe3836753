// Read by the compiler alone: connections to a known database, with promises.
import { expectTypeOf } from "vitest";
import type { Company, Database, Likes, Person } from "./database.test-d.ts";
import {
  AsyncSurreal,
  type AsyncWatch,
  type AsyncWsSurrealConnection,
  type LiveId,
  type LiveNotification,
  type PatchOperation,
  Range,
  RecordId,
  type StandardSchema,
  surql,
  Table,
  type Tables,
} from "./index.ts";

type Db = AsyncWsSurrealConnection<Database>;
type Rows<T> = AsyncGenerator<T, void, undefined>;

declare const text: string;
declare const anyId: RecordId;
declare const authors: RecordId<"person", string>[];
declare const schema: StandardSchema<{ readonly title: string }>;
const ada = new RecordId("person", "ada");
const acme = new RecordId("company", "acme");
const people = new RecordId("person", new Range(undefined, undefined));
const complete = { name: "Ada", friends: [], tags: new Set<string>(), addr: { street: "Main" } };

interface Log {
  readonly line: string;
}
const logs = new Table<"log", Log>("log");

export async function reading(db: Db): Promise<void> {
  expectTypeOf(await db.select("person")).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.select("person:ada")).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.select("person:a..z")).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.select(ada)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.select(people)).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.select(new Table("company"))).toEqualTypeOf<Company[]>();
  expectTypeOf(await db.select(logs)).toEqualTypeOf<Log[]>();
  expectTypeOf(await db.select(`person:${text}`)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.select("person", { fields: ["name", "age"] })).toEqualTypeOf<Pick<Person, "name" | "age">[]>();
  expectTypeOf(await db.select("person", { fields: ["name", "addr.geo.lat"] })).toEqualTypeOf<
    { name: string; addr: { geo?: { lat: number | undefined } } }[]
  >();
  expectTypeOf(await db.select("person", { fields: ["employer.name"] })).toEqualTypeOf<
    { employer?: { name: string | undefined } }[]
  >();
  expectTypeOf(await db.select("person", { fields: ["friends.name"] })).toEqualTypeOf<
    { friends: { name: (string | undefined)[] } }[]
  >();
  const fetched = (await db.select(ada, { fetch: ["best", "friends"] }))!;
  expectTypeOf(fetched.best).toEqualTypeOf<Person | Company | undefined>();
  expectTypeOf(fetched.friends).toEqualTypeOf<(Person | undefined)[]>();
  expectTypeOf(fetched.employer).toEqualTypeOf<RecordId<"company", string> | undefined>();
  const nested = (await db.select(ada, { fetch: ["employer", "employer.owner"] }))!;
  expectTypeOf(nested.employer?.owner).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.select("person", { fields: ["friends"], fetch: ["friends"] })).toEqualTypeOf<
    { friends: (Person | undefined)[] }[]
  >();
  expectTypeOf(await db.select("person", { orderBy: "age DESC", limit: 5 })).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.select("person", { into: schema })).toEqualTypeOf<{ readonly title: string }[]>();
  expectTypeOf(db.rows("person")).toEqualTypeOf<Rows<Person>>();
  expectTypeOf(db.rows(people, { fields: ["name"] })).toEqualTypeOf<Rows<Pick<Person, "name">>>();
  for await (const { employer, friends } of db.rows("person", { fetch: ["employer", "friends"] })) {
    expectTypeOf(employer).toEqualTypeOf<Company | undefined>();
    expectTypeOf(friends).toEqualTypeOf<(Person | undefined)[]>();
  }
  expectTypeOf(await db.select("person", { fields: ["friends.*"] })).toEqualTypeOf<
    { friends: (Person | undefined)[] }[]
  >();
  expectTypeOf(await db.select("person", { value: "friends[*]" })).toEqualTypeOf<(Person | undefined)[][]>();
  expectTypeOf(db.rows(surql<[Company[]]>`SELECT * FROM company`)).toEqualTypeOf<Rows<Company>>();
  expectTypeOf(await db.query(surql<[Person[]]>`SELECT * FROM person`).execute()).toEqualTypeOf<[Person[]]>();
}

export async function writing(db: Db): Promise<void> {
  expectTypeOf(await db.create("person", complete)).toEqualTypeOf<Person>();
  expectTypeOf(await db.create("person").content(complete)).toEqualTypeOf<Person>();
  expectTypeOf(await db.create(logs, { line: "a" })).toEqualTypeOf<Log>();
  expectTypeOf(await db.update(ada, complete)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.update("person").merge({ age: 1 })).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.upsert(ada, complete)).toEqualTypeOf<Person>();
  expectTypeOf(await db.upsert(ada, complete, { where: surql`true` })).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.merge(ada, { addr: { geo: { lat: 1 } } })).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.merge("person", { nick: undefined }, { return: "none" })).toEqualTypeOf<never[]>();
  expectTypeOf(await db.patch(ada, [{ op: "remove", path: "/nick" }])).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.delete(ada)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.delete("person", { return: "none" })).toEqualTypeOf<never[]>();
  expectTypeOf(await db.insert("person", [complete])).toEqualTypeOf<Person[]>();
  expectTypeOf(await db.insert("person", complete, { return: ["id"] })).toEqualTypeOf<Pick<Person, "id">[]>();
  expectTypeOf(await db.insertRelation("likes", { in: ada, out: acme, since: 1 })).toEqualTypeOf<Likes[]>();
  expectTypeOf(await db.relate(ada, "likes", acme, { since: 1 })).toEqualTypeOf<Likes>();
  expectTypeOf(await db.relate("person:ada", "likes", [acme, ada], { since: 1 })).toEqualTypeOf<Likes[]>();
  expectTypeOf(await db.relate(ada, "likes", acme, { since: 1 }, { into: schema })).toEqualTypeOf<{
    readonly title: string;
  }>();
  expectTypeOf(await db.create("person", complete, { return: "diff" })).toEqualTypeOf<PatchOperation[]>();
}

/** What a result is stored in decides no type of the call. */
export async function storing(db: Db): Promise<void> {
  const none: never[] = await db.merge("person", {}, { return: "none" });
  const patches: PatchOperation[] | undefined = await db.merge(ada, {}, { return: "diff" });
  const names: { name: string }[] = await db.select("person", { fields: ["name", "age"] });
  const whole: { name: string }[] = await db.select("person");
  const title: { title: string } = await db.create("person", complete, { into: schema });
  expectTypeOf([none, patches, names, whole, title]).toBeArray();
  // @ts-expect-error a person has no title
  const wrong: { title: string }[] = await db.select("person");
  // @ts-expect-error a person has no title
  const related: { title: string } = await db.relate(ada, "likes", acme, { since: 1 });
  // @ts-expect-error a person has no title
  const merged: { title: string } | undefined = await db.merge(ada, {});
  expectTypeOf([wrong, related, merged]).toBeArray();
}

export async function calling(db: Db): Promise<void> {
  expectTypeOf(await db.run("fn::greet", ["Ada"])).toEqualTypeOf<string>();
  expectTypeOf(await db.run("fn::greet", ["Ada", 2n])).toEqualTypeOf<string>();
  expectTypeOf(await db.run("time::now")).toEqualTypeOf<unknown>();
  await db.let("limit", 5);
  await db.let("own", "anything");
  await db.signup({ access: "account", variables: { email: "a@b.c", pass: "…" } });
  await db.signin({ username: "root", password: "root" });
}

export async function everywhere(db: Db): Promise<void> {
  const live = await db.live("person");
  expectTypeOf(live).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(db.subscribeLive(live)).toEqualTypeOf<Rows<LiveNotification<Person>>>();
  expectTypeOf(await db.live("person", { fields: ["name"] })).toEqualTypeOf<LiveId<Pick<Person, "name">>>();
  expectTypeOf(await db.live("person:1", { value: "name" })).toEqualTypeOf<LiveId<string>>();
  expectTypeOf(await db.select("person", { value: "name" })).toEqualTypeOf<string[]>();
  expectTypeOf(await db.live("person", true)).toEqualTypeOf<LiveId<PatchOperation[]>>();
  const session = await db.newSession();
  expectTypeOf(await session.select("company")).toEqualTypeOf<Company[]>();
  const transaction = await session.beginTransaction();
  expectTypeOf(await transaction.select("company")).toEqualTypeOf<Company[]>();
  expectTypeOf(await db.transaction((tx) => tx.select(ada))).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await db.batch((b) => [b.select("person"), b.create("person", complete)])).toEqualTypeOf<
    [Person[], Person]
  >();
  expectTypeOf(await db.with({ timeout: 5 }).select("company")).toEqualTypeOf<Company[]>();
  expectTypeOf(await byHand().select("user:1")).toEqualTypeOf<User | undefined>();
  expectTypeOf(await byHand().relate("user:1", "knows", "user:2", { since: 1 })).toEqualTypeOf<Knows>();
}

interface User {
  readonly id: RecordId<"user">;
  readonly name: string;
}
interface Knows {
  readonly in: RecordId<"user">;
  readonly out: RecordId<"user">;
  readonly since: number;
}
const byHand = () => AsyncSurreal<Tables<{ user: User; knows: Knows }>>("mem://");

export async function watching(db: Db): Promise<void> {
  expectTypeOf(db.watch("person")).toEqualTypeOf<AsyncWatch<Person>>();
  expectTypeOf(db.watch("person:ada")).toEqualTypeOf<AsyncWatch<Person>>();
  expectTypeOf(db.watch(people)).toEqualTypeOf<AsyncWatch<Person>>();
  expectTypeOf(db.watch(new Table("company"))).toEqualTypeOf<AsyncWatch<Company>>();
  expectTypeOf(db.watch(logs)).toEqualTypeOf<AsyncWatch<Log>>();
  expectTypeOf(db.watch("person", { fields: ["name", "age"] })).toEqualTypeOf<
    AsyncWatch<Pick<Person, "name" | "age">>
  >();
  expectTypeOf(db.watch("person", { orderBy: ["name", "age DESC"], limit: 5 })).toEqualTypeOf<AsyncWatch<Person>>();
  for await (const { rows, changes } of db.watch("person", { fetch: ["employer", "employer.owner"], links: true })) {
    expectTypeOf(rows[0]?.employer?.owner).toEqualTypeOf<Person | undefined>();
    expectTypeOf(changes.added[0]?.best).toEqualTypeOf<Person["best"]>();
  }
  expectTypeOf(db.watch("person", { fields: ["name"] }).getSnapshot().rows).toEqualTypeOf<
    readonly Pick<Person, "name">[]
  >();
  db.watch(ada).subscribe(({ rows, changes }) => {
    expectTypeOf(rows).toEqualTypeOf<readonly Person[]>();
    expectTypeOf(changes.removed).toEqualTypeOf<readonly Person[]>();
  });
  expectTypeOf((await db.newSession()).watch("company")).toEqualTypeOf<AsyncWatch<Company>>();
}

export async function loading(db: Db): Promise<void> {
  const records = db.loader();
  expectTypeOf(await records.select(ada)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await records.select("company:acme")).toEqualTypeOf<Company | undefined>();
  expectTypeOf(await records.select(`person:${text}`)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await records.selectAll([ada, acme])).toEqualTypeOf<[Person | undefined, Company | undefined]>();
  expectTypeOf(await records.selectAll(authors)).toEqualTypeOf<(Person | undefined)[]>();
  const names = db.loader({ fields: ["id", "name"] });
  expectTypeOf(await names.select(acme)).toEqualTypeOf<Pick<Company, "id" | "name"> | undefined>();
  const fetched = await db.loader({ fetch: ["employer", "friends"] }).select(ada);
  expectTypeOf(fetched?.employer).toEqualTypeOf<Company | undefined>();
  expectTypeOf(fetched?.friends).toEqualTypeOf<(Person | undefined)[] | undefined>();
  expectTypeOf(await (await db.newSession()).loader().select(acme)).toEqualTypeOf<Company | undefined>();
}

export async function wrongWatching(db: Db): Promise<void> {
  // @ts-expect-error there is no such table
  db.watch("persona");
  // @ts-expect-error there is no such table
  db.watch("persona:ada");
  // @ts-expect-error there is no such table
  db.watch(new Table("persona"));
  // @ts-expect-error the table of the id is not known
  db.watch(anyId);
  // @ts-expect-error a text may name any table
  db.watch(text);
  // @ts-expect-error there is no such field
  db.watch("person", { fields: ["nmae"] });
  // @ts-expect-error the table of the link has no such field
  db.watch("person", { fields: ["employer.nmae"] });
  // @ts-expect-error there is no such field to sort by
  db.watch("person", { orderBy: "size" });
  // @ts-expect-error a name is no link
  db.watch("person", { fetch: ["name"] });
  // @ts-expect-error text is no condition
  db.watch("person", { where: "age > 18" });
  // @ts-expect-error there is no such option
  db.watch("person", { limits: 5 });
  for await (const { rows } of db.watch("person", { fields: ["name"] })) {
    // @ts-expect-error a field that was not selected
    rows[0]?.age;
  }
  for await (const { rows } of db.watch("person")) {
    // @ts-expect-error a link that was not fetched has no name
    rows[0]?.employer?.name;
    // @ts-expect-error the rows are for reading
    rows.push();
  }
  // @ts-expect-error there is no such table in a session
  (await db.newSession()).watch("persona");
  // @ts-expect-error there is no such table
  await db.loader().select("persona:ada");
  // @ts-expect-error a loader reads records
  await db.loader().select("person");
  // @ts-expect-error the table of the id is not known
  await db.loader().select(anyId);
  // @ts-expect-error one of the tables does not exist
  await db.loader().selectAll([ada, "persona:ada"]);
  // @ts-expect-error no table has this field
  db.loader({ fields: ["nmae"] });
  // @ts-expect-error no table has this link
  db.loader({ fetch: ["name"] });
  // @ts-expect-error the record may not exist
  (await db.loader().select(ada)).name;
  // @ts-expect-error a field that was not read
  (await db.loader({ fields: ["name"] }).select(ada))?.age;
  // @ts-expect-error a company has no age
  (await db.loader({ fields: ["name", "age"] }).select(acme))?.age;
}

export async function mistakes(db: Db): Promise<void> {
  // @ts-expect-error there is no such table
  await db.select("persona");
  // @ts-expect-error there is no such table
  await db.select("persona:ada");
  // @ts-expect-error there is no such table
  await db.select(new Table("persona"));
  // @ts-expect-error there is no such table
  await db.select(new RecordId("persona", 1));
  // @ts-expect-error the table of the id is not known
  await db.select(anyId);
  // @ts-expect-error a text may name any table
  await db.select(text);
  // @ts-expect-error there is no such field
  await db.select("person", { fields: ["nmae"] });
  // @ts-expect-error there is no such part
  await db.select("person", { fields: ["addr.stret"] });
  // @ts-expect-error the table of the link has no such field
  await db.select("person", { fields: ["employer.nmae"] });
  // @ts-expect-error an alias is SurrealQL
  await db.select("person", { fields: ["name AS n"] });
  // @ts-expect-error a name is no link
  await db.select("person", { fetch: ["name"] });
  // @ts-expect-error there is no such link
  await db.select("person", { fetch: ["employer.boss"] });
  // @ts-expect-error there is no such field to sort by
  await db.select("person", { orderBy: "size" });
  // @ts-expect-error there is no such direction
  await db.select("person", { orderBy: "age DOWN" });
  // @ts-expect-error there is no such option
  await db.select("person", { limits: 5 });
  // @ts-expect-error a field that was not selected
  (await db.select("person", { fields: ["name"] }))[0]?.age;
  // @ts-expect-error the record may not exist
  (await db.select(ada)).name;
  // @ts-expect-error a link that was not fetched has no name
  (await db.select(ada))?.employer?.name;
  // @ts-expect-error a fetched link may lead to no record
  (await db.select(ada, { fetch: ["friends"] }))?.friends[0].name;
  // @ts-expect-error rows of a record are one
  db.rows("person:ada");
  // @ts-expect-error there is no such table
  db.rows("persona");
  // @ts-expect-error a name is no link
  db.rows("person", { fetch: ["name"] });
  // @ts-expect-error friends, tags and addr are missing
  await db.create("person", { name: "Ada" });
  // @ts-expect-error there is no such field
  await db.create("person", { ...complete, nmae: "Ada" });
  // @ts-expect-error a name is text
  await db.create("person", { ...complete, name: 5 });
  // @ts-expect-error the database computes it
  await db.create("person", { ...complete, adult: true });
  // @ts-expect-error a list is no set
  await db.create("person", { ...complete, tags: ["a"] });
  // @ts-expect-error the link leads to another table
  await db.create("person", { ...complete, employer: ada });
  // @ts-expect-error street is missing
  await db.create("person", { ...complete, addr: {} });
  // @ts-expect-error a name is text, in the builder
  await db.create("person").content({ ...complete, name: 5 });
  // @ts-expect-error a create merges nothing
  await db.create("person").merge({ name: "Ada" });
  // @ts-expect-error an update replaces the whole record
  await db.update(ada, { name: "Ada" });
  // @ts-expect-error there is no such field
  await db.update(ada).merge({ nmae: "Ada" });
  // @ts-expect-error it is read only
  await db.merge(ada, { created: new Date(0) });
  // @ts-expect-error a latitude is a number
  await db.merge(ada, { addr: { geo: { lat: "1" } } });
  // @ts-expect-error there is no such table
  await db.merge("persona", {});
  // @ts-expect-error an upsert writes the whole record
  await db.upsert(ada, {});
  // @ts-expect-error there is no such operation
  await db.patch(ada, [{ op: "delete", path: "/nick" }]);
  // @ts-expect-error there is no such table
  await db.delete("persona");
  // @ts-expect-error a delete takes no data
  await db.delete("person", { return: ["name"] });
  // @ts-expect-error nothing is returned
  (await db.merge("person", {}, { return: "none" }))[0].name;
  // @ts-expect-error the name of the second row is missing
  await db.insert("company", [{ name: "Acme" }, {}]);
  // @ts-expect-error an insert goes into a table
  await db.insert("person:ada", complete);
  // @ts-expect-error a company likes nothing
  await db.relate(acme, "likes", ada, { since: 1 });
  // @ts-expect-error a like does not end at a like
  await db.relate(ada, "likes", new RecordId("likes", 1), { since: 1 });
  // @ts-expect-error a person is no relation
  await db.relate(ada, "person", acme, {});
  // @ts-expect-error since is missing
  await db.relate(ada, "likes", acme);
  // @ts-expect-error since is a number
  await db.relate(ada, "likes", acme, { since: "1833" });
  // @ts-expect-error the end is missing
  await db.insertRelation("likes", { in: ada, since: 1 });
  // @ts-expect-error a company is no relation
  await db.insertRelation("company", { name: "Acme" });
  // @ts-expect-error there is no such function
  await db.run("fn::great", ["Ada"]);
  // @ts-expect-error the name is missing
  await db.run("fn::greet");
  // @ts-expect-error a name is text
  await db.run("fn::greet", [5]);
  // @ts-expect-error a limit is a number
  await db.let("limit", "5");
  // @ts-expect-error there is no such access method
  await db.signup({ access: "acount", variables: { email: "", pass: "" } });
  // @ts-expect-error the password is missing
  await db.signup({ access: "account", variables: { email: "" } });
  // @ts-expect-error there is no such table
  await db.live("persona");
  // @ts-expect-error there is no such field
  await db.live("person", { fields: ["nmae"] });
  // @ts-expect-error there is no such table in a session
  await (await db.newSession()).select("persona");
  // @ts-expect-error there is no such table in a transaction
  await db.transaction((tx) => tx.select("persona"));
  // @ts-expect-error there is no such table in a batch
  await db.batch((b) => [b.select("persona")]);
  // @ts-expect-error a table of rows is what Tables is for
  AsyncSurreal<{ user: User }>("mem://");
  // @ts-expect-error a row has no such field
  await byHand().create("user", { nmae: "Ada" });
}
