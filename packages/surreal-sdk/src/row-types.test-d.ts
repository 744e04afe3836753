// Read by the compiler alone: what a call without a schema of the database knows about rows, from the types that it is given.
import { expectTypeOf } from "vitest";
import {
  AsyncSurreal,
  type BoundQuery,
  type Datetime,
  type FieldData,
  gql,
  graphql,
  type PatchOperation,
  type RecordData,
  RecordId,
  type StandardSchema,
  Surreal,
  surql,
  Table,
  type Values,
} from "./index.ts";

interface User {
  readonly id: RecordId<"user">;
  readonly name: string;
  readonly nick?: string;
  readonly age: number;
  readonly born: Datetime;
  readonly tags: Set<string>;
  readonly address: { readonly city: string; readonly geo?: { readonly lat: number } };
  readonly items: readonly { readonly quantity: number }[];
}

interface Knows {
  readonly in: RecordId<"user">;
  readonly out: RecordId<"user">;
  readonly since: number;
}

interface Name {
  readonly name: string;
}

declare const text: string;
declare const schema: StandardSchema<Name>;
const users = new Table<"user", User>("user");
const ada = new RecordId("user", "ada");

export async function fieldsNarrow(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  expectTypeOf(await db.select(users)).toEqualTypeOf<User[]>();
  expectTypeOf(await db.select(users, { fields: ["name", "age"] })).toEqualTypeOf<Pick<User, "name" | "age">[]>();
  expectTypeOf(await db.select<User, "name">("user:ada", { fields: ["name"] })).toEqualTypeOf<
    Pick<User, "name"> | undefined
  >();
  expectTypeOf(await db.select<User>("user", { fields: ["name"] })).toEqualTypeOf<Partial<User>[]>();
  expectTypeOf(await db.select<Name>("user", { fields: ["name"] })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.select(users, { value: "name" })).toEqualTypeOf<string[]>();
  expectTypeOf(await db.select(users, { value: "address.geo.lat" })).toEqualTypeOf<(number | undefined)[]>();
  expectTypeOf(await db.select(users, { value: "items.quantity" })).toEqualTypeOf<number[][]>();
  expectTypeOf(await db.select<User, "age">("user:ada", { value: "age" })).toEqualTypeOf<number | undefined>();
  expectTypeOf(await db.select("user", { value: "name" })).toEqualTypeOf<unknown[]>();
  expectTypeOf(await db.select(users, { fields: ["address.city"] })).toEqualTypeOf<
    { readonly address: { readonly city: string } }[]
  >();
  expectTypeOf(await db.select(users, { fields: ["address.geo.lat"] })).toEqualTypeOf<
    { readonly address: { readonly geo?: { readonly lat: number | undefined } } }[]
  >();
  expectTypeOf(await db.select(users, { fields: ["items.quantity"] })).toEqualTypeOf<
    { readonly items: { readonly quantity: number[] } }[]
  >();
  expectTypeOf(await db.select(users, { fields: ["items[0]"] })).toEqualTypeOf<
    { readonly items: { readonly quantity: number } | undefined }[]
  >();
  expectTypeOf(await db.select(users, { fields: ["*"] })).toEqualTypeOf<User[]>();
  const [counted] = await db.select(users, { fields: ["name", surql`count() AS n`] });
  expectTypeOf(counted?.name).toEqualTypeOf<string | undefined>();
  expectTypeOf(counted?.n).toEqualTypeOf<unknown>();
  expectTypeOf(await db.select("user", { fields: ["name"] })).toEqualTypeOf<FieldData[]>();
  expectTypeOf(await db.select("user", { fields: ["id", "name"] })).toEqualTypeOf<RecordData[]>();
  expectTypeOf(db.rows(users, { fields: ["name"] })).toEqualTypeOf<
    AsyncGenerator<Pick<User, "name">, void, undefined>
  >();
}

interface Post {
  readonly id: RecordId<"post">;
  readonly title: string;
  readonly author: RecordId<"user">;
  readonly editor?: RecordId<"user">;
  readonly readers: readonly RecordId<"user">[];
  readonly meta: { readonly owner: RecordId<"user"> };
}
const posts = new Table<"post", Post>("post");

