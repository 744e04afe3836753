import { ConnectionClosedError, TransportTimeoutError } from "@surreal-sdk/transport";
import { describe, expect, it, vi } from "vitest";
import { expired, refused, token } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, failure, methods, settled, stateless, type TestWorld } from "../../test/test-world.ts";

const ann = token({ ID: "ann" });
const bob = token({ ID: "bob" });
const rann = token({ NS: "n", DB: "rec", AC: "account", ID: "rann" });
const root = { username: "root", password: "secret" };
const engines = [
  ["over an engine whose peer keeps the state", {}],
  ["over one whose peer keeps none", stateless],
] as const;

/** Answers that are given when they are wanted. */
function later<T>(): { readonly promise: Promise<T>; give(value: T): void } {
  let give: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    give = resolve;
  });
  return { promise, give: (value) => give(value) };
}

function wire({ channel }: TestWorld<"async">): unknown[] {
  return channel.wire.map(({ method, params }) => [method, ...params.slice(0, 2)].filter((each) => each !== undefined));
}

/** A server that refuses queries until it has renewed a token. */
function renewing(renewed: string): (request: WireRequest) => Answer | undefined {
  let isValid = false;
  return ({ method }) => {
    if (method === "refresh") {
      isValid = true;
      return { result: { access: renewed, refresh: "s" } };
    }
    return method === "query" && !isValid ? expired : undefined;
  };
}

describe.each(engines)("an `auth` function that takes its time, %s", (_, capabilities) => {
  it("is not overtaken by signin(), which then has the last word", async () => {
    const auth = later<string>();
    const world = asyncWorld({ auth: () => auth.promise, capabilities });
    const { db, channel } = world;
    channel.script = ({ method }) => (method === "signin" ? { result: bob } : undefined);
    const calls = [db.query("RETURN 1").execute(), db.signin(root), db.query("RETURN 2").execute()];
    await settled();
    expect(channel.wire).toEqual([]);
    auth.give(ann);
    await Promise.all(calls);
    expect(methods(channel.wire)).toEqual(["authenticate", "query", "signin", "query"]);
    expect(db.token).toBe(bob);
    channel.drop();
    channel.restore();
    await db.query("RETURN 3").execute();
    expect(channel.wire.filter(({ replay }) => replay !== undefined).at(-1)?.params).toEqual(
      capabilities === stateless ? undefined : [bob],
    );
  });

  it("fails those alone that need it", async () => {
    const auth = vi.fn(async (): Promise<string> => Promise.reject(new Error("vault is down")));
    const { db, channel } = asyncWorld({ auth, capabilities });
    channel.script = ({ method }) => (method === "signin" ? { result: bob } : undefined);
    const [query] = await Promise.all([failure(db.query("RETURN 1").execute()), db.signin(root)]);
    expect(query.message).toBe("vault is down");
    await db.query("RETURN 2").execute();
    expect([methods(channel.wire), auth.mock.calls.length]).toEqual([["signin", "query"], 1]);
  });

  it("is asked once for all calls that wait for it behind a change", async () => {
    const auth = vi.fn(async (): Promise<string> => Promise.reject(new Error("vault is down")));
    const { db, channel } = asyncWorld({ auth, capabilities });
    const changed = failure(db.use("n", "one"));
    const behind = [1, 2, 3].map((number) => failure(db.query(`RETURN ${number}`).execute()));
    const errors = await Promise.all([changed, ...behind]);
    expect(errors.map(({ message }) => message)).toEqual(Array(4).fill("vault is down"));
    expect([auth.mock.calls.length, channel.wire]).toEqual([capabilities === stateless ? 2 : 1, []]);
  });

  it("is not asked for a call behind a signin() that nobody has awaited", async () => {
    const auth = vi.fn(() => ann);
    const { db, channel } = asyncWorld({ auth, capabilities });
    channel.script = ({ method }) => (method === "signin" ? { result: bob } : undefined);
    await Promise.all([db.signin(root), db.query("RETURN 1").execute()]);
    expect([methods(channel.wire), db.token, auth.mock.calls.length]).toEqual([["signin", "query"], bob, 0]);
  });

  it("is not asked for a connect() behind such a signin() either", async () => {
    const auth = vi.fn(() => ann);
    const { db, channel } = asyncWorld({ auth, capabilities });
    channel.script = ({ method }) => (method === "signin" ? { result: bob } : undefined);
    await Promise.all([db.signin(root), db.connect()]);
    await db.query("RETURN 1").execute();
    expect([methods(channel.wire), db.token, auth.mock.calls.length]).toEqual([["signin", "query"], bob, 0]);
  });

  it.each([
    ["invalidate", (db: TestWorld<"async">["db"]) => db.invalidate()],
    ["reset", (db: TestWorld<"async">["db"]) => db.reset()],
  ] as const)("is not asked after %s(), which says that this is nobody", async (method, leave) => {
    const auth = vi.fn(() => ann);
    const { db, channel } = asyncWorld({ auth, capabilities });
    await leave(db);
    await db.query("RETURN 1").execute();
    expect([methods(channel.wire), auth.mock.calls.length]).toEqual([[method, "query"], 0]);
  });

  it("leaves the session where its options say, whatever the identity names", async () => {
    const world = asyncWorld({ auth: async () => rann, namespace: "n", database: "one", capabilities });
    await world.db.query("RETURN 1").execute();
    expect([world.db.namespace, world.db.database]).toEqual(["n", "one"]);
    expect(world.channel.wire.at(-1)?.facts).toMatchObject(
      capabilities === stateless ? { namespace: "n", database: "one" } : { method: "query" },
    );
  });
});

