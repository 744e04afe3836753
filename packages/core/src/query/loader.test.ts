import { Datetime, Decimal, Float, RecordId } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { rows } from "../../test/default-answer.ts";
import type { Answer, WireRequest } from "../../test/scripted-channel.ts";
import { asyncWorld, blockingWorld, failure, settled } from "../../test/test-world.ts";
import type { SessionContext } from "../session/connection-state.ts";

const [ada, bob, eve] = ["ada", "bob", "eve"].map((key) => new RecordId("user", key)) as [RecordId, RecordId, RecordId];

/** A server with Ada and Bob. */
function answer({ method, params }: WireRequest): Answer | undefined {
  if (method !== "query") return undefined;
  const { _ids } = params[1] as { _ids: RecordId[] };
  const known = _ids.filter((id) => !id.equals(eve));
  return rows(known.map((id) => ({ id, name: id.id, __key: id })).reverse());
}

describe("loader()", () => {
  it("turns calls with no wait between them into one query, and gives each call its record", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answer;
    const users = db.loader<{ name: string }>();
    const found = await Promise.all(
      [ada, eve, "user:bob", ada].map(async (id) => {
        await Promise.resolve();
        return users.select(id as RecordId);
      }),
    );
    expect(found).toEqual([{ id: ada, name: "ada" }, undefined, { id: bob, name: "bob" }, { id: ada, name: "ada" }]);
    expect(channel.wire.map(({ params }) => params)).toEqual([
      ["SELECT *, $this.id AS __key FROM $_ids WHERE id != NONE", { _ids: [ada, eve, bob] }],
    ]);
  });

  it("finds records whose ids come back in another form", async () => {
    const { db, channel } = asyncWorld();
    const asked = [{ b: 1, a: 2 }, [new Date(0)], [new Float(1)], [new Decimal("1.50")], ["none"]].map(
      (id) => new RecordId("user", id),
    );
    const stored = [{ a: 2, b: 1 }, [Datetime.fromDate(new Date(0))], [1], [new Decimal("1.5")]].map(
      (id) => new RecordId("user", id),
    );
    channel.script = () => rows(stored.map((id, n) => ({ n, __key: id })));
    const users = db.loader<{ n: number }>();
    const found = await Promise.all(asked.map((id) => users.select(id)));
    expect(found.map((row) => row?.n)).toEqual([0, 1, 2, 3, undefined]);
    expect((await users.selectAll(asked)).map((row) => row?.n)).toEqual([0, 1, 2, 3, undefined]);
  });

  it("leaves nothing behind on its connection", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answer;
    const { scope } = (db as unknown as { readonly context: SessionContext }).context;
    const first = db.loader().select(ada);
    expect(scope.changes.isGathering).toBe(true);
    await first;
    expect(scope.changes.isGathering).toBe(false);
  });

  it("sends another query for a call that is made after a wait", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answer;
    const users = db.loader<{ name: string }>();
    const first = users.select(ada);
    await null;
    expect(await Promise.all([first, users.select(bob)])).toEqual([
      { id: ada, name: "ada" },
      { id: bob, name: "bob" },
    ]);
    expect(channel.wire.map(({ params }) => params[1])).toEqual([{ _ids: [ada] }, { _ids: [bob] }]);
  });

  it.each<[string, (db: ReturnType<typeof asyncWorld>["db"]) => unknown, string]>([
    ["use()", (db) => db.use("other", "other"), "use"],
    ["signin()", (db) => db.signin({ username: "u", password: "p" }), "signin"],
    ["let()", (db) => db.let("a", 1), "let"],
  ])("sends what was called before a %s that nobody awaits before it", async (_, change, method) => {
    const { db, channel } = asyncWorld();
    channel.script = answer;
    const users = db.loader();
    const first = users.select(ada);
    const changing = change(db);
    const second = users.select(bob);
    await Promise.all([first, changing, second]);
    const sent = channel.sent.map(({ method, params }) => (method === "query" ? params[1] : method));
    expect(sent.slice(0, 2)).toEqual([{ _ids: [ada] }, method]);
    expect(sent).toContainEqual({ _ids: [bob] });
  });

  it("reads nothing at another server that the connection goes to", async () => {
    const { db, backstage } = asyncWorld();
    await db.connect();
    const found = failure(db.loader().select(ada));
    const connecting = db.connect("ws://elsewhere");
    expect(await found).toMatchObject({ name: "ConnectionClosedError" });
    await connecting;
    expect(backstage.channels).toHaveLength(2);
    expect(backstage.channels[1]?.wire.filter(({ method }) => method === "query")).toEqual([]);
  });

  it("remembers nothing from one turn to the next", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answer;
    const users = db.loader({ fields: ["name"], fetch: ["team"] });
    await users.select(ada);
    await users.select(ada);
    const text = "SELECT name, $this.id AS __key FROM $_ids WHERE id != NONE FETCH team";
    expect(channel.wire.map(({ params }) => params[0])).toEqual([text, text]);
  });

  it("fails only the call whose record fails, or whose id is none", async () => {
    const { db, channel } = asyncWorld();
    const no = { status: "ERR", time: "1µs", result: "no", kind: "Thrown" };
    channel.script = ({ method, params }) => {
      if (method !== "query") return undefined;
      if (String(params[0]).includes("$_ids0")) {
        return { result: [no, { status: "OK", time: "1µs", result: [{ name: "bob", __key: bob }] }] };
      }
      return { result: [no] };
    };
    const users = db.loader();
    const [first, second, third] = [users.select(ada), users.select(bob), users.select("user" as "user:x")];
    expect(await failure(first)).toMatchObject({ name: "ThrownError", message: "no" });
    expect(await second).toEqual({ name: "bob" });
    expect(await failure(third)).toBeInstanceOf(TypeError);
    expect(channel.wire.length).toBe(2);
  });

  it("fails all calls of a query that was not answered", async () => {
    const { db, channel } = asyncWorld({ reconnect: false });
    channel.script = ({ method }) => (method === "query" ? "silence" : undefined);
    const users = db.loader();
    const both = [failure(users.select(ada)), failure(users.select(bob))];
    await settled();
    channel.drop("disconnected");
    expect((await Promise.all(both)).map(({ name }) => name)).toEqual(["ConnectionLostError", "ConnectionLostError"]);
  });

  it("reads a list in its order, in a blocking connection too", () => {
    const { db, channel } = blockingWorld();
    channel.script = answer;
    const users = db.loader<{ name: string }>();
    expect(users.selectAll([bob, eve, ada, bob]).map((row) => row?.name)).toEqual(["bob", undefined, "ada", "bob"]);
    expect(users.select(ada)?.name).toBe("ada");
    expect(users.selectAll([])).toEqual([]);
    expect(channel.wire.map(({ params }) => params[1])).toEqual([{ _ids: [bob, eve, ada] }, { _ids: [ada] }]);
  });

  it("refuses unknown options at the call", () => {
    const { db } = asyncWorld();
    expect(() => db.loader({ where: 1 } as object)).toThrow('loader() has no option "where"');
    expect(() => db.loader({ fields: [] })).toThrow(RangeError);
  });
});