/** A link of a table's row is a record where it is fetched, or where all of it is read. */
export async function linksOfCarriedRows(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  type Author = RecordData | undefined;
  const [post] = await db.select(posts, { fetch: ["author", "editor", "readers", "meta.owner"], orderBy: "title" });
  expectTypeOf(post?.author).toEqualTypeOf<Author>();
  expectTypeOf(post?.editor).toEqualTypeOf<Author>();
  expectTypeOf(post?.readers[0]).toEqualTypeOf<Author>();
  expectTypeOf(post?.meta.owner).toEqualTypeOf<Author>();
  expectTypeOf(post?.title).toEqualTypeOf<string | undefined>();
  expectTypeOf(await db.select(posts, { fields: ["author"], fetch: ["author"] })).toEqualTypeOf<
    { readonly author: Author }[]
  >();
  expectTypeOf(await db.select(posts, { value: "author", fetch: ["author"] })).toEqualTypeOf<Author[]>();
  for await (const { author } of db.rows(posts, { fetch: ["author"] })) expectTypeOf(author).toEqualTypeOf<Author>();
  for await (const { rows } of db.watch(posts, { fetch: ["author"] }))
    expectTypeOf(rows[0]?.author).toEqualTypeOf<Author>();
  expectTypeOf(await db.select(posts, { fields: ["author.*"] })).toEqualTypeOf<{ readonly author: Author }[]>();
  expectTypeOf(await db.select(posts, { fields: ["readers.*"] })).toEqualTypeOf<{ readonly readers: Author[] }[]>();
  expectTypeOf(await db.select(posts, { fields: ["readers[*]"] })).toEqualTypeOf<{ readonly readers: Author[] }[]>();
  // A call that names the type of its rows names that of the fetched ones.
  type Fetched = Omit<Post, "author"> & { readonly author: User };
  expectTypeOf(await db.select<Fetched>("post:1", { fetch: ["author"] })).toEqualTypeOf<Fetched | undefined>();
  expectTypeOf(await db.select<Fetched>("post", { fetch: ["author"] })).toEqualTypeOf<Fetched[]>();
  expectTypeOf(await db.select<Fetched>(new Table("post"), { fetch: ["author"] })).toEqualTypeOf<Fetched[]>();
  // @ts-expect-error a link that was fetched is no id
  (await db.select(posts, { fetch: ["author"] }))[0]?.author.table;
}

export async function partsOfWatchedRows(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  expectTypeOf(db.watch(users, { fields: ["name"] }).getSnapshot().rows).toEqualTypeOf<readonly Pick<User, "name">[]>();
  expectTypeOf(db.watch(users, { orderBy: "age DESC" }).getSnapshot().rows).toEqualTypeOf<readonly User[]>();
  expectTypeOf(db.watch("user", { fields: ["name"] }).getSnapshot().rows).toEqualTypeOf<readonly FieldData[]>();
  expectTypeOf(db.watch("user", { orderBy: "name" }).getSnapshot().rows).toEqualTypeOf<readonly RecordData[]>();
  expectTypeOf(db.watch(new Table("user")).getSnapshot().rows).toEqualTypeOf<readonly RecordData[]>();
  expectTypeOf(db.watch<User>("user").getSnapshot().rows).toEqualTypeOf<readonly User[]>();
  expectTypeOf(db.watch<User>("user", { fields: ["name"] }).getSnapshot().rows).toEqualTypeOf<
    readonly Partial<User>[]
  >();
  expectTypeOf(await db.loader<User>({ fields: ["name"] }).select(ada)).toEqualTypeOf<Partial<User> | undefined>();
  expectTypeOf(await db.loader<User>({ fetch: ["best"] }).select(ada)).toEqualTypeOf<User | undefined>();
  expectTypeOf(await db.loader({ fields: ["name"] }).select(ada)).toEqualTypeOf<FieldData | undefined>();
  expectTypeOf(await db.loader({ fields: ["id", "name"] }).select(ada)).toEqualTypeOf<RecordData | undefined>();
  // @ts-expect-error the id was not read
  db.watch("user", { fields: ["name"] }).getSnapshot().rows[0]?.id.table;
  // @ts-expect-error there is no such field
  db.watch(users, { fields: ["nmae"] }).getSnapshot().rows[0]?.name;
}

