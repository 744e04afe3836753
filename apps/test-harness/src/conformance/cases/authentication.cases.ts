import { inspect } from "node:util";
import {
  HttpStatusError,
  InvalidCredentialsError,
  NotAllowedError,
  RecordId,
  ServerError,
  SurrealError,
  ThrownError,
} from "surreal-sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { quickHashes } from "../quick-passwords.ts";
import { raised, run } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Database, Target } from "../target.ts";
import { root } from "../target.ts";

const rules = `
  DEFINE TABLE user PERMISSIONS FOR select WHERE id = $auth.id;
  DEFINE TABLE note PERMISSIONS FOR select, create WHERE owner = $auth.id;
  DEFINE ACCESS member ON DATABASE TYPE RECORD
    SIGNUP (CREATE user SET email = $email, secret = crypto::sha512($password))
    SIGNIN (SELECT * FROM user WHERE email = $email AND secret = crypto::sha512($password))
    WITH REFRESH;
  DEFINE ACCESS strict ON DATABASE TYPE RECORD SIGNUP { THROW 'closed on Sundays' };
  DEFINE USER IF NOT EXISTS root ON ROOT PASSHASH '${quickHashes.root}' ROLES OWNER;
  DEFINE USER keeper ON DATABASE PASSHASH '${quickHashes.bunch}' ROLES EDITOR;
  DEFINE USER warden ON NAMESPACE PASSHASH '${quickHashes.lantern}' ROLES VIEWER;
`;
const person = { email: "ada@example.org", password: "engine" };