describe("a sign-in whose place depends on a change before it", () => {
  it("overtakes nothing that waited for the `auth` function, where that change cannot be sent", async () => {
    const auth = later<string>();
    const { db, channel } = asyncWorld({ auth: () => auth.promise, namespace: "n", database: "one" });
    channel.script = ({ method }) => (method === "signin" ? { result: bob } : undefined);
    const send = channel.request.bind(channel);
    channel.request = (call, listener) => {
      if (call.facts.method === "let") throw new ConnectionClosedError("closed", { outcome: "not_sent" });
      return send(call, listener);
    };
    const change = failure(db.let("x", 1));
    const query = db.query("RETURN 1").execute();
    const signingIn = db.signin({ access: "account", variables: { name: "bob" } });
    auth.give(ann);
    await Promise.all([query, signingIn]);
    expect((await change).name).toBe("ConnectionClosedError");
    expect(methods(channel.wire)).toEqual(["authenticate", "use", "query", "signin", "use"]);
  });

  it("overtakes nothing that waited until a connection was closed, where that change fails then", async () => {
    const auth = later<string>();
    const given = [Promise.resolve(ann), auth.promise];
    const world = asyncWorld({ auth: () => given.shift() as Promise<string> });
    const { db } = world;
    await db.query("RETURN 1").execute();
    const connecting = db.connect("ws://elsewhere:8000");
    world.channel.script = ({ method }) => (method === "signin" ? { result: bob } : undefined);
    const change = failure(db.use({ database: "one" }));
    const query = db.query("RETURN 2").execute();
    const signingIn = db.signin({ access: "account", namespace: "n", variables: { name: "bob" } });
    await settled();
    auth.give(ann);
    await Promise.all([connecting, query, signingIn]);
    expect(await change).toMatchObject({ name: "TypeError", message: expect.stringContaining("namespace") });
    expect(methods(world.channel.wire)).toEqual(["authenticate", "query", "signin", "use"]);
  });
});

describe("a connection that stands before the `auth` function was asked", () => {
  it("signs in before the first query, and nothing runs as nobody", async () => {
    const world = asyncWorld({ auth: async () => ann, namespace: "n", database: "one" });
    const { db, channel } = world;
    channel.script = ({ method }) => (method === "signin" ? refused : undefined);
    await failure(db.signin(root));
    await db.query("RETURN 1").execute();
    expect(wire(world).slice(-3)).toEqual([
      ["authenticate", ann],
      ["use", "n", "one"],
      ["query", "RETURN 1", {}],
    ]);
    expect([db.token, db.database]).toEqual([ann, "one"]);
  });

  it("goes back to its place where the identity has taken it elsewhere", async () => {
    const world = asyncWorld({ auth: async () => rann, namespace: "n", database: "one" });
    const { db, channel } = world;
    channel.script = ({ method }) => (method === "signin" ? refused : undefined);
    await failure(db.signin(root));
    await db.query("RETURN 1").execute();
    expect(wire(world).slice(-3)).toEqual([
      ["authenticate", rann],
      ["use", "n", "one"],
      ["query", "RETURN 1", {}],
    ]);
  });

  it("fails the call where what the function gives is refused, and asks it again for the next", async () => {
    const auth = vi.fn(() => ann);
    const { db, channel } = asyncWorld({ auth });
    channel.script = ({ method }) => (method === "query" ? undefined : refused);
    await failure(db.signin(root));
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ name: "InvalidCredentialsError" });
    channel.script = () => undefined;
    await db.query("RETURN 2").execute();
    expect([methods(channel.wire).slice(-2), auth.mock.calls.length]).toEqual([["authenticate", "query"], 2]);
  });
});

