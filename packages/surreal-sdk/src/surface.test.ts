// The built package: a blocking connection loads it once more, in its worker.
import { AsyncSurreal, Surreal } from "surreal-sdk";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

/** The members of an object that belong to its surface, by name, with what they are. */
function membersOf(value: object): Map<string, string> {
  const members = new Map<string, string>();
  for (let proto = Object.getPrototypeOf(value); proto !== Object.prototype; proto = Object.getPrototypeOf(proto)) {
    for (const [name, member] of Object.entries(Object.getOwnPropertyDescriptors(proto))) {
      if (name === "constructor" || members.has(name)) continue;
      members.set(name, typeof member.value === "function" ? `method of ${member.value.length}` : "property");
    }
  }
  return members;
}

/** What may differ: how a builder is awaited. */
const ofOneMode = new Set(["then", "catch", "finally"]);

function shared(value: object): [string, string][] {
  return [...membersOf(value)].filter(([name]) => !ofOneMode.has(name)).sort(([a], [b]) => (a < b ? -1 : 1));
}

describe("the two modes have the same members", () => {
  const db = { async: AsyncSurreal("mem://"), blocking: Surreal("mem://") };
  const pairs: Record<string, [object, object]> = {};

  beforeAll(async () => {
    await db.async.use("t", "t");
    db.blocking.use("t", "t");
    const [session, plainSession] = [await db.async.newSession(), db.blocking.newSession()];
    await session.use("t", "t");
    plainSession.use("t", "t");
    await db.async.query("DEFINE TABLE user");
    db.blocking.query("DEFINE TABLE user").execute();
    Object.assign(pairs, {
      connection: [db.async, db.blocking],
      session: [session, plainSession],
      transaction: [await session.beginTransaction(), plainSession.beginTransaction()],
      files: [db.async.files, db.blocking.files],
      "query builder": [db.async.query("RETURN 1"), db.blocking.query("RETURN 1")],
      "CRUD builder": [db.async.create("user"), db.blocking.create("user")],
      "insert builder": [db.async.insert("user"), db.blocking.insert("user")],
    });
  });
  afterAll(async () => {
    await db.async.close();
    db.blocking.close();
  });

  it.each(["connection", "session", "transaction", "files", "query builder", "CRUD builder", "insert builder"])(
    "%s",
    (name) => {
      const [one, other] = pairs[name] as [object, object];
      expect(shared(one)).toEqual(shared(other));
      expect(shared(one).length).toBeGreaterThan(3);
    },
  );

  it("and each has its way of leaving a scope", () => {
    for (const name of ["connection", "session", "transaction"]) {
      const [one, other] = pairs[name] as [Partial<AsyncDisposable>, Partial<Disposable>];
      expect([typeof one[Symbol.asyncDispose], typeof other[Symbol.dispose]]).toEqual(["function", "function"]);
    }
  });

  it("session and connection differ by what belongs to one of them", () => {
    const names = (value: object): string[] => shared(value).map(([name]) => name);
    const [connection, session] = [names(pairs.connection?.[0] as object), names(pairs.session?.[0] as object)];
    expect(connection.filter((name) => !session.includes(name))).toEqual(
      [
        "connect",
        "export",
        "exportStream",
        "host",
        "import",
        "on",
        "port",
        "rawUrl",
        "ref",
        "status",
        "unref",
        "url",
      ].sort(),
    );
    expect(session.filter((name) => !connection.includes(name))).toEqual(["closeSession", "sessionId"]);
  });

  it("a transaction has what reads and writes, and its two ends", () => {
    const names = shared(pairs.transaction?.[0] as object).map(([name]) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        "query",
        "queryRaw",
        "select",
        "create",
        "update",
        "upsert",
        "delete",
        "merge",
        "patch",
        "insert",
        "insertRelation",
        "relate",
        "run",
        "let",
        "unset",
        "files",
        "commit",
        "cancel",
        "transactionId",
        "sessionId",
      ]),
    );
    for (const name of ["use", "signin", "live", "beginTransaction", "newSession", "close"])
      expect(names).not.toContain(name);
  });

  it("the same calls give the same results", async () => {
    const calls = ["version", "info", "ping"] as const;
    for (const call of calls) expect(await db.async[call]()).toEqual(db.blocking[call]());
    const data = { name: "Ada", tags: new Set([1, 2]), big: 2n ** 60n };
    expect(await db.async.create("user:ada", data)).toEqual(db.blocking.create("user:ada", data));
    expect(await db.async.select("user")).toEqual(db.blocking.select("user"));
    expect(await db.async.select("user:nobody")).toEqual(db.blocking.select("user:nobody"));
    expect(await db.async.query("RETURN 1; RETURN 2")).toEqual(db.blocking.query("RETURN 1; RETURN 2").execute());
  });

  it("the same mistakes give the same errors", async () => {
    const mistakes: ((given: typeof db.async) => unknown)[] = [
      (given) => given.query("THROW 'no'").execute(),
      (given) => given.query("SELEKT 1").execute(),
      (given) => given.select("a:b:c"),
      (given) => given.select("nowhere"),
      (given) => given.use("", "x"),
      (given) => given.signin({ nonsense: 1 } as never),
      (given) => given.kill("no uuid"),
      (given) => given.create("user:ada", {}),
    ];
    for (const mistake of mistakes) {
      const [one, other] = [
        await thrownBy(() => mistake(db.async)),
        await thrownBy(() => mistake(db.blocking as unknown as typeof db.async)),
      ];
      expect(one).toMatchObject({ name: other.name, message: other.message });
      expect([(one as { outcome?: string }).outcome, Object.keys(one)]).toEqual([
        (other as { outcome?: string }).outcome,
        Object.keys(other),
      ]);
    }
  });
});

async function thrownBy(call: () => unknown): Promise<Error> {
  try {
    await call();
  } catch (error) {
    return error as Error;
  }
  throw new Error("Nothing was thrown.");
}
