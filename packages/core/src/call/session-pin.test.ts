import { TransportTimeoutError } from "@surreal-sdk/transport";
import { RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows, token } from "../../test/default-answer.ts";
import type { WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, blockingWorld, failure, methods, settled, stateless } from "../../test/test-world.ts";
import { SessionChangedError } from "../errors/core-errors.ts";

const viewer = token({ ID: "viewer" });
const page = (from: number) =>
  rows([from, from + 1].map((n) => ({ id: new RecordId("user", n), __key: new RecordId("user", n) })));

describe("a transaction", () => {
  it.each([
    ["use()", (db: ReturnType<typeof asyncWorld>["db"]) => db.use("n", "two"), "another database"],
    ["a namespace", (db: ReturnType<typeof asyncWorld>["db"]) => db.use("m", "one"), "another namespace"],
    ["authenticate()", (db: ReturnType<typeof asyncWorld>["db"]) => db.authenticate(viewer), "another identity"],
    ["invalidate()", (db: ReturnType<typeof asyncWorld>["db"]) => db.invalidate(), "another identity"],
  ])("goes no further when its session has changed by %s", async (_, change, what) => {
    const { db, channel } = asyncWorld();
    await db.use("n", "one");
    await db.authenticate(token({ ID: "owner" }));
    const tx = await db.beginTransaction();
    await tx.create("user", {}).execute();
    await change(db);
    const sent = channel.wire.length;
    const error = await failure(tx.create("user", {}).execute());
    expect(error).toBeInstanceOf(SessionChangedError);
    expect(error).toMatchObject({ outcome: "not_sent", retrySafe: false });
    expect(error.message).toContain(what);
    expect(channel.wire).toHaveLength(sent);
    await tx.cancel();
    expect(methods(channel.wire).at(-1)).toBe("cancel");
  });

  it("is cancelled when its function fails on a session that has changed", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "one");
    const error = await failure(
      db.transaction(async (tx) => {
        await tx.create("user", {}).execute();
        await db.use("n", "two");
        await tx.create("user", {}).execute();
      }),
    );
    expect(error).toBeInstanceOf(SessionChangedError);
    expect(methods(channel.wire)).toEqual(["use", "begin", "query", "use", "cancel"]);
  });

  it("waits for a change that is on its way, and goes on when that is refused", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "one");
    const tx = await db.beginTransaction();
    channel.script = ({ method }) => (method === "use" ? "silence" : undefined);
    const use = failure(db.use("n", "two"));
    const create = tx.create("user", {}).execute();
    await settled();
    expect(methods(channel.wire)).toEqual(["use", "begin", "use"]);
    channel.reply(channel.unanswered[0] as WireRequest, { error: { code: -32000, message: "no" } });
    await Promise.all([use, create]);
    expect(methods(channel.wire)).toEqual(["use", "begin", "use", "query"]);
  });

  it.each([
    ["use()", (db: ReturnType<typeof asyncWorld>["db"]) => db.with({ timeout: 50 }).use("n", "two")],
    ["authenticate()", (db: ReturnType<typeof asyncWorld>["db"]) => db.with({ timeout: 50 }).authenticate(viewer)],
  ])("goes no further when it is not known whether %s was applied", async (_, change) => {
    const { db, channel } = asyncWorld();
    await db.use("n", "one");
    const tx = await db.beginTransaction();
    const late = new TransportTimeoutError("No answer.", { outcome: "unknown" });
    channel.script = ({ method }) => (["use", "authenticate"].includes(method) ? { fail: late } : undefined);
    expect(await failure(change(db))).toBe(late);
    expect(await failure(tx.create("user", {}).execute())).toMatchObject({
      name: "SessionChangedError",
      outcome: "not_sent",
      message: expect.stringContaining("not known"),
    });
    await tx.cancel();
    expect(methods(channel.wire)).not.toContain("query");
  });

  it("goes on when it is only not known whether a variable was set", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "one");
    const tx = await db.beginTransaction();
    const late = new TransportTimeoutError("No answer.", { outcome: "unknown" });
    channel.script = ({ method }) => (method === "let" ? { fail: late } : undefined);
    expect(await failure(db.let("x", 1))).toBe(late);
    await tx.create("user", {}).execute();
    expect(methods(channel.wire)).toEqual(["use", "begin", "let", "query"]);
  });

  it("goes on when the session is back where it was, or its identity is only renewed", async () => {
    const { db, channel } = asyncWorld();
    await db.use("n", "one");
    await db.authenticate(token({ ID: "owner", iat: 1 }));
    const tx = await db.beginTransaction();
    await db.use("n", "two");
    await db.use("n", "one");
    await db.authenticate(token({ ID: "owner", iat: 2 }));
    await tx.create("user", {}).execute();
    await tx.commit();
    expect(methods(channel.wire).slice(-2)).toEqual(["query", "commit"]);
  });

  it("takes a token that cannot be read for another identity", async () => {
    const { db } = asyncWorld();
    await db.authenticate("a.b.c");
    const tx = await db.beginTransaction();
    await tx.create("user", {}).execute();
    await db.authenticate("d.e.f");
    expect(await failure(tx.create("user", {}).execute())).toBeInstanceOf(SessionChangedError);
  });

  it("in blocking mode goes no further either", () => {
    const { db, channel } = blockingWorld();
    db.use("n", "one");
    const tx = db.beginTransaction();
    db.use("n", "two");
    expect(() => tx.create("user", {})).toThrow(SessionChangedError);
    expect(methods(channel.wire)).toEqual(["use", "begin", "use"]);
  });
});

