import {
  InvalidCredentialsError,
  LiveEndedError,
  NotAllowedError,
  RecordId,
  SessionClosedError,
  UnsupportedFeatureError,
} from "surreal-sdk";
import { expect, it } from "vitest";
import { quickHashes } from "../quick-passwords.ts";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import { root, type Target } from "../target.ts";

/** `newSession`, and what is a session's own. */
export function sessionCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const session = async (database = "main") => {
    const made = await scratch.db.newSession();
    await made.use(scratch.namespace, database);
    return made;
  };

  it("two sessions have namespaces, databases and variables of their own", async () => {
    const left = await session("left");
    const right = await session("right");
    await left.let("x", 1);
    await right.let("x", 2);
    expect(await left.query("RETURN [session::db(), $x]").first()).toEqual(["left", 1]);
    expect(await right.query("RETURN [session::db(), $x]").first()).toEqual(["right", 2]);
    expect(await scratch.value("RETURN [session::db(), $x]")).toEqual(["main", undefined]);
    expect([left.namespace, left.database]).toEqual([scratch.namespace, "left"]);
    expect([scratch.db.namespace, scratch.db.database]).toEqual([scratch.namespace, "main"]);
  });

  it("a new session starts without namespace, database and variables", async () => {
    await scratch.db.let("x", 1);
    const made = await scratch.db.newSession();
    expect([made.namespace, made.database]).toEqual([undefined, undefined]);
    expect(made.sessionId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    await made.use(scratch.namespace, "main");
    expect(await made.query("RETURN $x").first()).toBeUndefined();
  });

  it("a new session is authenticated as the connection is, so that its writes happen", async () => {
    const made = await session();
    expect(await run(made.create("user:1", { n: 1 }))).toStrictEqual({ id: new RecordId("user", 1), n: 1 });
    expect(await scratch.value("SELECT VALUE n FROM user")).toEqual([1]);
  });

  it("a session's identity is its own", async () => {
    await scratch.read(`
      DEFINE TABLE user PERMISSIONS FULL;
      DEFINE ACCESS member ON DATABASE TYPE RECORD SIGNUP (CREATE user SET email = $email);
    `);
    const before = scratch.db.token;
    const guest = await session();
    const { access } = await guest.signup({
      namespace: scratch.namespace,
      database: "main",
      access: "member",
      variables: { email: "g@x" },
    });
    expect(await guest.info()).toMatchObject({ email: "g@x" });
    expect(guest.token).toBe(access);
    expect(scratch.db.token).toBe(before);
    await guest.invalidate();
    expect(guest.token).toBeUndefined();
    expect(scratch.db.token).toBe(before);
    expect(await scratch.value("SELECT VALUE email FROM user")).toEqual(["g@x"]);
  });

  it("a session with an identity of its own has that one's rights from the start", async () => {
    await scratch.read(`
      DEFINE TABLE note PERMISSIONS FOR select WHERE owner = $auth.id;
      DEFINE TABLE user PERMISSIONS NONE;
      DEFINE ACCESS member ON DATABASE TYPE RECORD
        SIGNUP (CREATE user SET email = $email) SIGNIN (SELECT * FROM user WHERE email = $email);
      CREATE user:ann SET email = "a@x";
      CREATE note:1 SET owner = user:ann;
      CREATE note:2 SET owner = user:bob;
    `);
    const before = scratch.db.token;
    const credentials = { access: "member", variables: { email: "a@x" } };
    const ann = await scratch.db.newSession({ as: credentials });
    expect([ann.namespace, ann.database]).toEqual([scratch.namespace, "main"]);
    expect(await ann.query("SELECT VALUE id FROM note").first()).toStrictEqual([new RecordId("note", 1)]);
    const again = await scratch.db.newSession({ as: ann.token as string });
    expect(await again.query("SELECT VALUE id FROM note").first()).toStrictEqual([new RecordId("note", 1)]);
    const wrong = { ...credentials, variables: { email: "b@x" } };
    expect(await raised(() => scratch.db.newSession({ as: wrong }))).toBeInstanceOf(InvalidCredentialsError);
    expect(scratch.db.token).toBe(before);
    expect(await scratch.value("SELECT VALUE id FROM note")).toHaveLength(2);
  });

  it("a session of nobody reads nothing before it signs in", async () => {
    if (target.kind === "embedded") {
      expect(await raised(() => scratch.db.newSession({ as: "nobody" }))).toBeInstanceOf(UnsupportedFeatureError);
      return;
    }
    await scratch.read("DEFINE TABLE secret; CREATE secret:1 SET n = 1");
    const nobody = await scratch.db.newSession({ as: "nobody" });
    for (const place of [undefined, scratch.namespace]) {
      if (place !== undefined) await nobody.use(place, "main");
      for (const read of [() => nobody.select("secret"), () => nobody.query("SELECT * FROM secret; INFO FOR DB")]) {
        expect(await raised(read)).toBeInstanceOf(NotAllowedError);
      }
      expect(await raised(() => nobody.create("secret:2", { n: 2 }))).toBeInstanceOf(NotAllowedError);
    }
    expect(await scratch.value("SELECT VALUE n FROM secret")).toEqual([1]);
    await nobody.signin(root);
    await nobody.use(scratch.namespace, "main");
    expect(await nobody.query("SELECT VALUE n FROM secret").first()).toEqual([1]);
  });

  it("a session has the same methods as the connection", async () => {
    const made = await session();
    await run(made.insert("user", [{ id: 1, n: 1 }]));
    await run(made.update("user:1", { n: 2 }));
    await run(made.upsert("user:2", { n: 3 }));
    await run(made.merge("user:1", { m: 1 }));
    await run(made.patch("user:2", [{ op: "replace", path: "/n", value: 4 }]));
    await run(made.relate(new RecordId("user", 1), "knows", new RecordId("user", 2)));
    await run(made.insertRelation("knows", { in: new RecordId("user", 2), out: new RecordId("user", 1) }));
    expect(await made.select("user")).toEqual([
      { id: new RecordId("user", 1), n: 2, m: 1 },
      { id: new RecordId("user", 2), n: 4 },
    ]);
    expect(await made.run("math::abs", [-1])).toBe(1);
    expect(await made.version()).toMatch(/^surrealdb-/);
    expect(await made.ping()).toBeUndefined();
    expect((await made.queryRaw("RETURN 1"))[0]).toMatchObject({ status: "OK", result: 1 });
    await run(made.delete("user:1"));
    expect(await scratch.value("SELECT VALUE n FROM user")).toEqual([4]);
  });

  it("a live query of a session reports, and ends when the session is closed", async () => {
    await scratch.read("DEFINE TABLE user");
    const made = await session();
    const stream = await made.subscribeLive(await made.live("user"));
    await run(scratch.db.create("user:1"));
    expect(await stream.next()).toMatchObject({ value: { action: "CREATE", record: new RecordId("user", 1) } });
    await made.closeSession();
    expect(await stream.next()).toMatchObject({ done: true });
  });

  it.each(["signin", "invalidate"] as const)(
    "a live query ends with an error when its session changes its identity by %s(), and leaves nothing behind",
    async (method) => {
      await scratch.read(`
        DEFINE TABLE user;
        DEFINE USER viewer ON DATABASE PASSHASH '${quickHashes.viewer}' ROLES VIEWER;
      `);
      const viewer = { namespace: scratch.namespace, database: "main", username: "viewer", password: "viewer" };
      const made = await session();
      if (method === "invalidate") await made.signin(viewer);
      const stream = await made.subscribeLive(await made.live("user"));
      await run(scratch.db.create("user:1"));
      expect(await stream.next()).toMatchObject({ value: { action: "CREATE", record: new RecordId("user", 1) } });
      await (method === "signin" ? made.signin(viewer) : made.invalidate());
      expect(await raised(() => stream.next())).toBeInstanceOf(LiveEndedError);
      await made.closeSession();
      const info = (await scratch.value("INFO FOR TABLE user")) as { lives: Record<string, string> };
      expect(info.lives).toEqual({});
    },
  );

  it("disposing closes the session", async () => {
    const made = await session();
    const dispose = target.mode === "async" ? Symbol.asyncDispose : Symbol.dispose;
    await (made as unknown as Record<symbol, () => unknown>)[dispose]?.();
    expect(await raised(() => made.query("RETURN 1"))).toBeInstanceOf(SessionClosedError);
  });

  it("a closed session refuses, closing twice is quiet, and the others go on", async () => {
    const made = await session();
    const other = await session("other");
    await made.closeSession();
    await made.closeSession();
    const error = await raised(() => made.query("RETURN 1"));
    expect(error).toBeInstanceOf(SessionClosedError);
    expect(error).toMatchObject({ outcome: "not_sent" });
    expect(await other.query("RETURN 1").first()).toBe(1);
    expect(await scratch.value("RETURN 1")).toBe(1);
  });
}
