import { Float, RecordId } from "@surreal-sdk/values";
import { describe, expect, expectTypeOf, it } from "vitest";
import { blockingWorld, lastQuery, stateless } from "../../test/test-world.ts";
import type { SurrealConnection } from "../client/connection.ts";

type Db = SurrealConnection<"blocking">;
const wrong = () => 1;

describe("the place of a value that cannot be sent", () => {
  it.each<[string, (db: Db) => unknown, string]>([
    ["create", (db) => db.create("user", { address: wrong }), "data.address"],
    ["replace", (db) => db.update("user:1").replace({ address: [wrong] }), "data.address[0]"],
    ["patch", (db) => db.update("user:1").patch([{ op: "add", path: "/a", value: wrong }]), "data[0].value"],
    ["insertRelation", (db) => db.insertRelation("knows", { in: "user:1", out: "user:2", at: wrong }), "data.at"],
    ["a target", (db) => db.select(new RecordId("user", [wrong])), "target.id[0]"],
    ["query", (db) => db.query("RETURN $a", { a: { b: wrong } }).execute(), "$a.b"],
    ["let", (db) => db.let("a", { b: wrong }), "value.b"],
    ["run", (db) => db.run("fn::a", [1, wrong]), "args[1]"],
  ])("is told in the words of %s", (_method, act, place) => {
    for (const capabilities of [{}, stateless]) {
      const { db, channel } = blockingWorld({ capabilities });
      expect(() => act(db)).toThrow(expect.objectContaining({ name: "TypeError", path: place }));
      expect(() => act(db)).toThrow(`The value at ${place} is a function`);
      expect(channel.wire.filter(({ method }) => method !== "version")).toEqual([]);
    }
  });
});

describe("variables", () => {
  it("of a declared interface are taken by the types", () => {
    interface Filter {
      readonly min: number;
    }
    const { db, channel } = blockingWorld();
    const filter: Filter = { min: 18 };
    db.query("RETURN $min", filter).execute();
    expect(lastQuery(channel)).toEqual(["RETURN $min", { min: 18 }]);
    expectTypeOf(db.queryRaw).toBeCallableWith("RETURN $min", filter);
    expectTypeOf(db.signup).toBeCallableWith({ namespace: "a", database: "b", access: "c", variables: filter });
  });

  it("keep their whole floats where the connection sends them again and again", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    db.let("reading", [new Float(3)]);
    db.query("RETURN $reading").execute();
    expect(lastQuery(channel)[1]).toStrictEqual({ reading: [new Float(3)] });
  });
});
