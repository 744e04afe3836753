import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, stateless } from "../../test/test-world.ts";
import { gql, graphql } from "./other-languages.ts";

/** What a server answers that does not have the method. */
const missing = {
  error: {
    code: -32601,
    kind: "NotFound",
    message: "Method not found",
    details: { kind: "Method", details: { name: "gql" } },
  },
};

describe("graphql()", () => {
  it("sends the request, its variables and its operation, and returns the data", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("graphql", { result: { data: { users: [{ name: "Ada" }] } } });
    const request = "query Q($n: Int) { users(limit: $n) { name } }";
    expect(await graphql(db, request, { variables: { n: 1 }, operation: "Q" })).toEqual({ users: [{ name: "Ada" }] });
    expect(channel.wire.at(-1)).toMatchObject({ method: "graphql", params: [request, { n: 1 }, "Q"] });
    const blocking = blockingWorld();
    blocking.channel.script = answering("graphql", { result: { data: {} } });
    expect(graphql(blocking.db, "{ users { name } }")).toEqual({});
    expect(blocking.channel.wire.at(-1)?.params).toEqual(["{ users { name } }", {}]);
  });

  it("raises the errors of an answer, with the data that was found", async () => {
    const { db, channel } = asyncWorld();
    const issues = [
      { message: "no such author", path: ["posts", 0, "author"] },
      { message: "another", path: ["x"] },
    ];
    channel.script = answering(
      "graphql",
      { result: { data: { posts: [] }, errors: issues } },
      { result: { data: null, errors: [{ message: "Unknown field", locations: [{ line: 1, column: 9 }] }] } },
    );
    expect(await failure(graphql(db, "{ posts { author } }"))).toMatchObject({
      name: "GraphqlError",
      message: "GraphQL: no such author (and 1 more)",
      errors: issues,
      data: { posts: [] },
      outcome: "unknown",
    });
    expect(await failure(graphql(db, "{ nope }"))).toMatchObject({ data: null, outcome: "failed" });
  });

  it("does not call a request failed of which a field was executed, though SurrealDB names no path", async () => {
    const { db, channel } = asyncWorld();
    const failed = { message: "Internal Error: Query execution failed: Database record `team:1` already exists" };
    channel.script = answering(
      "graphql",
      { result: { data: { b: { id: "team:2" } }, errors: [failed] } },
      { result: { data: null, errors: [failed] } },
      { result: { data: { b: 1 }, errors: [{ message: "of another kind" }] } },
      { result: { data: null, errors: [{ message: 'Error converting value: "red" to type: record<team>' }] } },
      { result: { errors: [{ message: "Unknown field" }] } },
    );
    const outcomes: unknown[] = [];
    for (let asked = 0; asked < 5; asked += 1) {
      outcomes.push(((await failure(graphql(db, "mutation { a b }"))) as { outcome?: unknown }).outcome);
    }
    expect(outcomes).toEqual(["unknown", "unknown", "unknown", "unknown", "failed"]);
  });

  it("is refused inside a transaction, and for wrong arguments, before anything is sent", async () => {
    const { db, channel } = asyncWorld();
    const tx = await db.beginTransaction();
    const before = channel.sent.length;
    expect(await failure(graphql(tx, "{ users { name } }"))).toMatchObject({ name: "UnsupportedFeatureError" });
    expect(await failure(graphql(db, 5 as never))).toBeInstanceOf(TypeError);
    expect(await failure(graphql(db, "{}", { variables: [] }))).toBeInstanceOf(TypeError);
    expect(await failure(graphql(db, "{}", { operationName: "Q" } as never))).toBeInstanceOf(TypeError);
    expect(channel.sent).toHaveLength(before);
  });
});

describe("gql()", () => {
  it("sends the query with its variables, and returns the rows", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("gql", rows([{ name: "Ada" }]));
    expect(await gql(db, "MATCH (n:user) RETURN n.name AS name", { n: 1 })).toEqual([{ name: "Ada" }]);
    expect(channel.wire.at(-1)).toMatchObject({
      method: "gql",
      params: ["MATCH (n:user) RETURN n.name AS name", { n: 1 }],
    });
  });

  it("raises what the query failed with", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("gql", {
      result: [{ status: "ERR", time: "1µs", result: "no such label", kind: "Query" }],
    });
    expect(await failure(gql(db, "MATCH (n:nope) RETURN n"))).toMatchObject({ name: "QueryError", statement: 0 });
  });

  it("has the variables of the session where the peer keeps none", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    channel.script = answering("gql", rows([]));
    db.let("limit", 5);
    expect(gql(db, "MATCH (n) RETURN n LIMIT $limit")).toEqual([]);
    expect(channel.wire.at(-1)?.params).toEqual(["MATCH (n) RETURN n LIMIT $limit", { limit: 5 }]);
  });
});

it.each(["graphql", "gql"] as const)("%s() names the release where the server does not have it", async (name) => {
  const { db, channel } = asyncWorld();
  channel.script = answering(name, missing);
  const asking = name === "gql" ? gql(db, "x") : graphql(db, "x");
  expect(await failure(asking)).toMatchObject({
    name: "UnsupportedFeatureError",
    feature: name,
    outcome: "failed",
    cause: { name: "NotFoundError" },
  });
});
