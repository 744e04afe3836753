import { expect, it } from "vitest";
import { checkRooms } from "./rooms.mjs";
import { complaintsAbout } from "./workspace-fixture.mjs";

const about = (changes) => complaintsAbout(changes, checkRooms);

it("accepts folders that import to their right, and files beside them", () => {
  expect(
    about({
      "packages/core/src/index.ts": 'export * from "./errors/a.ts";\n',
      "packages/core/src/query/a.ts": 'import type { A } from "../call/a.ts";\nexport type B = A;\n',
      "packages/core/src/call/a.ts": "export type A = string;\n",
      "packages/core/src/errors/a.ts": "export const a = 1;\n",
    }),
  ).toEqual([]);
});

it.each(["import type", "import"])("refuses an import to the left, by `%s`", (kind) => {
  const found = about({
    "packages/core/src/query/a.ts": "export type A = string;\nexport const a = 1;\n",
    "packages/core/src/call/a.ts": `${kind} { ${kind === "import" ? "a" : "A"} } from "../query/a.ts";\nexport const b = 1;\n`,
  });
  expect(found).toEqual([
    "packages/core/src/call/a.ts:1 imports from query, but may import only folders to the right of call in tools/layers.mjs.",
  ]);
});

it("refuses a folder that is missing from the order, and a package whose folders have no order", () => {
  expect(about({ "packages/core/src/attic/a.ts": "export const a = 1;\n" })).toEqual([
    "packages/core/src/attic is missing from the order in tools/layers.mjs.",
  ]);
  expect(about({ "packages/engine-ws/src/attic/a.ts": "export const a = 1;\n" })).toEqual([
    "packages/engine-ws has folders without an order: add it in tools/layers.mjs.",
  ]);
});

it("refuses folders of an app that import each other, types included", () => {
  const app = JSON.stringify({ name: "site", exports: {}, scripts: {} });
  expect(
    about({
      "apps/site/package.json": app,
      "apps/site/src/a/a.ts": 'import type { B } from "../b/b.ts";\nexport type A = B;\n',
      "apps/site/src/b/b.ts": 'import type { A } from "../a/a.ts";\nexport type B = A;\n',
    }),
  ).toEqual(["Folders of apps/site import each other: a -> b -> a."]);
});

it("refuses a folder with more than 25 files, and does not count tests", () => {
  const files = (count, name) =>
    Object.fromEntries(Array.from({ length: count }, (_, i) => [`packages/core/src/call/${name(i)}`, "export {};\n"]));
  expect(about({ ...files(25, (i) => `a${i}.ts`), ...files(9, (i) => `a${i}.test.ts`) })).toEqual([]);
  expect(about(files(26, (i) => `a${i}.ts`))).toEqual([
    "packages/core/src/call contains 26 files, more than 25: divide it.",
  ]);
});
