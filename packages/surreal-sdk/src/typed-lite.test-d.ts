// Read by the compiler alone: functions that take a connection, to a known database and to an unknown one.
import { expectTypeOf } from "vitest";
import type { Database, Person } from "./database.test-d.ts";
import {
  type AsyncSurrealConnection,
  type BlockingSurrealConnection,
  type LiveId,
  type LiveNotification,
  type PatchOperation,
  surql,
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
  expectTypeOf(rows<User>(db, "user")).toEqualTypeOf<Rows<User>>();
  expectTypeOf(stream<User>(db.query("SELECT * FROM user"))).toEqualTypeOf<Rows<User>>();
  expectTypeOf(stream(db.query<[User[]]>("SELECT * FROM user"))).toEqualTypeOf<Rows<User>>();
  expectTypeOf(await loader<User>(db).select("user:ada")).toEqualTypeOf<User | undefined>();
  for await (const { rows } of watch<User>(db, "user")) expectTypeOf(rows[0]).toEqualTypeOf<User | undefined>();
  expectTypeOf(await exportDatabase(db)).toEqualTypeOf<string>();
  expectTypeOf(await exportDatabase(db, { as: "bytes" })).toEqualTypeOf<Uint8Array>();
  // @ts-expect-error a session does not export
  await exportDatabase(await newSession(db));
}

export async function others(
  full: AsyncSurrealConnection<Database>,
  blocking: BlockingSurrealConnection<Database>,
): Promise<void> {
  expectTypeOf(await live(full, "person")).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(live(blocking, "person")).toEqualTypeOf<LiveId<Person>>();
  expectTypeOf(rows(blocking, "person")).toEqualTypeOf<Generator<Person, void, undefined>>();
}
