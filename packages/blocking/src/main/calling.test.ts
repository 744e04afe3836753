import { HttpStatusError, TransportError } from "@surreal-sdk/transport";
import { SurrealError } from "@surreal-sdk/values";
import { expect, it } from "vitest";
import { puppet, thrown } from "../../test/puppet.ts";

it("an error of the worker keeps its class, message, outcome, fields and cause", () => {
  using db = puppet();
  const error = thrown(() => db.query("refuse").execute());
  expect(error).toBeInstanceOf(HttpStatusError);
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toMatchObject({
    name: "HttpStatusError",
    message: "x://y answered HTTP 503: busy",
    status: 503,
    body: "busy",
    retryAfter: 5,
    outcome: "failed",
    retrySafe: false,
    cause: { name: "TransportError", message: "inner", outcome: "unknown" },
  });
  expect(error.cause).toBeInstanceOf(TransportError);
  expect(Object.prototype.toString.call(error)).toBe("[object Error]");
});

it("an error of a class that only the engine knows keeps its name, and is what it extends", () => {
  using db = puppet();
  const error = thrown(() => db.query("own").execute());
  expect(error).toBeInstanceOf(TransportError);
  expect(error).toBeInstanceOf(SurrealError);
  expect(error).toMatchObject({ name: "OwnError", level: 9, outcome: "not_sent", retrySafe: true });
  expect(error.constructor.name).toBe("OwnError");
});

it.each(["refuse", "own"])("the stack of a failing call (%s) names the user's line", (query) => {
  using db = puppet();
  const theUsersLine = () => db.query(query).execute();
  const error = thrown(theUsersLine);
  expect(error.stack).toContain("theUsersLine");
  expect(error.stack).toContain("calling.test.ts");
});

it.each([0, 1, 16_384, 33_554_432])("H04: %d bytes go there and come back as they were", (length) => {
  using db = puppet();
  const bytes = new Uint8Array(length).map((_, index) => index % 251);
  const [back] = db.query<[Uint8Array]>("echo", { bytes }).execute();
  expect(Buffer.compare(back, bytes)).toBe(0);
  expect(bytes.length).toBe(length);
});

it("H05: a listener may call, and is answered before the call that it interrupts", () => {
  using db = puppet();
  const answers: unknown[] = [];
  db.on("status", (status) => {
    if (status === "connected") answers.push(db.query("inner").execute());
  });
  answers.push(db.query("outer").execute());
  expect(answers.sort()).toEqual([["inner"], ["outer"]]);
});

it("H05: a call that would have to wait for itself is refused, not waited for", () => {
  using db = puppet({ auth: () => db.query("who am I?").execute() as never });
  const error = thrown(() => db.query("x").execute());
  expect(error).toMatchObject({ name: "SurrealError", outcome: "not_sent" });
  expect(error.message).toContain("used the connection that asks it");
});

it("a function that gives a promise is refused, since nobody would wait for it", () => {
  using db = puppet({ auth: (async () => "token") as never });
  expect(thrown(() => db.query("x").execute())).toBeInstanceOf(TypeError);
});

it("two connections at once do not disturb one another", () => {
  using one = puppet();
  using other = puppet();
  one.use("a", "a");
  other.use("b", "b");
  expect([one, other, one, other].map((db) => db.query("where").execute())).toEqual([
    ["a/a"],
    ["b/b"],
    ["a/a"],
    ["b/b"],
  ]);
});

it("a lost connection is made again by the next call, and stands where the old one stood", () => {
  using db = puppet({ reconnect: { minDelay: 0, maxDelay: 0 } });
  db.use("a", "b");
  const seen: string[] = [];
  db.on("status", (status) => seen.push(status));
  expect(thrown(() => db.query("lose").execute())).toMatchObject({ outcome: "unknown" });
  expect(db.query("where").execute()).toEqual(["a/b"]);
  expect(seen).toEqual(["reconnecting", "connected"]);
});

it("nothing that blocks can be awaited by mistake", () => {
  using db = puppet();
  const stream = db.subscribeLive("018f4d3c-0000-7000-8000-000000000001");
  const things = [db, db.query("x"), db.create("a"), db.update("a"), db.insert("a"), stream, db.files, db.with({})];
  for (const thing of things) expect("then" in thing).toBe(false);
});
