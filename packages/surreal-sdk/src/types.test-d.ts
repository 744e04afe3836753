// Read by the compiler alone: the types that users of the SDK see.
import { expectTypeOf } from "vitest";
import {
  type AsyncAnySurrealConnection,
  AsyncEmbeddedSurrealConnection,
  type AsyncHttpSurrealConnection,
  AsyncSurreal,
  type AsyncSurrealSession,
  type AsyncWsSurrealConnection,
  type BlockingAnySurrealConnection,
  type BlockingEmbeddedSurrealConnection,
  type BlockingHttpSurrealConnection,
  type BlockingWsSurrealConnection,
  CborCodec,
  type FileRef,
  fromGeoJson,
  type GeoJson,
  type GeometryClasses,
  type GeometryPoint,
  type GeometryPolygon,
  gt,
  type LiveId,
  type LiveNotification,
  Range,
  type RecordData,
  RecordId,
  type StandardSchema,
  Surreal,
  surql,
  Table,
  type Tokens,
  Uuid,
} from "./index.ts";

interface User {
  readonly name: string;
}

declare const text: string;
declare const schema: StandardSchema<User>;

export function factories(): void {
  expectTypeOf(AsyncSurreal("ws://x")).toEqualTypeOf<AsyncWsSurrealConnection>();
  expectTypeOf(AsyncSurreal("wss://x", { timeout: 5 })).toEqualTypeOf<AsyncWsSurrealConnection>();
  expectTypeOf(AsyncSurreal("https://x")).toEqualTypeOf<AsyncHttpSurrealConnection>();
  for (const url of [
    "mem://",
    "memory",
    "surrealkv://a",
    "surrealkv+versioned://a",
    "rocksdb://a",
    "file://a",
  ] as const) {
    expectTypeOf(AsyncSurreal(url)).toEqualTypeOf<AsyncEmbeddedSurrealConnection>();
    expectTypeOf(Surreal(url)).toEqualTypeOf<BlockingEmbeddedSurrealConnection>();
  }
  expectTypeOf(AsyncSurreal(text)).toEqualTypeOf<AsyncAnySurrealConnection>();
  expectTypeOf(Surreal("ws://x")).toEqualTypeOf<BlockingWsSurrealConnection>();
  expectTypeOf(Surreal("http://x")).toEqualTypeOf<BlockingHttpSurrealConnection>();
  expectTypeOf(Surreal(text)).toEqualTypeOf<BlockingAnySurrealConnection>();
  expectTypeOf(
    new AsyncEmbeddedSurrealConnection("mem://").connect(),
  ).resolves.toEqualTypeOf<AsyncEmbeddedSurrealConnection>();
}

