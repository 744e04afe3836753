import { expect, it } from "vitest";
import { complaintsAbout, manifest } from "../workspace-fixture.mjs";
import { checkMessages } from "./check-messages.mjs";

const entry = {
  types: "./dist/index.d.ts",
  "surreal-short-errors": "./dist/short/index.js",
  default: "./dist/index.js",
};
const shortManifest = (exports = { ".": entry }) =>
  JSON.stringify({ ...JSON.parse(manifest("@surreal-sdk/values")), exports });
const numbered = { number: 1, sentence: "It is not a number.", raises: ["TypeError"], files: ["src/index.ts"] };
const order = {
  "packages/values/package.json": shortManifest(),
  "packages/values/messages.json": JSON.stringify({ texts: [], messages: [numbered] }),
  "packages/values/src/index.ts": 'throw new TypeError("It is not a number.");\n',
};
const about = (changes) => complaintsAbout({ ...order, ...changes }, checkMessages);

it("has no complaint about a package whose messages have numbers, nor about packages without numbers", () => {
  expect(about({ "packages/codec/src/index.ts": 'throw new TypeError("It is wrong in every way.");\n' })).toEqual([]);
});

it("complains about a new message", () => {
  const text = 'throw new TypeError("It is not a number.");\nthrow new RangeError("It is not a list.");\n';
  expect(about({ "packages/values/src/index.ts": text })).toEqual([
    "packages/values/messages.json has no number or other facts for a message, so run `npm run messages`: It is not a list.",
  ]);
});

it("complains about a listed text that is gone", () => {
  const register = JSON.stringify({ texts: ["it was here once"], messages: [numbered] });
  expect(about({ "packages/values/messages.json": register })).toEqual([
    "packages/values/messages.json lists a text that no file contains any more: it was here once",
  ]);
});

it("complains about an entry that would lead to a second copy of the classes", () => {
  const exports = { ".": entry, "./more": { types: "./dist/more.d.ts", default: "./dist/more.js" } };
  expect(about({ "packages/values/package.json": shortManifest(exports) })).toEqual([
    'packages/values/package.json: the condition surreal-short-errors of "./more" must lead into dist/short/.',
  ]);
});

it.each([
  ["none", {}, 1],
  ["another module", { "surreal-short-errors": { node: "./dist/short/other.js", default: "./dist/short/b.js" } }, 1],
  ["the same modules", { "surreal-short-errors": { node: "./dist/short/a.js", default: "./dist/short/b.js" } }, 0],
])("complains about a name inside of the package that would lead to one: %s", (_, short, complaints) => {
  const imports = { "#a": { ...short, node: "./dist/a.js", default: "./dist/b.js" } };
  const changed = JSON.stringify({ ...JSON.parse(shortManifest()), imports });
  expect(about({ "packages/values/package.json": changed })).toHaveLength(complaints);
});
