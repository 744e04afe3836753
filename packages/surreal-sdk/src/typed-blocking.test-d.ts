// Read by the compiler alone: connections to a known database, blocking.
import { expectTypeOf } from "vitest";
import type { Company, Database, Likes, Person } from "./database.test-d.ts";
import {
  type BlockingWatch,
  type BlockingWsSurrealConnection,
  type LiveId,
  type LiveNotification,
  type PatchOperation,
  Range,
  RecordId,
  type StandardSchema,
  Surreal,
  surql,
  Table,
  type Tables,
} from "./index.ts";

type Db = BlockingWsSurrealConnection<Database>;
type Rows<T> = Generator<T, void, undefined>;

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

export function reading(db: Db): void {
  expectTypeOf(db.select("person")).toEqualTypeOf<Person[]>();
  expectTypeOf(db.select("person:ada")).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.select("person:a..z")).toEqualTypeOf<Person[]>();
  expectTypeOf(db.select(ada)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.select(people)).toEqualTypeOf<Person[]>();
  expectTypeOf(db.select(new Table("company"))).toEqualTypeOf<Company[]>();
  expectTypeOf(db.select(logs)).toEqualTypeOf<Log[]>();
  expectTypeOf(db.select(`person:${text}`)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.select("person", { fields: ["name", "age"] })).toEqualTypeOf<Pick<Person, "name" | "age">[]>();
  expectTypeOf(db.select("person", { fields: ["name", "addr.geo.lat"] })).toEqualTypeOf<
    { name: string; addr: { geo?: { lat: number | undefined } } }[]
  >();
  expectTypeOf(db.select("person", { fields: ["employer.name"] })).toEqualTypeOf<
    { employer?: { name: string | undefined } }[]
  >();
  expectTypeOf(db.select("person", { fields: ["friends.name"] })).toEqualTypeOf<
    { friends: { name: (string | undefined)[] } }[]
  >();
  const fetched = db.select(ada, { fetch: ["best", "friends"] })!;
  expectTypeOf(fetched.best).toEqualTypeOf<Person | Company | undefined>();
  expectTypeOf(fetched.friends).toEqualTypeOf<(Person | undefined)[]>();
  expectTypeOf(fetched.employer).toEqualTypeOf<RecordId<"company", string> | undefined>();
  const nested = db.select(ada, { fetch: ["employer", "employer.owner"] })!;
  expectTypeOf(nested.employer?.owner).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.select("person", { fields: ["friends"], fetch: ["friends"] })).toEqualTypeOf<
    { friends: (Person | undefined)[] }[]
  >();
  expectTypeOf(db.select("person", { orderBy: "age DESC", limit: 5 })).toEqualTypeOf<Person[]>();
  expectTypeOf(db.select("person", { into: schema })).toEqualTypeOf<{ readonly title: string }[]>();
  expectTypeOf(db.rows("person")).toEqualTypeOf<Rows<Person>>();
  expectTypeOf(db.rows(people, { fields: ["name"] })).toEqualTypeOf<Rows<Pick<Person, "name">>>();
  expectTypeOf(db.rows(surql<[Company[]]>`SELECT * FROM company`)).toEqualTypeOf<Rows<Company>>();
  expectTypeOf(db.query(surql<[Person[]]>`SELECT * FROM person`).execute()).toEqualTypeOf<[Person[]]>();
}

export function writing(db: Db): void {
  expectTypeOf(db.create("person", complete)).toEqualTypeOf<Person>();
  expectTypeOf(db.create("person").content(complete)).toEqualTypeOf<Person>();
  expectTypeOf(db.create(logs, { line: "a" })).toEqualTypeOf<Log>();
  expectTypeOf(db.update(ada, complete)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.update("person").merge({ age: 1 })).toEqualTypeOf<Person[]>();
  expectTypeOf(db.upsert(ada, complete)).toEqualTypeOf<Person>();
  expectTypeOf(db.merge(ada, { addr: { geo: { lat: 1 } } })).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.merge("person", { nick: undefined }, { return: "none" })).toEqualTypeOf<never[]>();
  expectTypeOf(db.patch(ada, [{ op: "remove", path: "/nick" }])).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.delete(ada)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.delete("person", { return: "none" })).toEqualTypeOf<never[]>();
  expectTypeOf(db.insert("person", [complete])).toEqualTypeOf<Person[]>();
  expectTypeOf(db.insert("person", complete, { return: ["id"] })).toEqualTypeOf<Pick<Person, "id">[]>();
  expectTypeOf(db.insertRelation("likes", { in: ada, out: acme, since: 1 })).toEqualTypeOf<Likes[]>();
  expectTypeOf(db.relate(ada, "likes", acme, { since: 1 })).toEqualTypeOf<Likes>();
  expectTypeOf(db.relate("person:ada", "likes", [acme, ada], { since: 1 })).toEqualTypeOf<Likes[]>();
  expectTypeOf(db.relate(ada, "likes", acme, { since: 1 }, { into: schema })).toEqualTypeOf<{
    readonly title: string;
  }>();
  expectTypeOf(db.create("person", complete, { return: "diff" })).toEqualTypeOf<PatchOperation[]>();
}

