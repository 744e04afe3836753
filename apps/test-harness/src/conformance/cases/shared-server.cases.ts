import { NotAllowedError, RecordId, SurrealError } from "surreal-sdk";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Relay } from "../../apart/relay.ts";
import { quickHashes } from "../quick-passwords.ts";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";
import { root } from "../target.ts";

/** Several connections to one server, and the sockets that carry them. */
export function sharedServerCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  let relay: Relay;
  beforeEach(async () => {
    relay = await Relay.to(target.url());
  });
  afterEach(() => relay.close());

  it("what one connection writes, another reads", async () => {
    const other = await scratch.another();
    await run(scratch.db.create("user:1", { n: 1 }));
    expect(await other.select("user:1")).toStrictEqual({ id: new RecordId("user", 1), n: 1 });
  });

  it("a connection that has not signed in is refused, and may sign in afterwards", async () => {
    const stranger = scratch.anonymous();
    expect(await raised(() => stranger.query("SELECT * FROM user"))).toBeInstanceOf(NotAllowedError);
    await stranger.signin(root);
    expect(await run(stranger.query("RETURN 1"))).toEqual([1]);
  });

  it("invalidate on one connection leaves the others signed in", async () => {
    const other = await scratch.another();
    await other.invalidate();
    expect(await raised(() => other.query("RETURN 1"))).toBeInstanceOf(NotAllowedError);
    expect(await scratch.value("RETURN 1")).toBe(1);
  });

  it("what use() shows to the user of one database is where its statements run", async () => {
    await scratch.read(`DEFINE USER clerk ON DATABASE PASSHASH '${quickHashes.clerk}' ROLES EDITOR`);
    const db = scratch.anonymous();
    await db.signin({ namespace: scratch.namespace, database: "main", username: "clerk", password: "clerk" });
    try {
      await db.use(scratch.namespace, "other");
    } catch (error) {
      expect(error).toBeInstanceOf(SurrealError);
    }
    expect(await run(db.query("RETURN [session::ns(), session::db()]"))).toEqual([[db.namespace, db.database]]);
  });

  it("namespace, database and identity may come with the options", async () => {
    const db = scratch.anonymous({ namespace: scratch.namespace, database: "main", auth: root });
    expect(await run(db.query("RETURN [session::ns(), session::db()]"))).toEqual([[scratch.namespace, "main"]]);
  });

  it("the identity in the options says where the session is, as a token and as credentials", async () => {
    await scratch.read("DEFINE USER dora ON DATABASE PASSWORD 'd' ROLES VIEWER");
    const place = [scratch.namespace, "main"];
    const dora = { namespace: scratch.namespace, database: "main", username: "dora", password: "d" };
    const tokens = await scratch.anonymous().signin(dora);
    for (const auth of [tokens.access, tokens, () => tokens.access, dora]) {
      const db = scratch.anonymous({ auth });
      expect(await run(db.query("RETURN [session::ns(), session::db()]"))).toEqual([place]);
      expect([db.namespace, db.database]).toEqual(place);
    }
  });

  it("export and import may be the first calls of a connection that says who it is in its options", async () => {
    await scratch.read("CREATE user:1 SET n = 1");
    const options = { namespace: scratch.namespace, database: "main", auth: root };
    const text = await scratch.anonymous(options).export();
    expect(text).toContain("user:1");
    await scratch.anonymous({ ...options, database: "copy" }).import(text);
    await scratch.db.use(scratch.namespace, "copy");
    expect(await scratch.value("SELECT VALUE n FROM user")).toEqual([1]);
  });

  it.each([
    ["credentials", root],
    ["a function", () => root],
  ])("who signs up by hand first is not overruled by %s in the auth option", async (_name, auth) => {
    await scratch.read(`
      DEFINE TABLE user PERMISSIONS FULL;
      DEFINE ACCESS member ON DATABASE TYPE RECORD SIGNUP (CREATE user SET email = $email);
    `);
    const place = { namespace: scratch.namespace, database: "main" };
    const db = scratch.anonymous({ ...place, auth });
    await db.signup({ ...place, access: "member", variables: { email: "ada@example.org" } });
    expect(await db.query("RETURN $auth.email").first()).toBe("ada@example.org");
    expect(await db.query("RETURN $auth.email").first()).toBe("ada@example.org");
  });

  it("the auth option may be a function, which is asked again when the session has expired", async () => {
    const name = `brief_${scratch.namespace}`;
    await scratch.read(
      `DEFINE USER ${name} ON ROOT PASSHASH '${quickHashes.x}' ROLES OWNER DURATION FOR TOKEN 1s, FOR SESSION 1s`,
    );
    let asked = 0;
    const auth = () => {
      asked += 1;
      return { username: name, password: "x" };
    };
    const db = scratch.anonymous({ namespace: scratch.namespace, database: "main", auth });
    expect(await run(db.query("RETURN 1"))).toEqual([1]);
    // A token counts in whole seconds: one of a second may be close to its end as soon as it is there.
    const atFirst = asked;
    expect(atFirst).toBeGreaterThan(0);
    await run(scratch.db.query("SLEEP 2100ms"));
    expect(await run(db.query("RETURN session::db()"))).toEqual(["main"]);
    const afterExpiry = asked;
    expect(afterExpiry).toBeGreaterThan(atFirst);
    await run(scratch.db.query("SLEEP 2100ms"));
    await db.signin(root);
    expect(await run(db.query("RETURN session::db()"))).toEqual(["main"]);
    expect(asked, "who signs in after the expiry needs nobody else to").toBe(afterExpiry);
    await scratch.read(`REMOVE USER ${name} ON ROOT`);
  });

  it("connecting elsewhere leaves the old place and reports the new one, also before any connection stands", async () => {
    const db = await scratch.another({}, relay.url(target.url()));
    await db.connect(target.elsewhere());
    expect(db.url).toBe(target.elsewhere());
    expect(db.status).toBe("connected");
    await expect.poll(() => relay.open).toBe(0);
    await db.signin(root);
    const info = (await run(db.query("INFO FOR ROOT"))) as { namespaces: object }[];
    expect(Object.keys(info[0]?.namespaces ?? {})).not.toContain(scratch.namespace);

    const fresh = scratch.anonymous({}, relay.url(target.url()));
    await fresh.connect(target.elsewhere());
    expect(fresh.port).toBe(Number(new URL(target.elsewhere()).port));
    expect(relay.made).toBe(target.kind === "ws" ? target.sockets : relay.made);
  });

  if (target.kind === "ws")
    it("eight first calls at once make one socket, and connecting again none", async () => {
      const db = scratch.anonymous({}, relay.url(target.url()));
      await Promise.all(Array.from({ length: 8 }, () => db.version()));
      await db.connect();
      await db.connect(`${relay.url(target.url())}/rpc/`);
      expect(relay.made).toBe(target.sockets);
    });

  if (target.kind === "ws")
    it("close closes the socket, and connecting afterwards opens a new one", async () => {
      const db = await scratch.another({}, relay.url(target.url()));
      await db.close();
      await expect.poll(() => relay.open).toBe(0);
      await db.connect();
      await db.signin(root);
      await db.use(scratch.namespace, "main");
      expect(await run(db.query("RETURN 1"))).toEqual([1]);
      expect(relay.made).toBe(2 * target.sockets);
    });

  if (target.kind === "http")
    it("requests one after another share one connection", async () => {
      const db = await scratch.another({}, relay.url(target.url()));
      const { made } = relay;
      for (let n = 0; n < 5; n += 1) await run(db.query("RETURN 1"));
      expect(relay.made).toBe(made);
    });
}
