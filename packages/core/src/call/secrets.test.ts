import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { refused, token } from "../../test/default-answer.ts";
import type { Answer } from "../../test/scripted-channel.ts";
import { asyncWorld, blockingWorld, failure, methods, settled } from "../../test/test-world.ts";

describe("secrets (I06)", () => {
  const canary = "c4n4ry";
  const secret = token({ ID: canary }, canary);

  /** Everything that can be seen of a value from outside. */
  function seen(value: unknown): string {
    return [
      inspect(value, { showHidden: true, depth: 12, getters: true, showProxy: true }),
      inspect(value, { showHidden: true, depth: 12, customInspect: false }),
      JSON.stringify(value) ?? "",
      String(value),
      Object.keys(value as object).join(),
      value instanceof Error ? `${value.stack} ${value.message} ${inspect(value.cause, { depth: 12 })}` : "",
    ].join("\n");
  }

  it("are in nothing that can be printed of connection, session, transaction and builder", async () => {
    const auth = { access: secret, refresh: `surreal-refresh-${canary}` };
    const { db, channel } = asyncWorld({ auth });
    const encoded = Buffer.from(canary).toString("base64url");
    await db.signin({ username: "u", password: canary });
    await db.authenticate(auth);
    expect(db.token).toContain(canary);
    const session = await db.newSession();
    const tx = await session.beginTransaction();
    const query = db.query("SELECT * FROM $password", { password: canary });
    for (const value of [
      db,
      db.with({ timeout: 5 }),
      session,
      tx,
      query,
      db.create("user", { password: canary }),
      db.files,
      db.insert("user", {}),
    ]) {
      expect(seen(value)).not.toMatch(new RegExp(`${canary}|${encoded}`));
    }
    expect(channel.everything.some(({ params }) => JSON.stringify(params).includes(canary))).toBe(true);
  });

  it("are in no error", async () => {
    const { db, channel } = asyncWorld();
    const errors = [
      failure(db.signin({ username: "u", passwrod: canary } as never)),
      failure(db.signin({ username: 5 as never, password: canary })),
      failure(db.authenticate(canary)),
      failure(db.authenticate({ access: canary })),
    ];
    channel.script = (request) =>
      request.method === "query" || request.method.startsWith("sign") ? refused : undefined;
    errors.push(failure(db.signin({ username: "u", password: canary })));
    errors.push(failure(db.query("SELECT * FROM $password", { password: canary }).execute()));
    errors.push(failure(db.query("RETURN $a", { a: { password: canary, wrong: () => 1 } }).execute()));
    for (const error of await Promise.all(errors)) expect(seen(error)).not.toContain(canary);
  });

  const repeating: Answer = {
    error: {
      code: -32000,
      kind: "Internal",
      message: `Cannot sign in u with pass '${canary}' and "${canary}"`,
      details: { kind: "Other", details: { pass: canary } },
      cause: { code: -32000, kind: "Internal", message: `tried ${canary}` },
    },
  };

  it("are in no error of a server that repeats the credentials", async () => {
    const { db, channel } = asyncWorld();
    const blocking = blockingWorld();
    channel.script = ({ method }) => (method === "version" ? undefined : repeating);
    blocking.channel.script = channel.script;
    const access = { namespace: "n", database: "d", access: "a" };
    const errors = await Promise.all([
      failure(db.signin({ username: "u", password: canary })),
      failure(db.signup({ ...access, variables: { email: "e", pwd: canary } })),
      failure(db.signin({ ...access, key: canary })),
    ]);
    errors.push(await failure(Promise.resolve().then(() => blocking.db.signin({ username: "u", password: canary }))));
    for (const error of errors) expect(error.message).toBe("Cannot sign in u with pass '…' and \"…\"");
    for (const error of errors) expect(seen(error)).not.toContain(canary);
  });

  it("are in no error of a server that repeats them when a new connection is restored", async () => {
    const { db, channel, errors } = asyncWorld({ auth: { username: "u", password: canary } });
    const told: unknown[] = [];
    db.on("auth", ({ error }) => told.push(error));
    channel.script = ({ method }) => (method === "signin" ? repeating : undefined);
    const error = await failure(db.query("RETURN 1").execute());
    expect(error.message).toBe("Cannot sign in u with pass '…' and \"…\"");
    for (const each of [error, ...told, ...errors]) expect(seen(each)).not.toContain(canary);
  });

  it("are in no error of a server that repeats what it was sent first on a later connection", async () => {
    const given = [secret, { username: "u", password: "another" }, null];
    const { db, channel } = asyncWorld({ auth: () => given.shift() ?? null });
    await db.ping();
    const message = `Cannot verify ${secret}`;
    channel.script = ({ method }) => {
      if (method === "authenticate") return { error: { kind: "Internal", message } };
      return method === "signin" ? "silence" : undefined;
    };
    for (let lost = 0; lost < 2; lost += 1) {
      channel.drop();
      channel.restore();
      await settled();
    }
    expect(methods(channel.wire)).toEqual(["authenticate", "ping", "authenticate", "signin", "authenticate"]);
    const error = await failure(db.ping());
    expect(error).toMatchObject({ name: "AuthRestoreError", cause: { message: "Cannot verify …" } });
    expect(seen(error)).not.toContain(canary);
  });

  it("shows what is no secret of a connection", () => {
    const { db } = asyncWorld();
    expect(inspect(db)).toBe('SurrealConnection { url: "ws://test/rpc", status: "disconnected" }');
    expect(JSON.stringify(db)).toBe('{"url":"ws://test/rpc","status":"disconnected"}');
  });
});