/** What a result is stored in decides no type of the call. */
export function storing(db: Db): void {
  const none: never[] = db.merge("person", {}, { return: "none" });
  const patches: PatchOperation[] | undefined = db.merge(ada, {}, { return: "diff" });
  const names: { name: string }[] = db.select("person", { fields: ["name", "age"] });
  const whole: { name: string }[] = db.select("person");
  const title: { title: string } = db.create("person", complete, { into: schema });
  expectTypeOf([none, patches, names, whole, title]).toBeArray();
  // @ts-expect-error a person has no title
  const wrong: { title: string }[] = db.select("person");
  // @ts-expect-error a person has no title
  const related: { title: string } = db.relate(ada, "likes", acme, { since: 1 });
  // @ts-expect-error a person has no title
  const merged: { title: string } | undefined = db.merge(ada, {});
  expectTypeOf([wrong, related, merged]).toBeArray();
}

export function calling(db: Db): void {
  expectTypeOf(db.run("fn::greet", ["Ada"])).toEqualTypeOf<string>();
  expectTypeOf(db.run("fn::greet", ["Ada", 2n])).toEqualTypeOf<string>();
  expectTypeOf(db.run("time::now")).toEqualTypeOf<unknown>();
  db.let("limit", 5);
  db.let("own", "anything");
  db.signup({ access: "account", variables: { email: "a@b.c", pass: "…" } });
  db.signin({ username: "root", password: "root" });
}

