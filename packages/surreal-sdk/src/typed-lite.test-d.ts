// Read by the compiler alone: functions that take a connection, to a known database and to an unknown one.
import { expectTypeOf } from "vitest";
import type { Company, Database, Person } from "./database.test-d.ts";
import {
  type AsyncSurrealConnection,
  type AsyncWatch,
  type BlockingSurrealConnection,
  type BlockingWatch,
  type FieldData,
  type LiveId,
  type LiveNotification,
  type Loader,
  type PatchOperation,
  type RecordData,
  RecordId,
  Surreal,
  surql,
  Table,
} from "./index.ts";
import {
  type AsyncLiteSession,
  type AsyncLiteTransaction,
  AsyncSurreal,
  beginTransaction,
  exportDatabase,
  kill,
  type LiteSurrealConnection,
  live,
  loader,
  newSession,
  rows,
  stream,
  subscribeLive,
  transaction,
  watch,
} from "./lite.ts";

type Rows<T> = AsyncGenerator<T, void, undefined>;

const acme = new RecordId("company", "acme");

interface User {
  readonly name: string;
}

export async function typed(db: LiteSurrealConnection<Database>): Promise<void> {
  expectTypeOf(await db.select("person")).toEqualTypeOf<Person[]>();
  expectTypeOf(await live(db, "person")).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(await live(db, "person", true)).toEqualTypeOf<LiveId<PatchOperation[]>>();
  expectTypeOf(await live(db, "person", { fields: ["name"] })).toEqualTypeOf<LiveId<Pick<Person, "name">>>();
  // @ts-expect-error the database has no such table
  await live(db, "persn");
  expectTypeOf(subscribeLive(db, await live(db, "person"))).toEqualTypeOf<Rows<LiveNotification<Person>>>();
  expectTypeOf(rows(db, "person")).toEqualTypeOf<Rows<Person>>();
  // @ts-expect-error the database has no such table
  rows(db, "persn");
  expectTypeOf(watch(db, "person")).toEqualTypeOf<AsyncWatch<Person>>();
  expectTypeOf(watch(db, "person:ada", { fields: ["name"], orderBy: "age DESC" })).toEqualTypeOf<
    AsyncWatch<Pick<Person, "name">>
  >();
  for await (const { rows } of watch(await newSession(db), "person", { fetch: ["employer"], links: true })) {
    expectTypeOf(rows[0]?.employer).toEqualTypeOf<Company | undefined>();
  }
  // @ts-expect-error the database has no such table
  watch(db, "persn");
  // @ts-expect-error there is no such field
  watch(db, "person", { fields: ["nmae"] });
  // @ts-expect-error there is no such field to sort by
  watch(db, "person", { orderBy: "size" });
  // @ts-expect-error a name is no link
  watch(db, "person", { fetch: ["name"] });
  // @ts-expect-error a transaction has nothing to watch
  await transaction(db, (tx) => watch(tx, "person"));
  expectTypeOf(await loader(db).select("person:ada")).toEqualTypeOf<Person | undefined>();
  expectTypeOf(await loader(db, { fields: ["name"] }).selectAll([acme])).toEqualTypeOf<
    [Pick<Company, "name"> | undefined]
  >();
  expectTypeOf((await loader(db, { fetch: ["owner"] }).select(acme))?.owner).toEqualTypeOf<Person | undefined>();
  // @ts-expect-error the database has no such table
  await loader(db).select("persn:ada");
  // @ts-expect-error no table has this field
  loader(db, { fields: ["nmae"] });
  expectTypeOf(await newSession(db)).toEqualTypeOf<AsyncLiteSession<Database>>();
  expectTypeOf(await beginTransaction(db)).toEqualTypeOf<AsyncLiteTransaction<Database>>();
  expectTypeOf(await transaction(db, (tx) => tx.select("person"))).toEqualTypeOf<Person[]>();
  expectTypeOf(await transaction(db, [surql`RETURN 1`])).toEqualTypeOf<[unknown[]]>();
  // @ts-expect-error a transaction starts no live query
  await transaction(db, (tx) => live(tx, "person"));
  await kill(db, await live(db, "person"));
}

