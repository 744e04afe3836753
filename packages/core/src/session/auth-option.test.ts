import { describe, expect, it, vi } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled, stateless } from "../../test/test-world.ts";

const first = token({ ID: "first" });
const root = { username: "root", password: "secret" };

describe("the auth option", () => {
  it("signs in with the first connection, before anything else is sent", async () => {
    const { db, channel } = asyncWorld({ auth: root, namespace: "n", database: "d" });
    channel.script = answering("signin", { result: first });
    await db.query("RETURN 1").execute();
    expect(channel.wire.map(({ method, params }) => [method, ...params.slice(0, 2)])).toEqual([
      ["signin", { user: "root", pass: "secret" }],
      ["use", "n", "d"],
      ["query", "RETURN 1", {}],
    ]);
    expect(db.token).toBe(first);
  });

  it.each([
    ["a token", first, ["authenticate", first]],
    ["tokens", { access: first, refresh: "r" }, ["authenticate", first]],
    ["a function that gives a token", () => first, ["authenticate", first]],
    ["a function that takes its time", async () => root, ["signin", { user: "root", pass: "secret" }]],
  ])("may be %s", async (_, auth, request) => {
    const { db, channel } = asyncWorld({ auth });
    channel.script = answering("signin", { result: first });
    await Promise.all([db.connect(), db.query("RETURN 1").execute(), db.ping()]);
    expect(channel.wire.map(({ method, params }) => [method, params[0]])[0]).toEqual(request);
    expect(methods(channel.wire).filter((method) => method === request[0])).toHaveLength(1);
    expect(db.token).toBe(first);
  });

  it.each([
    ["with a session on the server", {}],
    ["without one", { capabilities: stateless }],
  ])("that is a token tells where the session is, %s, where nothing else does", async (_, options) => {
    const auth = token({ NS: "n", DB: "d" });
    for (const [place, expected] of [
      [{}, ["n", "d"]],
      [{ namespace: "m", database: "e" }, ["m", "e"]],
      [{ namespace: "m" }, ["m", undefined]],
    ] as const) {
      const { db } = asyncWorld({ ...options, auth, ...place });
      await db.ping();
      expect([db.namespace, db.database]).toEqual(expected);
    }
  });

  it("that is refused rejects connect() and every call, and sends nothing in its place", async () => {
    const { db, channel, events } = asyncWorld({ auth: root });
    channel.script = answering("signin", refused);
    const errors = await Promise.all([failure(db.connect()), failure(db.query("RETURN 1").execute())]);
    expect(errors.map(({ name }) => name)).toEqual(["InvalidCredentialsError", "InvalidCredentialsError"]);
    expect(await failure(db.query("RETURN 2").execute())).toMatchObject({ name: "InvalidCredentialsError" });
    expect(methods(channel.wire)).toEqual(["signin"]);
    expect(events).toContain("auth: lost");
    channel.script = () => undefined;
    await db.signin(root);
    await db.query("RETURN 3").execute();
    expect(methods(channel.wire)).toEqual(["signin", "signin", "query"]);
  });

  it.each([[() => undefined], [() => 5], [async () => true]])(
    "that gives no credentials is a mistake",
    async (auth) => {
      const { db, channel } = asyncWorld({ auth: auth as never });
      expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
        name: "TypeError",
        message: expect.stringContaining("The `auth` option is to give credentials or a token"),
      });
      expect(channel.wire).toEqual([]);
    },
  );

  it.each([
    ["over an engine that keeps state", {}],
    ["over one that keeps none", stateless],
  ])("may give null, and the connection stays anonymous: %s", async (_, capabilities) => {
    const auth = vi.fn(async () => null);
    const { db, channel } = asyncWorld({ auth, namespace: "n", database: "d", capabilities });
    await db.connect();
    await db.query("RETURN 1").execute();
    expect(methods(channel.wire).filter((method) => method !== "use")).toEqual(["query"]);
    expect([db.token, auth.mock.calls.length]).toEqual([undefined, 1]);
  });

  it("that gives null when a token has expired lets the refusal stand", async () => {
    const auth = vi.fn<() => string | null>(() => null).mockImplementationOnce(() => first);
    const { db, channel } = asyncWorld({ auth });
    channel.script = answering("query", expired);
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire)).toEqual(["authenticate", "query"]);
  });

  it("that connect() asks again replaces nobody whom the user has signed in meanwhile", async () => {
    let answer: (source: string) => void = () => undefined;
    const auth = vi.fn<() => string | Promise<string>>(() => first);
    const { db, channel } = asyncWorld({ auth });
    channel.script = ({ params }) => (params[0] === first ? refused : undefined);
    expect(await failure(db.ping())).toMatchObject({ name: "InvalidCredentialsError" });
    const bob = token({ ID: "bob" });
    auth.mockImplementation(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const connecting = db.connect();
    await settled();
    await db.authenticate(bob);
    answer(first);
    await connecting;
    expect([db.token, channel.wire.at(-1)?.params]).toEqual([bob, [bob]]);
  });

  it("that throws rejects the call with what was thrown, and is asked again by the next", async () => {
    const auth = vi
      .fn(() => root)
      .mockImplementationOnce(() => {
        throw new Error("vault is down");
      });
    const { db } = asyncWorld({ auth });
    expect(await failure(db.ping())).toMatchObject({ message: "vault is down" });
    await db.ping();
    expect(auth).toHaveBeenCalledTimes(2);
  });

  it("signs in by itself over an engine that keeps no state", async () => {
    const { db, channel } = asyncWorld({ auth: root, capabilities: stateless });
    channel.script = answering("signin", { result: first });
    await Promise.all([db.query("RETURN 1").execute(), db.query("RETURN 2").execute()]);
    expect(methods(channel.wire)).toEqual(["signin", "query", "query"]);
    expect(channel.wire[1]?.facts.token).toBe(first);
  });
});