export function everywhere(db: Db): void {
  const live = db.live("person");
  expectTypeOf(live).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(db.subscribeLive(live)).toEqualTypeOf<Rows<LiveNotification<Person>>>();
  expectTypeOf(db.live("person", { fields: ["name"] })).toEqualTypeOf<LiveId<Pick<Person, "name">>>();
  expectTypeOf(db.live("person:1", { value: "name" })).toEqualTypeOf<LiveId<string>>();
  expectTypeOf(db.select("person", { value: "name" })).toEqualTypeOf<string[]>();
  expectTypeOf(db.live("person", true)).toEqualTypeOf<LiveId<PatchOperation[]>>();
  const session = db.newSession();
  expectTypeOf(session.select("company")).toEqualTypeOf<Company[]>();
  const transaction = session.beginTransaction();
  expectTypeOf(transaction.select("company")).toEqualTypeOf<Company[]>();
  expectTypeOf(db.transaction((tx) => tx.select(ada))).toEqualTypeOf<Person | undefined>();
  expectTypeOf(db.batch((b) => [b.select("person"), b.create("person", complete)])).toEqualTypeOf<[Person[], Person]>();
  expectTypeOf(db.with({ timeout: 5 }).select("company")).toEqualTypeOf<Company[]>();
  expectTypeOf(byHand().select("user:1")).toEqualTypeOf<User | undefined>();
  expectTypeOf(byHand().relate("user:1", "knows", "user:2", { since: 1 })).toEqualTypeOf<Knows>();
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
const byHand = () => Surreal<Tables<{ user: User; knows: Knows }>>("mem://");

export function watching(db: Db): void {
  expectTypeOf(db.watch("person")).toEqualTypeOf<BlockingWatch<Person>>();
  expectTypeOf(db.watch("person:ada")).toEqualTypeOf<BlockingWatch<Person>>();
  expectTypeOf(db.watch(people)).toEqualTypeOf<BlockingWatch<Person>>();
  expectTypeOf(db.watch(new Table("company"))).toEqualTypeOf<BlockingWatch<Company>>();
  expectTypeOf(db.watch(logs)).toEqualTypeOf<BlockingWatch<Log>>();
  expectTypeOf(db.watch("person", { fields: ["name", "age"] })).toEqualTypeOf<
    BlockingWatch<Pick<Person, "name" | "age">>
  >();
  expectTypeOf(db.watch("person", { orderBy: ["name", "age DESC"], limit: 5 })).toEqualTypeOf<BlockingWatch<Person>>();
  for (const { rows, changes } of db.watch("person", { fetch: ["employer", "employer.owner"], links: true })) {
    expectTypeOf(rows[0]?.employer?.owner).toEqualTypeOf<Person | undefined>();
    expectTypeOf(changes.added[0]?.best).toEqualTypeOf<Person["best"]>();
  }
  expectTypeOf(db.newSession().watch("company")).toEqualTypeOf<BlockingWatch<Company>>();
}

export function loading(db: Db): void {
  const records = db.loader();
  expectTypeOf(records.select(ada)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(records.select("company:acme")).toEqualTypeOf<Company | undefined>();
  expectTypeOf(records.select(`person:${text}`)).toEqualTypeOf<Person | undefined>();
  expectTypeOf(records.selectAll([ada, acme])).toEqualTypeOf<[Person | undefined, Company | undefined]>();
  expectTypeOf(records.selectAll(authors)).toEqualTypeOf<(Person | undefined)[]>();
  const names = db.loader({ fields: ["id", "name"] });
  expectTypeOf(names.select(acme)).toEqualTypeOf<Pick<Company, "id" | "name"> | undefined>();
  const fetched = db.loader({ fetch: ["employer", "friends"] }).select(ada);
  expectTypeOf(fetched?.employer).toEqualTypeOf<Company | undefined>();
  expectTypeOf(fetched?.friends).toEqualTypeOf<(Person | undefined)[] | undefined>();
  expectTypeOf(db.newSession().loader().select(acme)).toEqualTypeOf<Company | undefined>();
}

export function wrongWatching(db: Db): void {
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
  for (const { rows } of db.watch("person", { fields: ["name"] })) {
    // @ts-expect-error a field that was not selected
    rows[0]?.age;
  }
  for (const { rows } of db.watch("person")) {
    // @ts-expect-error a link that was not fetched has no name
    rows[0]?.employer?.name;
    // @ts-expect-error the rows are for reading
    rows.push();
  }
  // @ts-expect-error there is no such table in a session
  db.newSession().watch("persona");
  // @ts-expect-error there is no such table
  db.loader().select("persona:ada");
  // @ts-expect-error a loader reads records
  db.loader().select("person");
  // @ts-expect-error the table of the id is not known
  db.loader().select(anyId);
  // @ts-expect-error one of the tables does not exist
  db.loader().selectAll([ada, "persona:ada"]);
  // @ts-expect-error no table has this field
  db.loader({ fields: ["nmae"] });
  // @ts-expect-error no table has this link
  db.loader({ fetch: ["name"] });
  // @ts-expect-error the record may not exist
  db.loader().select(ada).name;
  // @ts-expect-error a field that was not read
  db.loader({ fields: ["name"] }).select(ada)?.age;
  // @ts-expect-error a company has no age
  db.loader({ fields: ["name", "age"] }).select(acme)?.age;
}

export function mistakes(db: Db): void {
  // @ts-expect-error there is no such table
  db.select("persona");
  // @ts-expect-error there is no such table
  db.select("persona:ada");
  // @ts-expect-error there is no such table
  db.select(new Table("persona"));
  // @ts-expect-error there is no such table
  db.select(new RecordId("persona", 1));
  // @ts-expect-error the table of the id is not known
  db.select(anyId);
  // @ts-expect-error a text may name any table
  db.select(text);
  // @ts-expect-error there is no such field
  db.select("person", { fields: ["nmae"] });
  // @ts-expect-error there is no such part
  db.select("person", { fields: ["addr.stret"] });
  // @ts-expect-error the table of the link has no such field
  db.select("person", { fields: ["employer.nmae"] });
  // @ts-expect-error an alias is SurrealQL
  db.select("person", { fields: ["name AS n"] });
  // @ts-expect-error a name is no link
  db.select("person", { fetch: ["name"] });
  // @ts-expect-error there is no such link
  db.select("person", { fetch: ["employer.boss"] });
  // @ts-expect-error there is no such field to sort by
  db.select("person", { orderBy: "size" });
  // @ts-expect-error there is no such direction
  db.select("person", { orderBy: "age DOWN" });
  // @ts-expect-error there is no such option
  db.select("person", { limits: 5 });
  // @ts-expect-error a field that was not selected
  db.select("person", { fields: ["name"] })[0]?.age;
  // @ts-expect-error the record may not exist
  db.select(ada).name;
  // @ts-expect-error a link that was not fetched has no name
  db.select(ada)?.employer?.name;
  // @ts-expect-error a fetched link may lead to no record
  db.select(ada, { fetch: ["friends"] })?.friends[0].name;
  // @ts-expect-error rows of a record are one
  db.rows("person:ada");
  // @ts-expect-error there is no such table
  db.rows("persona");
  // @ts-expect-error friends, tags and addr are missing
  db.create("person", { name: "Ada" });
  // @ts-expect-error there is no such field
  db.create("person", { ...complete, nmae: "Ada" });
  // @ts-expect-error a name is text
  db.create("person", { ...complete, name: 5 });
  // @ts-expect-error the database computes it
  db.create("person", { ...complete, adult: true });
  // @ts-expect-error a list is no set
  db.create("person", { ...complete, tags: ["a"] });
  // @ts-expect-error the link leads to another table
  db.create("person", { ...complete, employer: ada });
  // @ts-expect-error street is missing
  db.create("person", { ...complete, addr: {} });
  // @ts-expect-error a name is text, in the builder
  db.create("person").content({ ...complete, name: 5 });
  // @ts-expect-error a create merges nothing
  db.create("person").merge({ name: "Ada" });
  // @ts-expect-error an update replaces the whole record
  db.update(ada, { name: "Ada" });
  // @ts-expect-error there is no such field
  db.update(ada).merge({ nmae: "Ada" });
  // @ts-expect-error it is read only
  db.merge(ada, { created: new Date(0) });
  // @ts-expect-error a latitude is a number
  db.merge(ada, { addr: { geo: { lat: "1" } } });
  // @ts-expect-error there is no such table
  db.merge("persona", {});
  // @ts-expect-error an upsert writes the whole record
  db.upsert(ada, {});
  // @ts-expect-error there is no such operation
  db.patch(ada, [{ op: "delete", path: "/nick" }]);
  // @ts-expect-error there is no such table
  db.delete("persona");
  // @ts-expect-error a delete takes no data
  db.delete("person", { return: ["name"] });
  // @ts-expect-error nothing is returned
  db.merge("person", {}, { return: "none" })[0].name;
  // @ts-expect-error the name of the second row is missing
  db.insert("company", [{ name: "Acme" }, {}]);
  // @ts-expect-error an insert goes into a table
  db.insert("person:ada", complete);
  // @ts-expect-error a company likes nothing
  db.relate(acme, "likes", ada, { since: 1 });
  // @ts-expect-error a like does not end at a like
  db.relate(ada, "likes", new RecordId("likes", 1), { since: 1 });
  // @ts-expect-error a person is no relation
  db.relate(ada, "person", acme, {});
  // @ts-expect-error since is missing
  db.relate(ada, "likes", acme);
  // @ts-expect-error since is a number
  db.relate(ada, "likes", acme, { since: "1833" });
  // @ts-expect-error the end is missing
  db.insertRelation("likes", { in: ada, since: 1 });
  // @ts-expect-error a company is no relation
  db.insertRelation("company", { name: "Acme" });
  // @ts-expect-error there is no such function
  db.run("fn::great", ["Ada"]);
  // @ts-expect-error the name is missing
  db.run("fn::greet");
  // @ts-expect-error a name is text
  db.run("fn::greet", [5]);
  // @ts-expect-error a limit is a number
  db.let("limit", "5");
  // @ts-expect-error there is no such access method
  db.signup({ access: "acount", variables: { email: "", pass: "" } });
  // @ts-expect-error the password is missing
  db.signup({ access: "account", variables: { email: "" } });
  // @ts-expect-error there is no such table
  db.live("persona");
  // @ts-expect-error there is no such field
  db.live("person", { fields: ["nmae"] });
  // @ts-expect-error there is no such table in a session
  db.newSession().select("persona");
  // @ts-expect-error there is no such table in a transaction
  db.transaction((tx) => tx.select("persona"));
  // @ts-expect-error there is no such table in a batch
  db.batch((b) => [b.select("persona")]);
  // @ts-expect-error a table of rows is what Tables is for
  Surreal<{ user: User }>("mem://");
  // @ts-expect-error a row has no such field
  byHand().create("user", { nmae: "Ada" });
}
