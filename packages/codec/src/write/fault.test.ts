import { describe, expect, it } from "vitest";
import { CborCodec } from "../cbor-codec.ts";
import { relocateFault } from "./fault.ts";

const codec = new CborCodec();
const thrownFor = (value: unknown): unknown => {
  try {
    return codec.encode(value);
  } catch (error) {
    return error;
  }
};
const asData = (value: unknown) =>
  relocateFault(thrownFor({ params: ["text", value] }), (keys) =>
    keys[0] === "params" && keys[1] === 1 ? { name: "data", depth: 2 } : undefined,
  ) as Error & { path: string };

describe("the place of a value that cannot be written", () => {
  it.each([
    ["a function", { address: [() => 1] }, TypeError, "data.address[0]", "The value at data.address[0] is a function"],
    ["the value itself", Symbol("s"), TypeError, "data", "The value at data is a symbol"],
    [
      "a large integer",
      { "a b": 2n ** 63n },
      RangeError,
      'data["a b"]',
      'The value at data["a b"] is 9223372036854775808',
    ],
    [
      "half a surrogate pair",
      { a: "\ud800" },
      TypeError,
      "data.a",
      "The value at data.a is text with an unpaired surrogate",
    ],
  ])("is told in the caller's words: %s", (_case, value, type, path, message) => {
    const error = asData(value);
    expect(error).toBeInstanceOf(type);
    expect(error.path).toBe(path);
    expect(error.message.startsWith(message)).toBe(true);
  });

  it("is told so for what a value contains itself at, and for what a getter threw", () => {
    const cyclic: Record<string, unknown> = {};
    cyclic.list = [{ back: cyclic }];
    expect(asData(cyclic).message).toBe(
      "The value at data.list[0].back is the value at data again, which contains itself that way.",
    );
    const cause = new Error("no");
    const faulty = asData({
      get a(): never {
        throw cause;
      },
    });
    expect(faulty).toMatchObject({ message: "The value at data.a could not be read.", cause, outcome: "not_sent" });
  });

  it("stays as it is where nobody knows it, or the error is another one", () => {
    const error = thrownFor({ other: () => 1 });
    expect(relocateFault(error, () => undefined)).toBe(error);
    for (const other of [new TypeError("mine"), "text", null, undefined]) {
      expect(relocateFault(other, () => ({ name: "data", depth: 0 }))).toBe(other);
    }
  });
});