export async function open(): Promise<void> {
  const db = AsyncSurreal("ws://localhost");
  expectTypeOf(await live(db, "user")).toEqualTypeOf<LiveId<unknown>>();
  expectTypeOf(subscribeLive<User>(db, "id")).toEqualTypeOf<Rows<LiveNotification<User>>>();
  expectTypeOf(rows(db, "user")).toEqualTypeOf<Rows<RecordData>>();
  expectTypeOf(rows(db, surql<[User[]]>`SELECT * FROM user`)).toEqualTypeOf<Rows<User>>();
  expectTypeOf(rows<User>(db, "user")).toEqualTypeOf<Rows<User>>();
  expectTypeOf(stream<User>(db.query("SELECT * FROM user"))).toEqualTypeOf<Rows<User>>();
  expectTypeOf(stream(db.query<[User[]]>("SELECT * FROM user"))).toEqualTypeOf<Rows<User>>();
  expectTypeOf(await loader<User>(db).select("user:ada")).toEqualTypeOf<User | undefined>();
  for await (const { rows } of watch<User>(db, "user")) expectTypeOf(rows[0]).toEqualTypeOf<User | undefined>();
  expectTypeOf(watch(db, "user", { fields: ["name"], orderBy: "name" })).toEqualTypeOf<AsyncWatch<FieldData>>();
  expectTypeOf(watch(db, "user", { orderBy: "name" })).toEqualTypeOf<AsyncWatch<RecordData>>();
  expectTypeOf(watch<Person>(db, "person", { fields: ["name"] })).toEqualTypeOf<AsyncWatch<Partial<Person>>>();
  expectTypeOf(rows<Person>(db, "person", { fields: ["name"] })).toEqualTypeOf<Rows<Partial<Person>>>();
  expectTypeOf(watch(db, new Table<"user", User>("user"))).toEqualTypeOf<AsyncWatch<User>>();
  expectTypeOf(loader(db, { fields: ["name"] })).toEqualTypeOf<Loader<"async", FieldData>>();
  expectTypeOf(loader(db)).toEqualTypeOf<Loader<"async", RecordData>>();
  expectTypeOf(loader<Person>(db, { fields: ["name"] })).toEqualTypeOf<Loader<"async", Partial<Person>>>();
  expectTypeOf(stream(db.query<[User[], number[]]>("…"), { statement: 1 })).toEqualTypeOf<Rows<number>>();
  expectTypeOf(await exportDatabase(db)).toEqualTypeOf<string>();
  expectTypeOf(await exportDatabase(db, { as: "bytes" })).toEqualTypeOf<Uint8Array<ArrayBuffer>>();
  // @ts-expect-error a session does not export
  await exportDatabase(await newSession(db));
}

export async function others(
  full: AsyncSurrealConnection<Database>,
  blocking: BlockingSurrealConnection<Database>,
): Promise<void> {
  expectTypeOf(await live(full, "person")).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(live(blocking, "person")).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(watch(full, "person")).toEqualTypeOf<AsyncWatch<Person>>();
  expectTypeOf(watch(blocking, "person")).toEqualTypeOf<BlockingWatch<Person>>();
  expectTypeOf(loader(blocking).select(acme)).toEqualTypeOf<Company | undefined>();
  const unknown = Surreal("mem://");
  expectTypeOf(watch(unknown, "user")).toEqualTypeOf<BlockingWatch<RecordData>>();
  expectTypeOf(watch<User>(unknown, "user")).toEqualTypeOf<BlockingWatch<User>>();
  expectTypeOf(rows<User>(unknown, "user")).toEqualTypeOf<Generator<User, void, undefined>>();
  expectTypeOf(rows(unknown, "user")).toEqualTypeOf<Generator<RecordData, void, undefined>>();
  expectTypeOf(subscribeLive<User>(unknown, "id")).toEqualTypeOf<Generator<LiveNotification<User>, void, undefined>>();
  expectTypeOf(subscribeLive(blocking, live(blocking, "person"))).toEqualTypeOf<
    Generator<LiveNotification<Person>, void, undefined>
  >();
  expectTypeOf(stream<User>(unknown.query("SELECT * FROM user"))).toEqualTypeOf<Generator<User, void, undefined>>();
  expectTypeOf(loader<User>(unknown).select("user:ada")).toEqualTypeOf<User | undefined>();
  expectTypeOf(unknown.watch<User>("user")).toEqualTypeOf<BlockingWatch<User>>();
  expectTypeOf(unknown.watch("user")).toEqualTypeOf<BlockingWatch<RecordData>>();
  expectTypeOf(unknown.watch(new Table<"user", User>("user"))).toEqualTypeOf<BlockingWatch<User>>();
  expectTypeOf(unknown.watch(new Table("user"))).toEqualTypeOf<BlockingWatch<RecordData>>();
  expectTypeOf(unknown.loader<User>().select("user:ada")).toEqualTypeOf<User | undefined>();
  expectTypeOf(rows(blocking, "person")).toEqualTypeOf<Generator<Person, void, undefined>>();
}
