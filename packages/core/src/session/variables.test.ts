import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure, stateless } from "../../test/test-world.ts";

describe("let() and unset()", () => {
  it("are sent, and remembered as they were when they were set (C10)", async () => {
    const { db, channel } = asyncWorld();
    const value = { list: [1] };
    const done = db.let("x", value);
    value.list.push(2);
    await done;
    value.list.push(3);
    channel.drop();
    channel.restore();
    expect(channel.wire.map(({ method, params }) => [method, params])).toEqual([
      ["let", ["x", { list: [1] }]],
      ["let", ["x", { list: [1] }]],
    ]);
    await db.unset("x");
    expect(channel.remembered).toEqual([]);
  });

  it("take undefined for no value", async () => {
    const { db, channel } = asyncWorld();
    await db.let("x", undefined);
    expect(channel.wire).toMatchObject([{ method: "unset", params: ["x"] }]);
  });

  it.each([
    ["$x", 'without the dollar: "x"'],
    ["", "takes the name of a variable"],
    [5, "takes the name of a variable"],
    ["auth", "belongs to the server"],
    ["session", "belongs to the server"],
  ])("refuse the name %j", async (name, message) => {
    const { db, channel } = asyncWorld();
    expect(await failure(db.let(name as string, 1))).toMatchObject({
      name: "TypeError",
      message: expect.stringContaining(message),
    });
    expect(channel.wire).toEqual([]);
  });

  it("forget nothing that the server has refused to change (C02)", async () => {
    const { db, channel } = asyncWorld();
    await db.let("x", 1);
    channel.script = answering("let", { error: { message: "no" } });
    await failure(db.let("x", 2));
    channel.drop();
    channel.script = () => undefined;
    channel.restore();
    expect(channel.wire.at(-1)?.params).toEqual(["x", 1]);
  });
});

it("that are kept on this side are not kept for a connection that is being closed", async () => {
  const { db, channel } = asyncWorld({ capabilities: stateless });
  await db.query("RETURN 1").execute();
  const closed = db.close();
  const opened = db.connect();
  const set = db.let("x", 1);
  await Promise.all([closed, opened, set]);
  await db.query("RETURN 2").execute();
  expect(channel.wire.at(-1)?.params).toEqual(["RETURN 2", { x: 1 }]);
});

it("of a connection that is being closed are not sent by a query for the next one", async () => {
  const { db, channel } = asyncWorld({ capabilities: stateless });
  await db.let("x", 1);
  await db.query("RETURN 1").execute();
  await Promise.all([db.close(), db.connect(), db.query("RETURN 2").execute()]);
  expect(channel.wire.at(-1)?.params).toEqual(["RETURN 2", {}]);
});
