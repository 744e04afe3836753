import { UnsupportedFeatureError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { rows, token } from "../../test/default-answer.ts";
import { answering, blockingWorld, stateless } from "../../test/test-world.ts";
import type { SurrealConnection } from "../client/connection.ts";

type Db = SurrealConnection<"blocking">;

describe("use()", () => {
  it.each<[string, (db: Db) => void, unknown[], [string | undefined, string | undefined]]>([
    ["both", (db) => db.use("n", "d"), ["n", "d"], ["n", "d"]],
    ["an object", (db) => db.use({ namespace: "n", database: "d" }), ["n", "d"], ["n", "d"]],
    ["the namespace alone", (db) => db.use({ namespace: "n" }), ["n", undefined], ["n", undefined]],
    ["no database", (db) => db.use("n", null), ["n", null], ["n", undefined]],
    ["nothing", (db) => db.use(null, null), [null, null], [undefined, undefined]],
    ["no namespace, and so no database", (db) => db.use({ namespace: null }), [null, null], [undefined, undefined]],
    ["a Unicode name", (db) => db.use("Zürich ⟩`\\", "表格"), ["Zürich ⟩`\\", "表格"], ["Zürich ⟩`\\", "表格"]],
  ])("selects %s", (_, call, params, inForce) => {
    const { db, channel } = blockingWorld();
    call(db);
    expect(channel.wire).toMatchObject([{ method: "use", params }]);
    expect([db.namespace, db.database]).toEqual(inForce);
  });

  it("takes a database in the namespace of the options as the first call", () => {
    const world = blockingWorld({ namespace: "n" });
    world.db.use({ database: "e" });
    // The channel is asked for afterwards: it would be opened.
    expect(world.channel.wire.map(({ params }) => params)).toContainEqual(["n", "e"]);
    expect([world.db.namespace, world.db.database]).toEqual(["n", "e"]);
  });

  it("sends the namespace in force along with a database, never the database alone", () => {
    const { db, channel } = blockingWorld();
    db.use("n", "d");
    db.use({ database: "e" });
    expect(channel.wire.map(({ params }) => params)).toEqual([
      ["n", "d"],
      ["n", "e"],
    ]);
    expect([db.namespace, db.database]).toEqual(["n", "e"]);
  });

  it.each<[string, (db: Db) => void, string]>([
    ["a database without a namespace", (db) => db.use({ database: "d" }), "a database needs a namespace"],
    ["a database and no namespace", (db) => db.use(null, "d"), "a database needs a namespace"],
    ["an empty name", (db) => db.use("", "d"), "the name of the namespace is empty"],
    ["an empty database", (db) => db.use("n", ""), "the name of the database is empty"],
    ["a number", (db) => db.use("n", 5 as never), "the database is a string, or null for none, not number"],
    ["one name", (db) => (db.use as (name: string) => void)("n"), "takes a namespace and a database, or an object"],
    [
      "an undefined database",
      (db) => db.use("n", undefined as never),
      "takes a namespace and a database, or an object",
    ],
    ["a key that it does not know", (db) => db.use({ ns: "n" } as never), 'use() has no option "ns"'],
    ["no argument", (db) => (db.use as () => void)(), "takes a namespace and a database, or an object"],
  ])("refuses %s", (_, call, message) => {
    const { db, channel } = blockingWorld();
    expect(() => call(db)).toThrow(TypeError);
    expect(() => call(db)).toThrow(message);
    expect(channel.wire).toEqual([]);
  });

  it("believes the server about what is in force", () => {
    const { db, channel } = blockingWorld();
    channel.script = answering("use", { result: { namespace: "n", database: undefined } });
    db.use("n", "d");
    expect([db.namespace, db.database]).toEqual(["n", undefined]);
    channel.script = answering("use", { result: undefined });
    db.use("m", "e");
    expect([db.namespace, db.database]).toEqual(["m", "e"]);
  });

  it("changes nothing when the server refuses", () => {
    const { db, channel } = blockingWorld();
    db.use("n", "d");
    channel.script = answering("use", { error: { message: "no" } });
    expect(() => db.use("m", "e")).toThrow("no");
    expect([db.namespace, db.database]).toEqual(["n", "d"]);
    expect(channel.replays.get("default use")?.rank).toBe(2);
  });

  it("follows the token of a sign-in", () => {
    const { db, channel } = blockingWorld();
    db.use("n", "d");
    channel.script = answering("signin", { result: token({ NS: "x", DB: "y" }) });
    db.signin({ ns: "x", db: "y", user: "u", pass: "p" });
    expect([db.namespace, db.database]).toEqual(["x", "y"]);
  });
});

describe("use() by the user of one database, over an engine that shows a token with each request", () => {
  const member = token({ ID: "member", NS: "shop", DB: "orders" });
  const signedIn = (...places: unknown[][]) => {
    const world = blockingWorld({ capabilities: stateless });
    world.db.authenticate(member);
    world.channel.script = answering("query", ...places.map((place) => rows(place)));
    return world;
  };

  it("is refused where the server runs the statements in the old database all the same", () => {
    const { db } = signedIn(["shop", "orders"]);
    expect(() => db.use("shop", "other")).toThrow(UnsupportedFeatureError);
    expect(() => db.use("other", "orders")).toThrow(/"shop\/orders" alone/);
    expect([db.namespace, db.database]).toEqual(["shop", "orders"]);
  });

  it("is taken where the server goes along, which it is asked at the new place", () => {
    const { db, channel } = signedIn(["shop", "other"]);
    db.use("shop", "other");
    expect(channel.wire.at(-1)).toMatchObject({ method: "query", facts: { namespace: "shop", database: "other" } });
    expect([db.namespace, db.database]).toEqual(["shop", "other"]);
  });

  it("asks nothing when it stays there", () => {
    const { db, channel } = signedIn(["shop", "orders"]);
    db.use("shop", "orders");
    expect(channel.wire.map(({ method }) => method)).toEqual(["authenticate", "use"]);
  });

  it("raises the error of a server that refuses the place", () => {
    const { db, channel } = signedIn();
    channel.script = answering("query", { error: { kind: "NotAllowed", code: -32002, message: "not yours" } });
    expect(() => db.use("shop", "other")).toThrow(/not yours/);
    expect(db.database).toBe("orders");
  });
});