export async function promises(): Promise<void> {
  const db = AsyncSurreal("ws://x");
  expectTypeOf(db.create<User>("user").then(({ name }) => name)).toEqualTypeOf<Promise<string>>();
  expectTypeOf(db.query<[User]>(text).catch((error: Error) => error.message)).toEqualTypeOf<Promise<[User] | string>>();
  expectTypeOf(db.select<User>("user:ada")).toEqualTypeOf<Promise<User | undefined>>();
  expectTypeOf(db.select<User>("user")).toEqualTypeOf<Promise<User[]>>();
  expectTypeOf(db.select<User>(new Table("user"))).toEqualTypeOf<Promise<User[]>>();
  expectTypeOf(db.select<User>(new RecordId("user", 1))).toEqualTypeOf<Promise<User | undefined>>();
  expectTypeOf(db.select<User>(text)).toEqualTypeOf<Promise<User | User[] | undefined>>();
  expectTypeOf(await db.update<User>(text, {})).toEqualTypeOf<User | User[] | undefined>();
  expectTypeOf(await db.upsert<User>(text).merge({})).toEqualTypeOf<User | User[]>();
  expectTypeOf(await db.delete<User>(text)).toEqualTypeOf<User | User[] | undefined>();
  expectTypeOf(await db.merge<User>("user:ada")).toEqualTypeOf<User | undefined>();
  expectTypeOf(await db.patch<User>("user")).toEqualTypeOf<User[]>();
  expectTypeOf(await db.update<User>("user").merge()).toEqualTypeOf<User[]>();
  expectTypeOf(await db.update<User>("user").patch()).toEqualTypeOf<User[]>();
  expectTypeOf(db.select("user:1..5")).toEqualTypeOf<Promise<RecordData[]>>();
  expectTypeOf(db.select(new RecordId("user", new Range(undefined, undefined)))).toEqualTypeOf<Promise<RecordData[]>>();
  expectTypeOf(db.select("user", { into: schema })).toEqualTypeOf<Promise<User[]>>();
  expectTypeOf(db.select("user:ada", { into: (row) => String(row) })).toEqualTypeOf<Promise<string | undefined>>();
  expectTypeOf(await db.query<[User[], number]>("…")).toEqualTypeOf<[User[], number]>();
  expectTypeOf(await db.query("…")).toEqualTypeOf<unknown[]>();
  expectTypeOf(await db.query<[User[], number]>("…").first()).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query<[User[], number]>("…").rows()).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query("…").rows(schema)).toEqualTypeOf<User[]>();
  expectTypeOf(await db.query("…").into(schema)).toEqualTypeOf<User>();
  expectTypeOf(await db.create<User>("user", {})).toEqualTypeOf<User>();
  expectTypeOf(await db.update<User>("user:ada").merge({})).toEqualTypeOf<User | undefined>();
  expectTypeOf(await db.upsert<User>("user:ada", {})).toEqualTypeOf<User>();
  const grown = gt("age", 18);
  expectTypeOf(await db.upsert<User>("user:ada", {}, { where: grown })).toEqualTypeOf<User | undefined>();
  expectTypeOf(await db.upsert<User>("user:ada").where(grown).content({})).toEqualTypeOf<User | undefined>();
  expectTypeOf(await db.upsert<User>("user").where(grown).content({})).toEqualTypeOf<User[]>();
  const list = await db.transaction([surql<[User[]]>`SELECT * FROM user`, surql`RETURN 1`, "RETURN 1"]);
  expectTypeOf(list).toEqualTypeOf<[[User[]], unknown[], unknown[]]>();
  expectTypeOf(await db.delete<User>("user")).toEqualTypeOf<User[]>();
  expectTypeOf(await db.insert<User>("user", [])).toEqualTypeOf<User[]>();
  expectTypeOf(await db.relate<User>("user:a", "knows", "user:b")).toEqualTypeOf<User>();
  expectTypeOf(await db.relate<User>(["user:a"], "knows", "user:b")).toEqualTypeOf<User[]>();
  expectTypeOf(db.signin({})).toEqualTypeOf<Promise<Tokens>>();
  expectTypeOf(db.live("user")).toEqualTypeOf<Promise<LiveId>>();
  expectTypeOf(db.subscribeLive("…")).toEqualTypeOf<AsyncGenerator<LiveNotification, void, undefined>>();
  expectTypeOf(db.subscribeLive<User>("…")).toEqualTypeOf<AsyncGenerator<LiveNotification<User>, void, undefined>>();
  expectTypeOf(db.run<number>("math::max", [[1]])).toEqualTypeOf<Promise<number>>();
  expectTypeOf(db.transaction(async () => 5)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(db.transaction(() => 5)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(await db.newSession()).toExtend<AsyncDisposable>();
  expectTypeOf(await db.newSession()).toExtend<Pick<AsyncSurrealSession, "sessionId">>();
  expectTypeOf(db.with({ timeout: 5 })).toEqualTypeOf<AsyncWsSurrealConnection>();
  const { result } = (await db.queryRaw("…"))[0] as { result: unknown };
  expectTypeOf(result).toBeUnknown();
  expectTypeOf(await db.batch((b) => [b.select<User>("user:ada"), b.query<[number]>("…").first()])).toEqualTypeOf<
    [User | undefined, number]
  >();
}

export function plainValues(): void {
  const db = Surreal("mem://");
  expectTypeOf(db.select<User>("user:ada")).toEqualTypeOf<User | undefined>();
  expectTypeOf(db.select<User>("user")).toEqualTypeOf<User[]>();
  expectTypeOf(db.query<[User[], number]>("…").execute()).toEqualTypeOf<[User[], number]>();
  expectTypeOf(db.query<[User[]]>("…").first()).toEqualTypeOf<User[]>();
  expectTypeOf(db.create<User>("user", {})).toEqualTypeOf<User>();
  expectTypeOf(db.create<User>("user").content({})).toEqualTypeOf<User>();
  expectTypeOf(db.update<User>("user").where).toBeFunction();
  expectTypeOf(db.delete<User>("user:ada")).toEqualTypeOf<User | undefined>();
  expectTypeOf(db.insert<User>("user", [])).toEqualTypeOf<User[]>();
  expectTypeOf(db.signin({})).toEqualTypeOf<Tokens>();
  expectTypeOf(db.live("user")).toEqualTypeOf<LiveId>();
  expectTypeOf(db.subscribeLive("…")).toEqualTypeOf<Generator<LiveNotification, void, undefined>>();
  expectTypeOf(db.subscribeLive<User>("…")).toEqualTypeOf<Generator<LiveNotification<User>, void, undefined>>();
  expectTypeOf(db.close()).toEqualTypeOf<void>();
  expectTypeOf(db.connect()).toEqualTypeOf<BlockingEmbeddedSurrealConnection>();
  expectTypeOf(db.newSession()).toExtend<Disposable>();
  expectTypeOf(db.transaction((tx) => tx.select<User>("user"))).toEqualTypeOf<User[]>();
  // @ts-expect-error a blocked thread waits for no promise
  db.transaction(async (tx): Promise<User[]> => tx.select<User>("user")).length;
}

/** Bytes have memory of their own, as `Response`, `Blob` and `crypto` want it. */
export async function bytesThatArrive(file: FileRef): Promise<void> {
  const db = AsyncSurreal("ws://x");
  type Own = Uint8Array<ArrayBuffer>;
  expectTypeOf(await db.files.get(file)).toEqualTypeOf<Own | undefined>();
  expectTypeOf(await db.export({ as: "bytes" })).toEqualTypeOf<Own>();
  expectTypeOf(db.exportStream({ as: "bytes" })).toEqualTypeOf<AsyncGenerator<Own, void, undefined>>();
  expectTypeOf(Surreal("mem://").files.get(file)).toEqualTypeOf<Own | undefined>();
  expectTypeOf(new CborCodec().encode(1)).toEqualTypeOf<Own>();
  expectTypeOf(Uuid.v7().toBytes()).toEqualTypeOf<Own>();
}

interface Place {
  readonly type: "Point";
  readonly coordinates: number[];
}

export function geometriesOfGeoJson(place: Place, json: GeoJson): void {
  expectTypeOf(fromGeoJson({ type: "Point", coordinates: [1, 2] })).toEqualTypeOf<GeometryPoint>();
  expectTypeOf(fromGeoJson({ type: "Polygon", coordinates: [], bbox: [1, 2] })).toEqualTypeOf<GeometryPolygon>();
  expectTypeOf(fromGeoJson(place)).toEqualTypeOf<GeometryPoint>();
  expectTypeOf(fromGeoJson(json)).toEqualTypeOf<GeometryClasses[keyof GeometryClasses]>();
  // @ts-expect-error a feature has a geometry
  fromGeoJson({ type: "Feature", geometry: place });
}

export function mistakes(): void {
  const db = AsyncSurreal("ws://x");
  // @ts-expect-error a number is no target
  db.select(5);
  // @ts-expect-error there is no such option
  db.select("user", { limits: 5 });
  // @ts-expect-error a condition is no text
  db.select("user", { where: "age > 18" });
  // @ts-expect-error a query is no list
  for (const _row of db.query("RETURN 1"));
  // @ts-expect-error a query is no list
  db.query("RETURN 1").length;
  // @ts-expect-error a range names no table
  db.select(new Range(undefined, undefined));
  // @ts-expect-error there is no such event
  db.on("nothing", () => undefined);
  // @ts-expect-error the token is to be read
  db.token = "…";
  // @ts-expect-error the status is one of five
  if (db.status === "open") return;
  // @ts-expect-error there is no such option
  AsyncSurreal("ws://x", { timeouts: 5 });
  // @ts-expect-error there is no such option
  AsyncSurreal("ws://x", { authentication: { username: "root", password: "root" } });
}

/** With `exactOptionalPropertyTypes`, which this file is compiled with, an option that may be undefined is no mistake. */
export async function optionsThatMayBeUndefined(
  text: string | undefined,
  count: number | undefined,
  yes: boolean | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  const db = AsyncSurreal("ws://x", {
    namespace: text,
    database: text,
    auth: undefined,
    timeout: count,
    heartbeat: { idle: count, wait: count },
    reconnect: { attempts: count, minDelay: count, maxDelay: count },
    offlineQueue: undefined,
    live: { queue: count, overflow: undefined },
    maxMessageBytes: count,
    headers: undefined,
    requireTls: yes,
    fetch: undefined,
    embedded: { queryTimeout: count, capabilities: { scripting: yes } },
  });
  Surreal("mem://", { namespace: text, timeout: count, embedded: undefined });
  await db.signin({ username: text, password: text, namespace: text, database: text });
  await db.signin({ access: text, namespace: text, database: text, variables: undefined, email: text });
  AsyncSurreal("ws://x", { auth: { username: "root", password: "root", namespace: text } });
  AsyncSurreal("ws://x", { auth: async () => ({ access: "account", database: text, email: text }) });
  await db.authenticate({ access: "…", refresh: text });
  const clauses = { where: undefined, limit: count, start: count, orderBy: text, timeout: text, into: undefined };
  expectTypeOf(await db.select<User>("user", clauses)).toEqualTypeOf<User[]>();
  expectTypeOf(await db.select<User>("user", { fields: undefined, value: undefined })).toEqualTypeOf<User[]>();
  await db.update("user", {}, { where: undefined, return: undefined, timeout: count });
  await db.insert("user", [], { relation: yes, ignore: yes, return: undefined });
  await db.relate("user:1", "knows", "user:2", {}, { timeout: text, orUpdate: yes });
  const id = await db.live("user", { where: undefined, fields: undefined, resync: undefined });
  db.subscribeLive(id, { timeout: count, signal });
  db.rows("user", { pageSize: count, where: undefined, fetch: undefined });
  db.with({ timeout: count, signal, traceparent: text });
  db.watch("user", { limit: count, orderBy: text, where: undefined });
  await db.transaction(async () => undefined, { retries: count, key: text });
  await db.export({ users: yes, tables: undefined, onProgress: undefined });
  await db.close({ drain: yes });
}
