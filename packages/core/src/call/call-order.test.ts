import { TransportTimeoutError } from "@surreal-sdk/transport";
import { describe, expect, it } from "vitest";
import { rows, token } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, blockingWorld, failure, methods, settled, stateless } from "../../test/test-world.ts";

const viewer = token({ ID: "viewer" });

function where({ facts }: WireRequest): string {
  return `${facts.namespace}/${facts.database}`;
}

describe("over an engine whose peer keeps no state", () => {
  it("a call that was made after use() goes to the new database, though nobody has awaited that", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.use("n", "one");
    const calls = [db.use("n", "two"), db.create("user", {}).execute(), db.use("n", "three"), db.select("user")];
    await Promise.all(calls);
    expect(channel.wire.map((request) => `${request.method} ${where(request)}`)).toEqual([
      "use n/one",
      "use n/two",
      "query n/two",
      "use n/three",
      "query n/three",
    ]);
  });

  it("a call that was made before use() goes to the old database", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.use("n", "one");
    await Promise.all([db.select("user"), db.use("n", "two")]);
    expect(channel.wire.map(where)).toEqual(["n/one", "n/one", "n/two"]);
  });

  it.each([
    ["signin", (db: ReturnType<typeof asyncWorld>["db"]) => db.signin({ username: "viewer", password: "x" }), viewer],
    ["authenticate", (db: ReturnType<typeof asyncWorld>["db"]) => db.authenticate(viewer), viewer],
    ["invalidate", (db: ReturnType<typeof asyncWorld>["db"]) => db.invalidate(), undefined],
  ] as const)("a call that was made after %s() carries the new identity", async (method, change, expected) => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.authenticate(token({ ID: "owner" }));
    channel.script = (request) =>
      request.method === method ? { result: method === "signin" ? viewer : null } : undefined;
    await Promise.all([change(db), db.query("RETURN 1").execute()]);
    expect(channel.wire.at(-1)?.facts.token).toBe(expected);
  });

  it("variables travel as earlier calls have left them", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.let("x", 1);
    await Promise.all([db.reset(), db.let("y", 2), db.query("RETURN 1").execute(), db.let("y", 3)]);
    expect(channel.wire.at(-1)?.params).toEqual(["RETURN 1", { y: 2 }]);
    await db.query("RETURN 2").execute();
    expect(channel.wire.at(-1)?.params).toEqual(["RETURN 2", { y: 3 }]);
  });

  it("an export that was made after use() is of the new database", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await Promise.all([db.use("n", "two"), db.export(), db.import("RETURN 1")]);
    expect(channel.wire.map((request) => `${request.method} ${where(request)}`)).toEqual([
      "use n/two",
      "export n/two",
      "query n/two",
      "import n/two",
    ]);
  });

  it("a change that is refused changes nothing for the calls behind it", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    await db.use("n", "one");
    channel.script = ({ method }) => (method === "use" ? { error: { code: -32000, message: "no" } } : undefined);
    const [refusal] = await Promise.all([failure(db.use("n", "two")), db.select("user")]);
    expect(refusal.message).toContain("no");
    expect(where(channel.wire.at(-1) as WireRequest)).toBe("n/one");
  });

  it("a call that waits keeps its own time and its own signal, and is not sent", async () => {
    const { db, channel, backstage } = asyncWorld({ capabilities: stateless });
    channel.script = ({ method }) => (method === "use" ? "silence" : undefined);
    const giveUp = new AbortController();
    const use = db.use("n", "two");
    const late = failure(db.with({ timeout: 50 }).query("RETURN 1").execute());
    const stopped = failure(db.with({ signal: giveUp.signal }).query("RETURN 2").execute());
    const patient = db.query("RETURN 3").execute();
    await settled();
    for (const [timer, milliseconds] of [...backstage.timers]) if (milliseconds === 50) timer();
    giveUp.abort(new Error("enough"));
    expect(await late).toBeInstanceOf(TransportTimeoutError);
    expect(await late).toMatchObject({ outcome: "not_sent" });
    expect((await stopped).message).toBe("enough");
    channel.reply(channel.unanswered[0] as WireRequest, { result: { namespace: "n", database: "two" } });
    await Promise.all([use, patient]);
    expect(channel.wire.map(({ params }) => params[0])).toEqual(["n", "RETURN 3"]);
    expect(backstage.timers.size).toBe(0);
  });

  it("what waits when the connection is closed fails, and opens nothing", async () => {
    const { db, channel, backstage } = asyncWorld({ capabilities: stateless });
    channel.script = () => "silence";
    const calls = [failure(db.use("n", "two")), failure(db.query("RETURN 1").execute())];
    await settled();
    await db.close();
    const [use, query] = await Promise.all(calls);
    expect(use).toMatchObject({ name: "ConnectionClosedError" });
    expect(query).toMatchObject({ name: "ConnectionClosedError", outcome: "not_sent" });
    expect(methods(channel.wire)).toEqual(["use"]);
    expect(backstage.channels).toHaveLength(1);
  });

  it("closing that drains lets what waits be sent", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    channel.script = ({ method }) => (method === "use" ? "silence" : undefined);
    const calls = Promise.allSettled([db.use("n", "two"), db.query("RETURN 1").execute()]);
    await settled();
    const closed = db.close({ drain: true });
    channel.reply(channel.unanswered[0] as WireRequest, { result: null });
    await calls;
    await closed;
    expect(methods(channel.wire)).toEqual(["use", "query"]);
  });

  it("a query whose token has expired is asked again in the database that it was made for", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless, auth: () => token({ ID: "owner" }) });
    await db.use("n", "one");
    let refusals = 0;
    channel.script = ({ method }) => {
      if (method !== "query" || refusals > 0) return undefined;
      refusals += 1;
      return { error: expiredError };
    };
    await Promise.all([db.query("RETURN 1").execute(), db.use("n", "two")]);
    expect(channel.wire.filter(({ method }) => method === "query").map(where)).toEqual(["n/one", "n/one"]);
  });

  it("a thousand calls may wait", async () => {
    const { db, channel } = asyncWorld({ capabilities: stateless });
    const calls = [db.use("n", "two"), ...Array.from({ length: 5_000 }, (_, n) => db.let(`v${n}`, n))];
    channel.script = ({ method }) => (method === "query" ? rows(1) : undefined);
    await Promise.all([...calls, db.query("RETURN 1").execute()]);
    expect(Object.keys(channel.wire.at(-1)?.params[1] as object)).toHaveLength(5_000);
  });

  it("blocking calls run in their order anyway", () => {
    const { db, channel } = blockingWorld({ capabilities: stateless });
    db.use("n", "one");
    db.let("x", 1);
    db.use("n", "two");
    db.query("RETURN 1").execute();
    expect(where(channel.wire.at(-1) as WireRequest)).toBe("n/two");
    expect(channel.wire.at(-1)?.params).toEqual(["RETURN 1", { x: 1 }]);
  });
});

describe("over an engine whose peer keeps the state", () => {
  it("calls are handed over at once, and the peer keeps their order", async () => {
    const { db, channel } = asyncWorld();
    channel.script = ({ method }) => (method === "use" ? "silence" : undefined);
    const calls = [db.use("n", "two"), db.use("n", "three")];
    await db.query("RETURN 1").execute();
    expect(methods(channel.wire)).toEqual(["use", "use", "query"]);
    for (const request of channel.unanswered) channel.reply(request, { result: null });
    await Promise.all(calls);
    expect(db.database).toBe("three");
  });

  it("an export that travels beside the session waits for use()", async () => {
    const { db, channel } = asyncWorld();
    await Promise.all([db.use("n", "two"), db.export()]);
    expect(channel.wire.map((request) => request.method)).toEqual(["use", "export"]);
    expect(where(channel.wire.at(-1) as WireRequest)).toBe("n/two");
  });
});

const expiredError = {
  kind: "NotAllowed",
  code: -32002,
  message: "The token has expired",
  details: { kind: "Auth", details: { kind: "TokenExpired" } },
};
