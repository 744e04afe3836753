import { describe, expect, it } from "vitest";
import { answering, asyncWorld, failure, methods } from "../../test/test-world.ts";

describe("info()", () => {
  it.each([[{ kind: "NotFound", message: "no" }], [{ code: -32000, message: "no" }]])(
    "asks for $auth where the server says %j",
    async (error) => {
      const { db, channel } = asyncWorld();
      channel.script = (request) => {
        if (request.method === "info") return { error };
        return { result: [{ status: "OK", time: "1µs", result: [{ name: "ada" }] }] };
      };
      expect(await db.info()).toEqual({ name: "ada" });
      expect(channel.wire.map(({ method, params }) => [method, params[0]])).toEqual([
        ["info", undefined],
        ["query", "SELECT * FROM $auth"],
      ]);
    },
  );

  it("raises the first error where $auth is nothing", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("info", { error: { kind: "NotFound", message: "the first" } });
    expect(await failure(db.info())).toMatchObject({ message: "the first" });
  });

  it("raises any other error, without asking again", async () => {
    const { db, channel } = asyncWorld();
    channel.script = answering("info", {
      error: { kind: "Validation", code: -32600, message: "Specify a namespace: not found" },
    });
    expect(await failure(db.info())).toMatchObject({ name: "ValidationError" });
    expect(methods(channel.wire)).toEqual(["info"]);
  });

  it.each([undefined, null])("of nobody is undefined (%s)", async (result) => {
    const { db, channel } = asyncWorld();
    channel.script = answering("info", { result });
    expect(await db.info()).toBeUndefined();
  });
});