/** `signin`, `signup`, `authenticate`, `refresh`, `revoke`, `invalidate`, `info`, and where tokens are kept. */
export function authenticationCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  const place = () => ({ namespace: scratch.namespace, database: "main" });
  const member = () => ({ ...place(), access: "member" });
  const asRoot = async () => {
    await scratch.db.signin(root);
    await scratch.db.use(place());
  };
  beforeEach(() => scratch.read(rules));
  selectionCases(target, scratch);

  describe("signin", () => {
    it.each([
      ["root, by the long names", () => root],
      ["root, by the short names", () => ({ user: "root", pass: "root" })],
      ["a namespace's user", () => ({ namespace: scratch.namespace, username: "warden", password: "lantern" })],
      ["a database's user", () => ({ ...place(), username: "keeper", password: "bunch" })],
      ["a database's user, by ns and db", () => ({ ns: scratch.namespace, db: "main", user: "keeper", pass: "bunch" })],
    ])("signs in %s", async (_name, credentials) => {
      await asRoot();
      const tokens = await scratch.db.signin(credentials());
      expect(tokens.access.split(".")).toHaveLength(3);
      expect(scratch.db.token).toBe(tokens.access);
      expect(await scratch.db.query("RETURN 1").first()).toBe(1);
    });

    if (target.kind !== "embedded") {
      it("as a record may be the first call, and goes where the options say", async () => {
        await scratch.db.signup({ ...member(), variables: person });
        const db = scratch.anonymous(place());
        await db.signin({ access: "member", ...person });
        expect(await db.info()).toMatchObject({ email: person.email });
      });
    }

    it("a wrong password is refused, and the identity in force stays in force", async () => {
      await asRoot();
      const before = scratch.db.token;
      const error = await raised(() => scratch.db.signin({ ...root, password: "toor-secret" }));
      expect(error).toBeInstanceOf(InvalidCredentialsError);
      expect((error as NotAllowedError).isInvalidAuth).toBe(true);
      expect(scratch.db.token).toBe(before);
      expect(await scratch.db.query("INFO FOR ROOT").first()).toBeDefined();
      expect(inspect(error) + JSON.stringify(error)).not.toContain("toor-secret");
    });

    it.each([
      ["an unknown key", { username: "root", password: "root", role: "owner" }],
      ["variables without an access method", { username: "root", password: "root", variables: { a: 1 } }],
      ["a key that says twice what it says", { username: "root", user: "root", password: "root" }],
      ["no object", "root"],
      ["nothing", null],
    ])("refuses %s before anything is sent", async (_name, credentials) => {
      const error = await raised(() => scratch.db.signin(credentials as unknown as typeof root));
      expect(error).toBeInstanceOf(TypeError);
      expect(error.message).not.toContain('root"');
    });
  });

  describe("record users", () => {
    it("signup with variables creates the user, and info shows it", async () => {
      const tokens = await scratch.db.signup({ ...member(), variables: person });
      expect(tokens).toEqual({ access: expect.any(String), refresh: expect.stringMatching(/^surreal-refresh-/) });
      expect(await scratch.db.info()).toMatchObject({ id: expect.any(RecordId), email: person.email });
      await asRoot();
      expect(await scratch.value("SELECT VALUE email FROM user")).toEqual([person.email]);
    });

    it("with scope, every other key is a variable and none vanishes", async () => {
      await scratch.db.signup({ ...place(), scope: "member", ...person });
      expect(await scratch.db.info<{ email: string }>()).toMatchObject({ email: person.email });
      await scratch.db.signin({ ...place(), scope: "member", ...person });
      expect(await scratch.db.info<{ email: string }>()).toMatchObject({ email: person.email });
    });

    it("signin of a record user may do what the permissions say, and no more", async () => {
      await scratch.db.signup({ ...member(), variables: person });
      await scratch.db.signin({ ...member(), variables: person });
      await scratch.read("CREATE note SET owner = $auth.id, text = 'mine'");
      await asRoot();
      await scratch.read("CREATE note SET owner = user:other, text = 'theirs'");
      await scratch.db.signin({ ...member(), variables: person });
      expect(await scratch.value("SELECT VALUE text FROM note")).toEqual(["mine"]);
      expect(await raised(() => scratch.db.query("REMOVE TABLE note"))).toBeInstanceOf(NotAllowedError);
    });

    it("an unknown user and an unknown access method are errors of the server", async () => {
      expect(await raised(() => scratch.db.signin({ ...member(), variables: person }))).toBeInstanceOf(ServerError);
      expect(await raised(() => scratch.db.signin({ ...place(), access: "none", variables: {} }))).toBeInstanceOf(
        ServerError,
      );
    });

    it("a THROW inside of SIGNUP is a ThrownError", async () => {
      const error = await raised(() => scratch.db.signup({ ...place(), access: "strict", variables: {} }));
      expect(error).toBeInstanceOf(ThrownError);
      expect(error.message).toContain("closed on Sundays");
    });

    it("refresh gives new tokens, and the old refresh token is spent", async () => {
      const first = await scratch.db.signup({ ...member(), variables: person });
      const second = await scratch.db.refresh(first);
      expect(second.refresh).not.toBe(first.refresh);
      expect(scratch.db.token).toBe(second.access);
      expect(await scratch.db.info()).toMatchObject({ email: person.email });
      expect(await raised(() => scratch.db.refresh(first))).toBeInstanceOf(ServerError);
    });

    it("refresh and revoke use the tokens in force when none are given", async () => {
      await scratch.db.signup({ ...member(), variables: person });
      const renewed = await scratch.db.refresh();
      expect(await scratch.db.revoke()).toBeUndefined();
      expect(await raised(() => scratch.db.refresh(renewed))).toBeInstanceOf(ServerError);
    });

    it("refresh without a refresh token is refused with advice", async () => {
      await asRoot();
      const error = await raised(() => scratch.db.refresh());
      expect(error.message).toMatch(/refresh/i);
    });

    it("a bearer key signs in", async () => {
      await scratch.read("DEFINE ACCESS api ON DATABASE TYPE BEARER FOR USER");
      const grant = (await scratch.value("ACCESS api GRANT FOR USER keeper")) as { grant: { key: string } };
      const major = await scratch.major();
      const tokens = await scratch.db.signin({ ...place(), access: "api", key: grant.grant.key });
      expect(tokens.access.split(".")).toHaveLength(3);
      const other = await scratch.another();
      if (major >= 4) {
        await other.authenticate(tokens.access);
        expect(await run(other.query("RETURN $access"))).toEqual(["api"]);
        return;
      }
      // Before 4.0 the server takes no token that a bearer key gave, and over HTTP every request would carry it.
      if (target.kind !== "http") expect(await scratch.value("RETURN $access")).toBe("api");
      expect(await raised(() => other.authenticate(tokens.access))).toBeInstanceOf(SurrealError);
    });
  });

  describe("authenticate", () => {
    it("takes over the identity of a token, as text or as tokens", async () => {
      const tokens = await scratch.db.signup({ ...member(), variables: person });
      await asRoot();
      expect(await scratch.db.authenticate(tokens.access)).toBeUndefined();
      expect(await scratch.db.info()).toMatchObject({ email: person.email });
      await asRoot();
      await scratch.db.authenticate(tokens);
      expect(await scratch.db.info()).toMatchObject({ email: person.email });
      expect(scratch.db.token).toBe(tokens.access);
    });

    it("a refused token leaves token and identity as they were", async () => {
      const { access } = await scratch.db.signup({ ...member(), variables: person });
      const forged = access.replace(/[^.]+$/, "AAAA");
      const error = await raised(() => scratch.db.authenticate(forged));
      expect(isRefusal(error)).toBe(true);
      expect(scratch.db.token).toBe(access);
      expect(await scratch.db.info()).toMatchObject({ email: person.email });
      expect(inspect(error)).not.toContain(forged);
    });

    it.each(["", "abc", "a.b", "a.b.c.d", "a b.c.d", 42, null, {}])(
      "%j has not the shape of a token and is refused before anything is sent",
      async (token) => {
        await asRoot();
        const before = scratch.db.token;
        expect(await raised(() => scratch.db.authenticate(token as unknown as string))).toMatchObject(
          typeof token === "string" ? { name: "InvalidCredentialsError", outcome: "not_sent" } : { name: "TypeError" },
        );
        expect(scratch.db.token).toBe(before);
      },
    );

    it("a fresh connection whose first act is a failed authenticate can sign in afterwards", async () => {
      const { access } = await scratch.db.signup({ ...member(), variables: person });
      const db = scratch.anonymous();
      expect(isRefusal(await raised(() => db.authenticate(access.replace(/[^.]+$/, "AAAA"))))).toBe(true);
      if (target.kind === "embedded")
        await run(db.query(`DEFINE USER root ON ROOT PASSHASH '${quickHashes.root}' ROLES OWNER`));
      await db.signin(root);
      expect(await run(db.query("RETURN 1"))).toEqual([1]);
    });
  });

  describe("invalidate and info", () => {
    it("invalidate forgets the token, and the session is nobody's", async () => {
      await scratch.db.signup({ ...member(), variables: person });
      expect(await scratch.db.invalidate()).toBeUndefined();
      expect(scratch.db.token).toBeUndefined();
      expect(await whoAmI(scratch.db)).toBeUndefined();
    });

    it("info of a system user is undefined", async () => {
      await asRoot();
      expect(await scratch.db.info()).toBeUndefined();
    });
  });

  it("the token is shown by no inspection, no JSON and no listing of keys", async () => {
    const { access, refresh } = await scratch.db.signup({ ...member(), variables: person });
    const shown =
      inspect(scratch.db, { depth: 8, showHidden: true }) + JSON.stringify(scratch.db) + Object.keys(scratch.db);
    expect(shown).not.toContain(access);
    expect(shown).not.toContain(refresh);
    expect(Reflect.set(scratch.db, "token", "x")).toBe(false);
    expect(scratch.db.token).toBe(access);
  });

  it("the auth event tells of signing in and out, never a token", async () => {
    const events: unknown[] = [];
    scratch.db.on("auth", (event) => events.push(event));
    const { access } = await scratch.db.signup({ ...member(), variables: person });
    await scratch.db.invalidate();
    expect(events).toMatchObject([{ kind: "signed-in" }, { kind: "signed-out" }]);
    expect(inspect(events, { depth: 8 })).not.toContain(access);
  });

  it("a listener of the auth event may use the connection", async () => {
    const told: unknown[] = [];
    const soon = scratch.db.with({ timeout: 2_000 });
    const stop = scratch.db.on("auth", () => told.push(run(soon.query("RETURN $auth.email"))));
    await scratch.db.signup({ ...member(), variables: person });
    stop();
    expect(await Promise.all(told)).toEqual([[person.email]]);
  });
}