export async function rowsOfStatements(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  const query = () => db.query<[User[], number[], string]>("…");
  type Rows<T> = AsyncGenerator<T, void, undefined>;
  expectTypeOf(query().stream()).toEqualTypeOf<Rows<User>>();
  expectTypeOf(query().stream({ statement: 0 })).toEqualTypeOf<Rows<User>>();
  expectTypeOf(query().stream({ statement: 1 })).toEqualTypeOf<Rows<number>>();
  expectTypeOf(query().stream({ statement: 2 })).toEqualTypeOf<Rows<string>>();
  expectTypeOf(query().stream({ statement: Number(text) })).toEqualTypeOf<Rows<User | number | string>>();
  expectTypeOf(query().stream({ statement: 1, into: schema })).toEqualTypeOf<Rows<Name>>();
  expectTypeOf(query().stream({ into: schema })).toEqualTypeOf<Rows<Name>>();
  expectTypeOf(query().stream<Name>({ statement: 1 })).toEqualTypeOf<Rows<Name>>();
  expectTypeOf(db.query("…").stream<Name>()).toEqualTypeOf<Rows<Name>>();
  expectTypeOf(db.query("…").stream({ statement: 1 })).toEqualTypeOf<Rows<unknown>>();
}

/** What a result is assigned to decides its type only where the query does not. */
export async function resultsThatAreKnown(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  const users: User[] = await db.query("…").first();
  const rows: User[] = await db.query("…").rows();
  const found: User | undefined = await db.query<[User | undefined]>("…").first();
  const given: unknown = await db.query<[number]>("…").first();
  for (const _ of [users, rows, found, given]);
  expectTypeOf(await db.query("…").first<User[]>()).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query("…").rows<User>()).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query<[User[], number]>("…").rows(undefined)).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query(surql<[User[]]>`…`).first()).toEqualTypeOf<User[]>();
  // @ts-expect-error the first result is a list
  const one: User = await db.query<[User[]]>("…").first();
  // @ts-expect-error there may be none
  const maybe: User = await db.query<[User | undefined]>("…").first();
  // @ts-expect-error a row is no text
  const texts: string[] = await db.query<[User[]]>("…").rows();
  // @ts-expect-error a row is no text
  const stream: AsyncGenerator<string> = db.query<[User[]]>("…").stream();
  // @ts-expect-error the query has another type
  await db.query<[User[]]>("…").first<string>();
  // @ts-expect-error the first result is a list, in blocking mode
  const plain: User = Surreal("mem://").query<[User[]]>("…").first();
  for (const _ of [one, maybe, texts, stream, plain]);
}

export async function otherLanguages(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  expectTypeOf(await graphql(db, "…")).toEqualTypeOf<FieldData>();
  expectTypeOf(await gql(db, "…")).toEqualTypeOf<FieldData[]>();
  expectTypeOf(await gql<Name>(db, "…")).toEqualTypeOf<Name[]>();
  // @ts-expect-error the answer of GraphQL has no id
  (await graphql(db, "…")).id.table;
}

export async function schemasDecide(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  expectTypeOf(await db.select("user", { fields: ["title"], into: schema })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.select(users, { into: schema })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.update(ada, { title: "Ada" }, { into: schema })).toEqualTypeOf<Name | undefined>();
  expectTypeOf(await db.upsert(ada, { title: "Ada" }, { into: schema })).toEqualTypeOf<Name>();
  expectTypeOf(await db.create("user", { title: "Ada" }, { into: schema })).toEqualTypeOf<Name>();
  expectTypeOf(await db.delete("user", { into: schema })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.merge(ada, { title: "Ada" }, { into: schema })).toEqualTypeOf<Name | undefined>();
  expectTypeOf(await db.insert("user", [{ title: "Ada" }], { into: schema })).toEqualTypeOf<Name[]>();
  expectTypeOf(await db.relate(ada, "knows", ada, { since: 1 }, { into: schema })).toEqualTypeOf<Name>();
  expectTypeOf(await db.relate(ada, "knows", [ada], undefined, { into: schema })).toEqualTypeOf<Name[]>();
}

