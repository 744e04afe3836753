import { describe, expect, it } from "vitest";
import { conflict, refused, token } from "../../test/default-answer.ts";
import { answering, asyncWorld, failure, methods, settled, stateless, type TestWorld } from "../../test/test-world.ts";

const root = { username: "root", password: "secret" };
const rootToken = token({ ID: "root" });

function wire({ channel }: TestWorld<"async">): unknown[] {
  return channel.wire.map(({ method, params }) => (method === "use" ? [method, ...params] : [method]));
}

describe("the namespace and database that were selected before somebody signed in", () => {
  it.each<[string, (db: TestWorld<"async">["db"]) => Promise<unknown>]>([
    ["signin()", (db) => db.signin(root)],
    ["authenticate()", (db) => db.authenticate(rootToken)],
  ])("are selected again after %s, which may create them", async (_, signIn) => {
    const world = asyncWorld();
    await world.db.use("n", "d");
    await signIn(world.db);
    expect(methods(world.channel.wire).slice(-1)).toEqual(["use"]);
    expect(wire(world).at(-1)).toEqual(["use", "n", "d"]);
    expect([world.db.namespace, world.db.database]).toEqual(["n", "d"]);
  });

  it("are selected again where the options name them", async () => {
    const world = asyncWorld({ namespace: "n", database: "d" });
    await world.db.signin(root);
    expect(wire(world)).toEqual([["use", "n", "d"], ["signin"], ["use", "n", "d"]]);
  });

  it("are selected again before a call that did not wait for signin()", async () => {
    const world = asyncWorld();
    const { db } = world;
    await Promise.all([db.use("n", "d"), db.signin(root), db.query("RETURN 1").execute()]);
    expect(wire(world)).toEqual([["use", "n", "d"], ["signin"], ["use", "n", "d"], ["query"]]);
  });

  it("are selected again by an engine that shows a token with each request, with the new one", async () => {
    const world = asyncWorld({ capabilities: stateless });
    await world.db.use("n", "d");
    await world.db.signin(root);
    expect(wire(world)).toEqual([["use", "n", "d"], ["signin"], ["use", "n", "d"]]);
    expect(world.channel.wire.at(-1)?.facts).toMatchObject({ token: rootToken, namespace: "n", database: "d" });
  });

  it("are selected by an engine that shows a token with each request, for the options and their `auth`", async () => {
    const world = asyncWorld({ capabilities: stateless, auth: root, namespace: "n", database: "d" });
    await world.db.query("RETURN 1").execute();
    expect(wire(world)).toEqual([["signin"], ["use", "n", "d"], ["query"]]);
    expect(world.channel.wire.at(-1)?.facts).toMatchObject({ token: rootToken, namespace: "n", database: "d" });
  });

  it("are selected again by the user of a namespace, who has the database alone from before", async () => {
    const world = asyncWorld();
    await world.db.use("n", "d");
    await world.db.authenticate(token({ ID: "owner", NS: "n" }));
    expect(wire(world)).toEqual([["use", "n", "d"], ["authenticate"], ["use", "n", "d"]]);
  });

  it.each<[string, object]>([
    ["the user of a database", { ID: "owner", NS: "n", DB: "d" }],
    ["a record", { ID: "user:ada", NS: "n", DB: "d", AC: "account" }],
  ])("are not selected again by %s, whose token names both", async (_, claims) => {
    const world = asyncWorld();
    await world.db.use("n", "d");
    await world.db.authenticate(token({ ...claims }));
    expect(methods(world.channel.wire)).toEqual(["use", "authenticate"]);
  });

  it("are not selected again with a new token of the same identity, or where none was selected", async () => {
    const world = asyncWorld();
    await world.db.signin(root);
    await world.db.use("n", "d");
    await world.db.authenticate(token({ ID: "root" }, "bmV3"));
    expect(methods(world.channel.wire)).toEqual(["signin", "use", "authenticate"]);
  });

  it("are selected again after a conflict, and stay what they are where the server refuses", async () => {
    const world = asyncWorld();
    const { db, channel, backstage } = world;
    await db.use("n", "d");
    channel.script = answering("use", conflict, refused);
    const signing = db.signin(root);
    for (let turn = 0; turn < 5; turn += 1) {
      await settled();
      for (const [timer] of [...backstage.timers]) timer();
    }
    await signing;
    expect(methods(channel.wire)).toEqual(["use", "signin", "use", "use"]);
    expect([db.namespace, db.database, db.token]).toEqual(["n", "d", rootToken]);
  });

  it("are left alone when the server refuses the identity", async () => {
    const world = asyncWorld();
    await world.db.use("n", "d");
    world.channel.script = answering("authenticate", refused);
    await failure(world.db.authenticate(rootToken));
    expect(methods(world.channel.wire).slice(0, 2)).toEqual(["use", "authenticate"]);
    expect(world.db.token).toBeUndefined();
  });

  it("are selected again for an `auth` option that the connection asks once it stands", async () => {
    const world = asyncWorld({ auth: async () => rootToken, namespace: "n", database: "d" });
    world.channel.script = answering("signin", refused);
    await failure(world.db.signin(root));
    await world.db.query("RETURN 1").execute();
    expect(methods(world.channel.wire).slice(-3)).toEqual(["authenticate", "use", "query"]);
  });
});
