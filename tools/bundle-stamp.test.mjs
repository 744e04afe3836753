import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isCurrent, writeStamp } from "./bundle-stamp.mjs";

let folder;
let files;
let stamp;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stamp-"));
  files = ["a.js", "b.js"].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, "export {};");
  stamp = join(folder, "cache/bundle.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("a stamp is current while its files have the same content", () => {
  expect(isCurrent(stamp)).toBe(false);
  writeStamp(stamp, files);
  expect(isCurrent(stamp)).toBe(true);
  writeFileSync(files[0], "export {};");
  expect(isCurrent(stamp)).toBe(true);
});

it.each([
  ["changes", () => writeFileSync(files[1], "export const b = 1;")],
  ["is gone", () => rmSync(files[1])],
])("a stamp is not current when one of its files %s", (_, act) => {
  writeStamp(stamp, files);
  act();
  expect(isCurrent(stamp)).toBe(false);
});