export async function returnDecides(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  expectTypeOf(await db.update(users).merge({ age: 1 }).return("none")).toEqualTypeOf<never[]>();
  expectTypeOf(await db.update(users).merge({ age: 1 }).return("diff")).toEqualTypeOf<PatchOperation[][]>();
  expectTypeOf(await db.update(users).merge({ age: 1 }).return(["name"])).toEqualTypeOf<Pick<User, "name">[]>();
  expectTypeOf(await db.update(users).return("before").merge({})).toEqualTypeOf<(User | undefined)[]>();
  expectTypeOf(await db.update<User>("user:ada").merge({}).return("none")).toEqualTypeOf<undefined>();
  expectTypeOf(await db.update<User>("user:ada").merge({}).return("diff")).toEqualTypeOf<
    PatchOperation[] | undefined
  >();
  expectTypeOf(await db.upsert<User>("user:ada", {}).return("before")).toEqualTypeOf<User | undefined>();
  expectTypeOf(await db.create(users, {}).return("before")).toEqualTypeOf<undefined>();
  expectTypeOf(await db.create(users, {}).return("diff")).toEqualTypeOf<PatchOperation[]>();
  expectTypeOf(await db.delete(users)).toEqualTypeOf<User[]>();
  expectTypeOf(await db.delete(users).return("after")).toEqualTypeOf<undefined[]>();
  expectTypeOf(await db.insert(users, []).return("none")).toEqualTypeOf<never[]>();
  expectTypeOf(await db.insert(users, []).return(["age"])).toEqualTypeOf<Pick<User, "age">[]>();
  expectTypeOf(await db.update(users, {}, { return: "none" })).toEqualTypeOf<never[]>();
  expectTypeOf(await db.update(users, {}, { return: ["name"] })).toEqualTypeOf<Pick<User, "name">[]>();
  expectTypeOf(await db.update<User, "diff">("user", {}, { return: "diff" })).toEqualTypeOf<PatchOperation[][]>();
  expectTypeOf(await db.merge(ada, {}, { return: "none" })).toEqualTypeOf<undefined>();
  expectTypeOf(await db.relate(ada, "knows", ada, {}, { return: "none" })).toEqualTypeOf<undefined>();
}

export async function queriesCarryTheirResults(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  const both = surql<[User[], number]>`SELECT * FROM user; RETURN ${1}`;
  expectTypeOf(both).toEqualTypeOf<BoundQuery<[User[], number]>>();
  expectTypeOf(await db.query(both)).toEqualTypeOf<[User[], number]>();
  expectTypeOf(await db.query(both).first()).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query(both).rows()).toEqualTypeOf<User[]>();
  expectTypeOf(db.rows(both)).toEqualTypeOf<AsyncGenerator<User, void, undefined>>();
  expectTypeOf(await db.query(surql`RETURN 1`)).toEqualTypeOf<unknown[]>();
  expectTypeOf(await db.query<[number]>(surql`RETURN 1`)).toEqualTypeOf<[number]>();
  expectTypeOf(await db.batch((batch) => [batch.query(both).first(), batch.select(users)])).toEqualTypeOf<
    [User[], User[]]
  >();
  expectTypeOf(Surreal("mem://").query(both).first()).toEqualTypeOf<User[]>();
}

export async function dataFits(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  await db.create<User>("user", { id: "ada", name: "Ada", born: new Date(0), tags: new Set(["a"]) });
  await db.create(users, { id: ada, address: { city: "London" }, items: [{ quantity: 1 }] });
  await db.merge<User>("user:ada", { address: { geo: { lat: 1 } }, nick: undefined });
  await db.insert<User>("user", [{ name: "Ada" }, { id: 5 }]);
  await db.insertRelation<Knows>("knows", { in: "user:ada", out: ada, since: 1833 });
  await db.relate<Knows>(ada, "knows", "user:bob", { since: 1833 });
  await db.create("user", { whatever: 1 });
  expectTypeOf<Values<RecordData>>().toEqualTypeOf<object>();
}

