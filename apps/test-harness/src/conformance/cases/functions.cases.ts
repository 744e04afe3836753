import {
  ApiStatusError,
  api,
  BoundExcluded,
  BoundIncluded,
  equals,
  Range,
  RecordId,
  ServerError,
  ThrownError,
} from "surreal-sdk";
import { beforeEach, expect, it } from "vitest";
import { raised } from "../run.ts";
import { ScratchDatabase } from "../scratch-database.ts";
import type { Target } from "../target.ts";

/** `run`. */
export function functionCases(target: Target): void {
  const scratch = new ScratchDatabase(target);
  beforeEach(() =>
    scratch.read(`
      DEFINE FUNCTION fn::add($a: number, $b: number) { RETURN $a + $b; };
      DEFINE FUNCTION fn::greet() { RETURN 'Hello ' + $name; };
      DEFINE FUNCTION fn::fail() { THROW 'on purpose'; };
      DEFINE FUNCTION fn::store($n: number) { CREATE stored SET n = $n; };
    `),
  );

  it("run calls a function of the database, and one that is built in", async () => {
    expect(await scratch.db.run("fn::add", [1, 2])).toBe(3);
    expect(await scratch.db.run("math::abs", [-3])).toBe(3);
    expect(await scratch.db.run("time::now")).toBeDefined();
  });

  it("run does what the function does", async () => {
    await scratch.db.run("fn::store", [7]);
    expect(await scratch.value("SELECT VALUE n FROM stored")).toEqual([7]);
  });

  it("a variable set with let is there inside a stored function, on every transport", async () => {
    await scratch.db.let("name", "Ada");
    expect(await scratch.db.run("fn::greet")).toBe("Hello Ada");
  });

  it("variables do not take the place of arguments", async () => {
    await scratch.db.let("a", 100);
    expect(await scratch.db.run("fn::add", [1, 2])).toBe(3);
  });

  it.each<[string, unknown, string]>([
    ["a set", new Set([1, 2]), "set"],
    ["a set in an object", { a: [new Set([1])] }, "object"],
    ["a range with its own ends", new Range(new BoundExcluded(1), new BoundIncluded(5)), "range"],
    ["an open range", new Range(undefined, undefined), "range"],
    ["an object like GeoJSON", { type: "Point", coordinates: [1, 2] }, "object"],
    ["a list of such objects", [{ type: "Point", coordinates: [1, 2] }], "array"],
    ["a record id of such an object", new RecordId("a", { type: "Point", coordinates: [1, 2] }), "record"],
  ])("run passes %s as it is", async (_, value, type) => {
    await scratch.read("DEFINE FUNCTION fn::both($x: any) { RETURN [$x, type::of($x)]; };");
    const [given, kind] = (await scratch.db.run("fn::both", [value])) as [unknown, string];
    expect(kind).toBe(type);
    expect(equals(given, value)).toBe(true);
  });

  it("an error in a function is that error", async () => {
    const error = await raised(() => scratch.db.run("fn::fail"));
    expect(error).toBeInstanceOf(ThrownError);
    expect(error.message).toContain("on purpose");
  });

  it("api calls the endpoints of the database, whose bodies keep their types", async () => {
    await scratch.read(`
      DEFINE API '/users/:id' FOR get, post THEN {
        { status: 201, headers: { 'x-kind': 'user' }, body: { id: $request.params.id, sent: $request.body } }
      };
      DEFINE API '/broken' FOR get THEN { THROW 'on purpose' };
    `);
    const endpoints = api(scratch.db as never, { prefix: "/users" });
    const sent = { friend: new RecordId("user", 1) };
    expect(await endpoints.post("/ada", sent)).toMatchObject({
      status: 201,
      headers: { "x-kind": "user" },
      body: { id: "ada", sent },
    });
    expect(await endpoints.get("/ada", { value: true })).toMatchObject({ id: "ada" });
    expect(await api(scratch.db as never).get("/none")).toMatchObject({ status: 404 });
    const error = await raised(() => api(scratch.db as never).get("/broken", { value: true }));
    expect(error).toBeInstanceOf(ApiStatusError);
    expect(error).toMatchObject({ status: 500, path: "/broken" });
  });

  it.each(["", "fn::", "fn::a`b", "fn::a\nb", "::x"])(
    "the function name %j is refused before anything is sent",
    async (name) => {
      const error = await raised(() => scratch.db.run(name));
      expect(error instanceof TypeError || error instanceof RangeError).toBe(true);
    },
  );

  it("a hostile function name is a name that no function has, with variables and without", async () => {
    await scratch.read("CREATE stored:1");
    const hostile = "fn::add(1); REMOVE TABLE stored; --";
    expect(await raised(() => scratch.db.run(hostile))).toBeInstanceOf(ServerError);
    await scratch.db.let("x", 1);
    expect(await raised(() => scratch.db.run(hostile, [1]))).toBeInstanceOf(ServerError);
    expect(await scratch.value("RETURN count(SELECT id FROM stored)")).toBe(1);
  });

  it.each(["xy", { a: 1 }, 5])("arguments %j are no list and are refused", async (args) => {
    const error = await raised(() => scratch.db.run("fn::add", args as unknown as unknown[]));
    expect(error).toBeInstanceOf(TypeError);
  });

  it("the server's order of name, version and arguments is refused with a hint", async () => {
    const call = scratch.db.run.bind(scratch.db) as unknown as (...given: unknown[]) => unknown;
    const error = await raised(() => call("ml::model", "1.0.0", [1]));
    expect(error).toBeInstanceOf(TypeError);
    expect(error.message).toContain("version");
  });
}