describe("a call whose meaning depends on an earlier one that nobody has awaited", () => {
  it("selects a database in the namespace that was asked for before", async () => {
    const world = asyncWorld();
    await world.db.use("n", "one");
    await Promise.all([
      world.db.use("m", "one"),
      world.db.use({ database: "two" }),
      world.db.query("RETURN 1").execute(),
    ]);
    expect(wire(world).slice(1)).toEqual([
      ["use", "m", "one"],
      ["use", "m", "two"],
      ["query", "RETURN 1", {}],
    ]);
    expect([world.db.namespace, world.db.database]).toEqual(["m", "two"]);
  });

  it("refreshes the tokens of the identity that was asked for before", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate({ access: ann, refresh: "of ann" });
    channel.script = ({ method }) => {
      if (method === "signin") return { result: { access: bob, refresh: "of bob" } };
      return method === "refresh" ? { result: { access: bob, refresh: "next" } } : undefined;
    };
    await Promise.all([db.signin(root), db.refresh()]);
    expect(wire(world).at(-1)).toEqual(["refresh", { access: bob, refresh: "of bob" }]);
  });
});

describe("a change of the session behind a sign-in that nobody has awaited", () => {
  it("comes after everything that the sign-in sends, where an earlier one has brought its place", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    const tokens = [rann, ann];
    channel.script = ({ method }) => (method === "signin" ? { result: tokens.shift() } : undefined);
    await Promise.all([db.signin(root), db.signin(root), db.use("n", "two"), db.query("RETURN 1").execute()]);
    expect(wire(world).slice(2)).toEqual([
      ["use", "n", "rec"],
      ["use", "n", "two"],
      ["query", "RETURN 1", {}],
    ]);
  });
});

describe("a signin() that is refused", () => {
  it("does not undo a use() that was made behind it", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.use("n", "one");
    channel.script = ({ method }) => (method === "signin" ? refused : undefined);
    await Promise.all([failure(db.signin(root)), db.use("m", "two")]);
    await settled();
    expect(
      wire(world)
        .slice(1)
        .map((each) => (each as unknown[])[0]),
    ).toEqual(["signin", "use", "use"]);
    expect(wire(world).at(-1)).toEqual(["use", "m", "two"]);
  });
});

describe("a query whose token has expired", () => {
  it.each(engines)("is not asked again as somebody else, %s", async (_, capabilities) => {
    const world = asyncWorld({ capabilities });
    const { db, channel } = world;
    await db.authenticate({ access: ann, refresh: "r" });
    channel.script = ({ method, params }) => {
      if (method === "signin") return { result: { access: bob, refresh: "of bob" } };
      return params[0] === "RETURN 1" ? expired : undefined;
    };
    const [error] = await Promise.all([failure(db.query("RETURN 1").execute()), db.signin(root)]);
    expect(error).toMatchObject({ name: "NotAllowedError", isTokenExpired: true, outcome: "failed" });
    expect(methods(channel.wire).filter((method) => method !== "authenticate")).toEqual(["query", "signin"]);
    expect(db.token).toBe(bob);
  });

  it("is not asked again in the database that a use() has selected meanwhile", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.use("n", "one");
    await db.authenticate({ access: ann, refresh: "r" });
    channel.script = renewing(token({ ID: "ann" }, "dHdv"));
    const [error] = await Promise.all([failure(db.query("RETURN 1").execute()), db.use("n", "two")]);
    expect(error).toMatchObject({ isTokenExpired: true, outcome: "failed" });
    expect(methods(channel.wire).filter((method) => method === "query")).toHaveLength(1);
  });

  it("is asked again before what was made behind it, which waits for the new token and its place", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate({ access: rann, refresh: "r" });
    await db.use("n", "one");
    const renewed = renewing(token({ NS: "n", DB: "rec", AC: "account", ID: "rann" }, "dHdv"));
    let held: WireRequest | undefined;
    channel.script = (request) => {
      if (request.method !== "refresh") return renewed(request);
      held = request;
      return "silence";
    };
    const first = db.query("RETURN 1").execute();
    await expect.poll(() => held).toBeDefined();
    const calls = [first, db.query("RETURN 2").execute(), db.use("n", "two"), db.query("RETURN 3").execute()];
    await settled();
    expect(methods(channel.wire).slice(2)).toEqual(["query", "refresh"]);
    channel.reply(held as WireRequest, renewed(held as WireRequest) as Answer);
    await Promise.all(calls);
    expect(wire(world).slice(4)).toEqual([
      ["use", "n", "one"],
      ["query", "RETURN 1", {}],
      ["query", "RETURN 2", {}],
      ["use", "n", "two"],
      ["query", "RETURN 3", {}],
    ]);
  });
});

