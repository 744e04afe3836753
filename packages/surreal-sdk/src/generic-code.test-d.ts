// Read by the compiler alone: functions and classes of users that are generic in the row, the mode, or the database.
import { expectTypeOf } from "vitest";
import {
  AsyncSurreal,
  type DatabaseShape,
  type Queryable,
  RecordId,
  type SessionScope,
  Surreal,
  surql,
  type Table,
  Table as TableOf,
  type Tables,
  type Values,
} from "./index.ts";

interface User {
  readonly id: RecordId<"user">;
  readonly name: string;
}
type Database = Tables<{ user: User }>;

/** What a repository does, for rows of any type. */
export class Repository<T extends object, N extends string> {
  readonly #db: Queryable<"async">;
  readonly #table: Table<N, T>;

  constructor(db: Queryable<"async">, table: Table<N, T>) {
    this.#db = db;
    this.#table = table;
  }

  all(): Promise<T[]> {
    return this.#db.select(this.#table);
  }

  get(id: string): Promise<T | undefined> {
    return this.#db.select<T>(this.#recordId(id));
  }

  named(text: `${string}:${string}`): Promise<T | undefined> {
    return this.#db.select<T>(text);
  }

  add(data: Values<T>): Promise<T> {
    return this.#db.create<T>(this.#table.name, data);
  }

  addAll(rows: Values<T>[]): Promise<T[]> {
    return this.#db.insert<T>(this.#table, rows);
  }

  put(id: string, data: Values<T>): Promise<T> {
    return this.#db.upsert<T>(this.#recordId(id), data);
  }

  replace(id: string, data: Values<T>): Promise<T | undefined> {
    return this.#db.update<T>(this.#recordId(id), data);
  }

  change(id: string, data: Values<T>): Promise<T | undefined> {
    return this.#db.merge<T>(this.#recordId(id), data);
  }

  remove(id: string): Promise<T | undefined> {
    return this.#db.delete<T>(this.#recordId(id));
  }

  stream(): AsyncGenerator<T> {
    return this.#db.rows<T>(this.#table.name);
  }

  connect(from: RecordId, to: RecordId): Promise<T> {
    return this.#db.relate<T>(from, this.#table, to);
  }

  #recordId(id: string): RecordId<N, string> {
    return new RecordId(this.#table.name, id);
  }
}

/** What only a connection or a session does. */
export class Store<T extends object> {
  readonly #db: SessionScope<"async">;

  constructor(db: SessionScope<"async">) {
    this.#db = db;
  }

  async *watch(target: string): AsyncGenerator<readonly T[]> {
    for await (const { rows } of this.#db.watch<T>(target)) yield rows;
  }

  load(id: RecordId): Promise<T | undefined> {
    return this.#db.loader<T>().select(id);
  }

  me(): Promise<T | undefined> {
    return this.#db.info<T>();
  }
}

function count<M extends "async" | "blocking">(db: Queryable<M>) {
  return db.query<[number]>("RETURN 1").first();
}

async function seed<S extends DatabaseShape>(db: Queryable<"async", S>): Promise<void> {
  await db.query(surql`CREATE user`);
}

function users(db: Queryable<"async", Database>): Promise<User[]> {
  return db.select("user");
}

export async function everythingIsTakenByThem(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  const table = new TableOf<"user", User>("user");
  for (const each of [db, AsyncSurreal("https://x"), AsyncSurreal("mem://"), AsyncSurreal(String(db))]) {
    expectTypeOf(new Repository(each, table).all()).toEqualTypeOf<Promise<User[]>>();
    expectTypeOf(new Store<User>(each).me()).toEqualTypeOf<Promise<User | undefined>>();
  }
  const session = await db.newSession();
  expectTypeOf(new Store<User>(session).load(new RecordId("user", 1))).toEqualTypeOf<Promise<User | undefined>>();
  await db.transaction(async (tx) => new Repository(tx, table).put("ada", { name: "Ada" }));
  expectTypeOf(count(db)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(count(Surreal("mem://"))).toEqualTypeOf<number>();
  const typed = AsyncSurreal<Database>("ws://x");
  await seed(db);
  await seed(typed);
  expectTypeOf(await typed.transaction((tx) => users(tx))).toEqualTypeOf<User[]>();
  expectTypeOf(await users(await typed.newSession())).toEqualTypeOf<User[]>();
  // @ts-expect-error a transaction has no identity
  await db.transaction(async (tx) => new Store<User>(tx));
  // @ts-expect-error the name is misspelled
  await new Repository(db, table).add({ nmae: "Ada" });
}
