import { expect, it } from "vitest";
import { checkDocumentation } from "./documentation.mjs";
import { complaintsAbout } from "./workspace-fixture.mjs";

/** What is said about `x.ts`, of which `index.ts` exports the name x. */
const about = (text, index = 'export { x } from "./x.ts";') =>
  complaintsAbout({ "packages/core/src/x.ts": text, "packages/core/src/index.ts": `${index}\n` }, (workspace) =>
    checkDocumentation(workspace.filter(({ folder }) => folder === "packages/core")),
  );
const bare = "packages/core/src/x.ts:1 exports x without a comment.";

it.each([
  ["a value", "export const x = 1;"],
  ["a function", "export function x() {}"],
  ["a type", "export type x = 1;"],
  ["an interface", "export interface x {}"],
  ["a class", "export class x {}"],
])("refuses %s without a comment", (_, text) => {
  expect(about(text)).toEqual([bare]);
  expect(about(`/** What it is. */ ${text}`)).toEqual([]);
});

it.each([
  ["by another name", 'export { x as y } from "./x.ts";'],
  ["with everything else", 'export * from "./x.ts";'],
  ["as a type", 'export type { x } from "./x.ts";'],
])("follows a re-export %s", (_, index) => {
  expect(about("export const x = 1;", index)).toEqual([bare]);
});

it("ignores what no entry exports", () => {
  expect(about("/** X. */\nexport const x = 1;\nexport const inner = 2;\n")).toEqual([]);
});

it("refuses a method without a comment, unless it needs none or its base has one", () => {
  const text = `/** X. */ export class x extends Y {
    constructor() {}
    toString() {}
    override z() {}
    #hidden() {}
    /** A. */ a(one: 1): void;
    a(one: 2): void;
    b() {}
    get c() {}
  }`;
  expect(about(text)).toEqual([
    "packages/core/src/x.ts:1 exports x, whose b has no comment.",
    "packages/core/src/x.ts:1 exports x, whose c has no comment.",
  ]);
});
