import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import { answering, asyncWorld, blockingWorld, failure, lastQuery } from "../../test/test-world.ts";
import { api } from "./api.ts";

const answered = { status: 201, headers: { "x-a": "b" }, body: { n: 1 }, request_id: "r" };

describe("api()", () => {
  it("calls an endpoint with what is given, and returns its answer", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(answered));
    const endpoints = api(db, { prefix: "/v1/", headers: { "x-all": "1", "x-one": "shared" } });
    const given = { headers: { "x-one": "own" }, query: { page: "2" } };
    expect(await endpoints.post("/users", { name: "Ada" }, given)).toEqual({
      status: 201,
      headers: { "x-a": "b" },
      body: { n: 1 },
    });
    const sent = {
      method: "post",
      headers: { "x-all": "1", "x-one": "own" },
      query: { page: "2" },
      body: { name: "Ada" },
    };
    expect(lastQuery(channel)).toEqual([
      "RETURN api::invoke($_path, $_request)",
      { _path: "/v1/users", _request: sent },
    ]);
  });

  it("sends nothing of a body where there is none", () => {
    const { db, channel } = blockingWorld();
    channel.script = answering("query", rows(answered));
    expect(api(db).get("/users", { value: true })).toEqual({ n: 1 });
    expect(lastQuery(channel)[1]).toEqual({ _path: "/users", _request: { method: "get", headers: {}, query: {} } });
  });

  it.each(["get", "post", "put", "patch", "delete", "trace"] as const)("has a method for %s", (method) => {
    const { db, channel } = blockingWorld();
    channel.script = answering("query", rows(answered));
    expect(api(db)[method]("/x")).toMatchObject({ status: 201 });
    expect(lastQuery(channel)[1]).toMatchObject({ _request: { method } });
  });

  it("raises an error for a failed endpoint only where its body alone is wanted", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows({ status: 404, headers: {}, body: "secret text" }));
    expect(await api(db).get("/none")).toEqual({ status: 404, headers: {}, body: "secret text" });
    const error = await failure(api(db).get("/none", { value: true }));
    expect(error).toMatchObject({
      name: "ApiStatusError",
      status: 404,
      path: "/none",
      method: "get",
      outcome: "unknown",
    });
    expect(error).toMatchObject({ body: "secret text" });
    expect(JSON.stringify(error) + error.message).not.toContain("secret text");
    expect(Object.assign(error, { status: 500, headers: {} })).toMatchObject({ status: 500, headers: {} });
  });

  it("reads the body into a schema", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows(answered));
    const into = (body: unknown): number => (body as { n: number }).n + 1;
    expect(await api(db).get("/x", { into })).toMatchObject({ status: 201, body: 2 });
    expect(await api(db).get("/x", { into, value: true })).toBe(2);
  });

  it.each<[string, readonly unknown[]]>([
    ["a path without a slash", ["users"]],
    ["a path with a query string", ["/users?page=2"]],
    ["a path that is no text", [5]],
    ["an unknown option", ["/x", { header: {} }]],
    ["a header that is no text", ["/x", { headers: { a: 1 } }]],
    ["an unknown method", ["/x", { method: "head" }]],
  ])("refuses %s, before anything is sent", async (_, given) => {
    const { db, channel } = asyncWorld();
    const invoke = (...all: readonly unknown[]): Promise<unknown> => api(db).invoke(...(all as [string]));
    expect(await failure(invoke(...given))).toBeInstanceOf(TypeError);
    expect(channel.sent).toEqual([]);
  });

  it("refuses what is no connection", () => {
    expect(() => api({} as never)).toThrow(/api\(\) takes a connection/);
  });

  it("says what an answer is that is none of an endpoint", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("query", rows("text"));
    expect(await failure(api(db).get("/x"))).toMatchObject({ name: "UnexpectedResponseError", outcome: "unknown" });
  });
});