/** The server's word; over HTTP a token that it does not know is refused before the request is read. */
function isRefusal(error: Error): boolean {
  return error instanceof ServerError || (error instanceof HttpStatusError && error.status === 401);
}

/** The record that is signed in; embedded databases let nobody ask for it without permission, servers refuse. */
async function whoAmI(db: Database): Promise<unknown> {
  try {
    return await db.query("RETURN $auth.email").first();
  } catch (error) {
    if (error instanceof NotAllowedError) return undefined;
    throw error;
  }
}

/** Over the network, where a database that is selected need not exist. */
function selectionCases(target: Target, scratch: ScratchDatabase): void {
  if (target.kind === "embedded") return;
  it.each(["awaited one by one", "sent at once"])(
    "selecting a database and then signing in allows writing to it, %s",
    async (how) => {
      const db = scratch.anonymous();
      const calls = [
        () => db.use(`${scratch.namespace}_new`, "fresh"),
        () => db.signin(root),
        () => run(db.query("DEFINE TABLE book; CREATE book:1")),
      ];
      if (how === "sent at once") await Promise.all(calls.map((call) => call()));
      else for (const call of calls) await call();
      expect(await run(db.select("book:1"))).toStrictEqual({ id: new RecordId("book", 1) });
      await run(db.query(`REMOVE NAMESPACE \`${scratch.namespace}_new\``));
    },
  );
}