export async function mistakes(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  // @ts-expect-error the name is misspelled
  await db.create<User>("user", { nmae: "Ada" });
  // @ts-expect-error a name is text
  await db.create<User>("user", { name: 1 });
  // @ts-expect-error the name of the table's row is misspelled
  await db.create(users, { nmae: "Ada" });
  // @ts-expect-error the name is misspelled in the builder
  await db.create<User>("user").content({ nmae: "Ada" });
  // @ts-expect-error a create makes one record
  await db.create<User>("user", [{ name: "Ada" }]);
  // @ts-expect-error a record is no text
  await db.create("user", "Ada");
  // @ts-expect-error an age is a number
  await db.update<User>("user:ada", { age: "36" });
  // @ts-expect-error an age is a number
  await db.update(users).replace({ age: "36" });
  // @ts-expect-error the city is misspelled, one level deeper
  await db.merge<User>("user:ada", { address: { ctiy: "London" } });
  // @ts-expect-error an age is a number, in the builder
  await db.upsert<User>("user:ada").merge({ age: "36" });
  // @ts-expect-error a date is no text
  await db.upsert<User>("user:ada", { born: "1815-12-10" });
  // @ts-expect-error a set is no list
  await db.upsert<User>("user:ada", { tags: ["a"] });
  // @ts-expect-error the name of the second row is misspelled
  await db.insert<User>("user", [{ name: "Ada" }, { nmae: "Bob" }]);
  // @ts-expect-error the year is a number
  await db.insertRelation<Knows>("knows", { in: ada, out: ada, since: "1833" });
  // @ts-expect-error the year is a number
  await db.relate<Knows>(ada, "knows", ada, { since: "1833" });
  // @ts-expect-error there is no such field
  await db.select(users, { fields: ["nmae"] });
  // @ts-expect-error there is no such field
  await db.select<User>("user", { fields: ["nmae"] });
  // @ts-expect-error there is no such part
  await db.select(users, { fields: ["address.ctiy"] });
  // @ts-expect-error an alias is SurrealQL: surql`name AS n`
  await db.select(users, { fields: ["name AS n"] });
  // @ts-expect-error an aggregate is SurrealQL: surql`count()`
  await db.select(users, { fields: ["count()"] });
  // @ts-expect-error a field that was not selected
  (await db.select(users, { fields: ["name"] }))[0]?.age;
  // @ts-expect-error it may be absent, since the type does not name the fields
  (await db.select<User>("user", { fields: ["name"] }))[0]?.name.length;
  // @ts-expect-error the id was not selected
  (await db.select("user", { fields: ["name"] }))[0]?.id.table;
  // @ts-expect-error there is no such field to return
  await db.update(users).merge({}).return(["nmae"]);
  // @ts-expect-error there is no such state
  await db.update(users).merge({}).return("all");
  // @ts-expect-error nothing is returned
  (await db.update(users).merge({}).return("none"))[0].name;
  // @ts-expect-error a difference has no name
  (await db.update(users).merge({}).return("diff"))[0]?.name;
  // @ts-expect-error a delete takes no data
  await db.delete(users).merge({ age: 1 });
  // @ts-expect-error what is gone has no fields
  (await db.delete(users).return(["name"]))[0]?.name.length;
  // @ts-expect-error a text may name a table
  (await db.select<User>(text))?.name;
  // @ts-expect-error the query has two results
  (await db.query(surql<[User[], number]>`…`))[2];
  // @ts-expect-error a list of results is a tuple
  surql<User>`SELECT * FROM user`;
}

export function plainMistakes(): void {
  const db = Surreal("mem://");
  // @ts-expect-error the name is misspelled
  db.create<User>("user", { nmae: "Ada" });
  // @ts-expect-error an age is a number
  db.update(users, { age: "36" });
  // @ts-expect-error there is no such field
  db.select(users, { fields: ["nmae"] });
  // @ts-expect-error a field that was not selected
  db.select(users, { fields: ["name"] })[0]?.age;
  // @ts-expect-error what is gone has no fields
  db.delete(users, { return: ["name"] });
  // @ts-expect-error nothing is returned
  db.update(users, {}, { return: "none" })[0].name;
  // @ts-expect-error an alias is SurrealQL
  db.select(users, { fields: ["name AS n"] });
  // @ts-expect-error a row is no text
  db.insert(users, "Ada");
  // @ts-expect-error the query has one result
  db.query(surql<[User[]]>`…`).execute()[1];
}