describe.each([
  ["whose peer keeps the state", {}],
  ["whose peer keeps no state", stateless],
])("rows() over an engine %s", (_, capabilities) => {
  it("reads no page of another database", async () => {
    const { db, channel } = asyncWorld({ capabilities });
    await db.use("n", "one");
    channel.script = ({ method }) => (method === "query" ? page(1) : undefined);
    const stream = db.rows("user", { pageSize: 2 });
    await stream.next();
    await stream.next();
    await db.use("n", "two");
    const sent = channel.wire.length;
    expect(await failure(stream.next())).toBeInstanceOf(SessionChangedError);
    expect(channel.wire).toHaveLength(sent);
  });

  it("begins where earlier calls lead, and reads no page as somebody else", async () => {
    const { db, channel } = asyncWorld({ capabilities });
    channel.script = ({ method }) => (method === "query" ? page(1) : undefined);
    const stream = db.rows("user", { pageSize: 2 });
    const [, first] = await Promise.all([db.use("n", "one"), stream.next()]);
    expect(first).toMatchObject({ done: false });
    await stream.next();
    await db.authenticate(viewer);
    expect(await failure(stream.next())).toMatchObject({ message: expect.stringContaining("another identity") });
  });

  it("may be the first call of a connection that says who it is in its options", async () => {
    const { db, channel } = asyncWorld({ capabilities, auth: { username: "root", password: "root" } });
    channel.script = ({ method }) => (method === "query" ? page(1) : undefined);
    const stream = db.rows("user", { pageSize: 2 });
    for (let row = 0; row < 5; row += 1) expect(await stream.next()).toMatchObject({ done: false });
  });

  it("keeps what the first page was asked for, whatever is answered before it", async () => {
    const { db, channel } = asyncWorld({ capabilities });
    await db.use("n", "one");
    channel.script = ({ method }) => (method === "query" ? "silence" : undefined);
    const stream = db.rows("user", { pageSize: 2 });
    const first = stream.next();
    await settled();
    const [read] = channel.unanswered;
    const used = db.use("n", "two");
    if (capabilities === stateless) await used;
    channel.reply(read as WireRequest, page(1));
    await Promise.all([first, used, stream.next()]);
    expect(await failure(stream.next())).toBeInstanceOf(SessionChangedError);
  });

  it("reads no page of another server", async () => {
    const { db, channel, backstage } = asyncWorld({ capabilities });
    channel.script = ({ method }) => (method === "query" ? page(1) : undefined);
    const stream = db.rows("user", { pageSize: 2 });
    await stream.next();
    await stream.next();
    await db.connect("ws://elsewhere");
    expect(await failure(stream.next())).toMatchObject({ message: expect.stringContaining("another server") });
    expect(methods(backstage.channels.at(-1)?.wire ?? [])).not.toContain("query");
  });
});
