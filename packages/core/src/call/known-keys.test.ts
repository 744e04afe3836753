import { afterEach, describe, expect, it } from "vitest";
import { asyncWorld } from "../../test/test-world.ts";
import { knownOptions } from "./known-keys.ts";

const polluted = {
  where: "1 = 1",
  limit: 1,
  fields: ["x"],
  into: () => undefined,
  pageSize: 1,
  diff: true,
  value: "x",
  fetch: ["x"],
  forUpdate: true,
  orUpdate: true,
};

afterEach(() => {
  for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
});

describe("options of a method", () => {
  it("are its own: a polluted Object.prototype sets no clause", async () => {
    const { db, channel } = asyncWorld();
    const speak = async (): Promise<unknown[]> => {
      const sentBefore = channel.sent.length;
      await db.select("user", {});
      await db.update("user", {}).execute();
      await db.insert("user", [{}], {}).execute();
      await db.relate("user:a", "knows", "user:b", {}, {});
      await db.live("user", {});
      return channel.sent.slice(sentBefore).map(({ method, params }) => [method, params]);
    };
    const before = await speak();
    for (const [name, value] of Object.entries(polluted)) {
      Object.defineProperty(Object.prototype, name, { value, configurable: true, enumerable: false });
    }
    const after = await speak();
    for (const name of Object.keys(polluted)) Reflect.deleteProperty(Object.prototype, name);
    expect(after).toEqual(before);
  });

  it("that nobody knows are named so that nothing in the name acts", () => {
    expect(() => knownOptions({ "a\u202eb": 1 }, ["x"], "do")).toThrow(
      new TypeError(String.raw`do() has no option "a\u202eb". There are: x.`),
    );
  });
});