describe("a renewal that the connection does not survive", () => {
  it("leaves the session where it was, though the new token names another place", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate({ access: rann, refresh: "r" });
    await db.use("n", "one");
    const renewed = renewing(token({ NS: "n", DB: "rec", AC: "account", ID: "rann" }, "dHdv"));
    channel.script = (request) => (request.method === "use" ? "silence" : renewed(request));
    const query = db.query("RETURN 1").execute();
    await expect.poll(() => channel.unanswered.map(({ method }) => method)).toEqual(["use"]);
    channel.script = renewed;
    channel.drop();
    channel.restore();
    await query;
    expect(
      wire(world)
        .slice(-3)
        .map((each) => (each as unknown[]).slice(0, 3)),
    ).toEqual([
      ["authenticate", token({ NS: "n", DB: "rec", AC: "account", ID: "rann" }, "dHdv")],
      ["use", "n", "one"],
      ["query", "RETURN 1", {}],
    ]);
    expect([db.namespace, db.database]).toEqual(["n", "one"]);
  });

  it("goes back when the renewal was not answered, which may have taken the session elsewhere", async () => {
    const { db, channel } = asyncWorld();
    await db.authenticate({ access: rann, refresh: "r" });
    await db.use("n", "one");
    const fail = new TransportTimeoutError("late", { outcome: "unknown" });
    channel.script = ({ method }) => (method === "query" ? expired : method === "refresh" ? { fail } : undefined);
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ isTokenExpired: true });
    expect(methods(channel.wire).slice(-3)).toEqual(["query", "refresh", "use"]);
    expect(channel.wire.at(-1)?.params).toEqual(["n", "one"]);
  });

  it("goes on in its place on the next connection when the server did not let it go back on this one", async () => {
    const world = asyncWorld();
    const { db, channel } = world;
    await db.authenticate({ access: rann, refresh: "r" });
    await db.use("n", "one");
    const renewed = renewing(token({ NS: "n", DB: "rec", AC: "account", ID: "rann" }, "dHdv"));
    channel.script = (request) => (request.method === "use" ? refused : renewed(request));
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({ name: "UseRestoreError" });
    channel.script = renewed;
    channel.drop();
    channel.restore();
    await db.query("RETURN 2").execute();
    expect(
      wire(world)
        .slice(-2)
        .map((each) => (each as unknown[]).slice(0, 3)),
    ).toEqual([
      ["use", "n", "one"],
      ["query", "RETURN 2", {}],
    ]);
  });

  it("lets nothing run elsewhere when the server does not let it go back", async () => {
    const { db, channel } = asyncWorld();
    await db.authenticate({ access: rann, refresh: "r" });
    await db.use("n", "one");
    const renewed = renewing(token({ NS: "n", DB: "rec", AC: "account", ID: "rann" }, "dHdv"));
    channel.script = (request) => (request.method === "use" ? refused : renewed(request));
    expect(await failure(db.query("RETURN 1").execute())).toMatchObject({
      name: "UseRestoreError",
      outcome: "not_sent",
    });
    channel.script = renewed;
    await db.use("n", "two");
    await db.query("RETURN 2").execute();
    expect(methods(channel.wire).slice(-2)).toEqual(["use", "query"]);
  });
});
