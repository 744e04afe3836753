import { describe, expect, it } from "vitest";
import * as codec from "./index.ts";

describe("the package", () => {
  it("exports exactly this", () => {
    expect(Object.keys(codec).sort()).toStrictEqual([
      "CborCodec",
      "CodecError",
      "DecodeError",
      "EncodeError",
      "cborFraming",
      "mapEntries",
      "relocateFault",
    ]);
  });

  it("names its errors after their classes", () => {
    const errors = [
      new codec.CodecError("x"),
      new codec.EncodeError("x", { path: "$" }),
      new codec.DecodeError("x", { offset: 0 }),
    ];
    expect(errors.map((error) => error.name)).toStrictEqual(["CodecError", "EncodeError", "DecodeError"]);
    for (const error of errors) expect(error).toBeInstanceOf(codec.CodecError);
  });
});
