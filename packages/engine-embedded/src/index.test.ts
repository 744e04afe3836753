import { expect, it } from "vitest";
import * as engineEmbedded from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(engineEmbedded).sort()).toEqual(["EmbeddedDatabase", "EmbeddedLockedError", "embeddedEngine"]);
});

it("names its error after its class", () => {
  expect(new engineEmbedded.EmbeddedLockedError("in use").name).toBe("EmbeddedLockedError");
});
