import { Uuid } from "@surreal-sdk/values";
import { describe, expect, it } from "vitest";
import { refused, token } from "../../test/default-answer.ts";
import { record, take } from "../../test/live-world.ts";
import { answering, asyncWorld, failure, methods, settled } from "../../test/test-world.ts";

const root = { username: "root", password: "secret" };
const ended = {
  name: "LiveEndedError",
  message: expect.stringMatching(/another identity.*newSession\(\)/),
};

/** A connection that somebody is signed in on, with a live query. */
async function signedIn() {
  const world = asyncWorld();
  const { db, channel } = world;
  channel.script = answering("signin", { result: token({ ID: "ada" }) }, { result: token({ ID: "bob" }) });
  await db.signin(root);
  const id = await db.live("user");
  const stream = db.subscribeLive(id);
  return { ...world, channel, id, stream };
}

describe("a live query whose session changes to another identity", () => {
  it.each<[string, (db: Awaited<ReturnType<typeof signedIn>>["db"]) => Promise<unknown>]>([
    ["signin()", (db) => db.signin(root)],
    ["authenticate()", (db) => db.authenticate(token({ ID: "bob" }))],
    ["invalidate()", (db) => db.invalidate()],
  ])("by %s ends with an error, and is killed", async (_, change) => {
    const { db, channel, id, stream, errors } = await signedIn();
    const next = failure(stream.next());
    channel.script = ({ method }) => {
      if (method === "kill") return { error: { kind: "NotFound", message: "no such live query" } };
      return method === "signin" ? { result: token({ ID: "bob" }) } : undefined;
    };
    await change(db);
    expect(await next).toMatchObject(ended);
    await settled();
    expect(channel.wire.at(-1)).toMatchObject({ method: "kill", params: [id] });
    expect([channel.remembered.includes(`live ${id.toJSON()}`), errors]).toEqual([false, []]);
  });

  it("ends once everything that came before has been read", async () => {
    const { db, channel, id, stream } = await signedIn();
    channel.notify({ id, action: "CREATE", record, result: 1 });
    await db.invalidate();
    expect(await take(stream, 1)).toEqual([1]);
    expect(await failure(stream.next())).toMatchObject(ended);
    expect(await stream.next()).toEqual({ done: true, value: undefined });
  });

  it("ends also where its statement cannot be sent again, or where another client started it", async () => {
    const { db, channel } = await signedIn();
    const among = Uuid.v7();
    channel.script = answering("query", {
      result: [
        { status: "OK", time: "1µs", result: among, type: "live" },
        { status: "OK", time: "1µs", result: 1 },
      ],
    });
    await db.query("LIVE SELECT * FROM user; RETURN 1").execute();
    const streams = [db.subscribeLive(among), db.subscribeLive(Uuid.v7())];
    const next = streams.map((stream) => failure(stream.next()));
    await db.authenticate(token({ ID: "bob" }));
    expect(await Promise.all(next)).toMatchObject([ended, ended]);
  });

  it("is killed once where its table was still to be read", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("signin", { result: token({ ID: "bob" }) });
    const [error] = await Promise.all([failure(db.live("user", { resync: "snapshot" })), db.signin(root)]);
    expect(error).toMatchObject({ name: "SessionChangedError" });
    await settled();
    expect(methods(channel.wire)).toEqual(["live", "signin", "kill"]);
  });

  it("ends for an anonymous session as well, which invalidate() leaves as anonymous as before", async () => {
    const { db } = asyncWorld();
    const stream = db.subscribeLive(await db.live("user"));
    const next = failure(stream.next());
    await db.invalidate();
    expect(await next).toMatchObject(ended);
  });

  it("lives on with a new token of the same identity, and where the server refuses the other one", async () => {
    const { db, channel, id, stream } = await signedIn();
    await db.authenticate(token({ ID: "ada" }, "bmV3"));
    channel.script = answering("signin", refused);
    await failure(db.signin(root));
    channel.notify({ id, action: "CREATE", record, result: 1 });
    expect(await take(stream, 1)).toEqual([1]);
    expect(methods(channel.wire)).not.toContain("kill");
  });

  it("of another session lives on", async () => {
    const { db, channel, id, stream } = await signedIn();
    const session = await db.newSession();
    await session.authenticate(token({ ID: "bob" }));
    channel.notify({ id, action: "CREATE", record, result: 1 });
    expect(await take(stream, 1)).toEqual([1]);
  });
});
