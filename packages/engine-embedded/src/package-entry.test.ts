import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { packageEntry } from "./package-entry.ts";

it("finds what import.meta.resolve finds", () => {
  const name = "@surrealdb/node";
  expect(packageEntry(name, import.meta.url)).toBe(fileURLToPath(import.meta.resolve(name)));
});

it("says in Node's words that a package is absent", () => {
  expect(() => packageEntry("@surrealdb/absent", import.meta.url)).toThrow(
    expect.objectContaining({ code: "ERR_MODULE_NOT_FOUND" }),
  );
});
