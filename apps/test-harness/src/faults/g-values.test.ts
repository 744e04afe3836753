import { EncodeError } from "surreal-sdk";
import { describe, expect, it } from "vitest";
import { client } from "./kit/client.ts";
import { FakeSurreal } from "./kit/fake-surreal.ts";
import { rejection, settled } from "./kit/watchdog.ts";

describe("a value on its way to the server and back", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 5e-324, 1.5, 0.1])(
    "G11 %d is the same number",
    async (value) => {
      await using server = await FakeSurreal.start();
      const [bindings] = await settled(client(server.ws).query<[{ value: number }]>("RETURN $value", { value }));
      expect(Object.is(bindings.value, value)).toBe(true);
    },
  );

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty", "then"])(
    "G05 the key %s is a key like any other",
    async (key) => {
      await using server = await FakeSurreal.start();
      const value = JSON.parse(`{${JSON.stringify(key)}:{"polluted":true}}`);
      const [bindings] = await settled(client(server.ws).query<[{ value: object }]>("RETURN $value", { value }));
      expect(Object.keys(bindings.value)).toEqual([key]);
      expect(Object.getOwnPropertyDescriptor(bindings.value, key)?.value).toEqual({ polluted: true });
      expect((bindings.value as { polluted?: boolean }).polluted).toBeUndefined();
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    },
  );

  it.each(["\ufefftext", "nul\u0000", "line\u2028", "🦀", "e\u0301", "é"])(
    "G09 the text %j is the same text",
    async (value) => {
      await using server = await FakeSurreal.start();
      const [bindings] = await settled(client(server.ws).query<[{ value: string }]>("RETURN $value", { value }));
      expect([...bindings.value].map((letter) => letter.codePointAt(0))).toEqual(
        [...value].map((letter) => letter.codePointAt(0)),
      );
    },
  );

  it.each([
    ["a symbol as a key", { [Symbol("key")]: 1 }],
    ["a map with keys that are no text", new Map([[1, 2]])],
    ["a weak map", new WeakMap()],
    ["a promise", Promise.resolve(1)],
    ["an error", new Error("no value")],
    ["a regular expression", /x/],
    ["half a character", "\ud800"],
  ])("I05 %s is refused with its place, and nothing is sent", async (_what, value) => {
    await using server = await FakeSurreal.start();
    const error = await rejection(client(server.ws).query("RETURN $value", { value: [value] }));
    expect(error instanceof EncodeError || error instanceof TypeError || error instanceof RangeError).toBe(true);
    expect(error.message).toMatch(/value/);
    expect(server.count("query")).toBe(0);
  });
});
