import { expect, it } from "vitest";
import { checkRepository } from "./repository-rules.mjs";
import { complaintsAbout } from "./workspace-fixture.mjs";

const about = (changes) => complaintsAbout(changes, (workspace, root) => checkRepository(root, workspace));

it("has no complaint about a repository without faults", () => {
  expect(about({})).toEqual([]);
});

// Written in two pieces, so that this file keeps the rules it tests.
it.each([
  ["any", "export const x = 1 as an" + "y;"],
  ["a private that is none", "export class X { private x = 1; }"],
  ["a muted compiler", "// @ts-" + "ignore"],
  ["a muted linter", "// biome-" + "ignore lint: because"],
  ["a note to do it later", "// TO" + "DO: later"],
  ["something unfinished", 'throw new Error("not ' + 'implemented");'],
  ["a test left out", "it.sk" + 'ip("x", () => {});'],
  ["a test left out at times", "it.run" + 'If(fast)("x", () => {});'],
  ["a test that runs alone", "describe.on" + 'ly("x", () => {});'],
  ["a test repeated until it passes", 'it("x", { re' + "try: 3 }, () => {});"],
  ["a file of tests repeated until it passes", "  re" + "try: 3,"],
  ["a replaced module", "vi.mo" + 'ck("./x.ts");'],
  ["state in a module", "export let count = 0;"],
])("refuses %s", (_, text) => {
  expect(about({ "packages/core/src/x.ts": `${text}\n` })).toHaveLength(1);
  expect(about({ "packages/core/src/x.ts": `${text}\n` })[0]).toContain("packages/core/src/x.ts:1 ");
});

it("refuses node:process in what users import, and nowhere else", () => {
  const text = 'import process from "node:process";\nprocess.pid;\n';
  expect(about({ "packages/core/src/x.ts": text })[0]).toContain("x.ts:1 reads every property of `process` at import");
  expect(about({ "packages/core/src/x.test.ts": text })).toEqual([]);
});

it("refuses notes about unfinished work in documents too", () => {
  expect(about({ "README.md": "FIX" + "ME\n" })).toEqual(["README.md:1 leaves unfinished work: FIX" + "ME"]);
});

it("refuses a file of more than 400 lines, and no file of 400", () => {
  expect(about({ "packages/core/src/x.ts": "// x\n".repeat(400) })).toEqual([]);
  expect(about({ "packages/core/src/x.ts": "// x\n".repeat(401) })[0]).toContain("x.ts has 401 lines");
});

it.each(["x.js", "x.js.map", "x.d.ts", "x.d.ts.map"])("refuses %s beside x.ts, and nowhere else", (name) => {
  const made = { [`packages/core/test/${name}`]: "{}\n" };
  expect(about(made)).toEqual([]);
  expect(about({ ...made, "packages/core/test/x.ts": "export {};\n" })).toEqual([
    `packages/core/test/${name} was compiled from x.ts: compile into dist.`,
  ]);
});

it.each(["utils.ts", "string-helpers.ts", "common/index.ts", "session-manager.ts", "misc.test.ts"])(
  "refuses the name %s",
  (name) => {
    expect(about({ [`packages/core/src/${name}`]: "export {};\n" })[0]).toContain("name it after its idea");
  },
);

it.each([
  ["a package that has no tests", { build: "x", typecheck: "x", "package:check": "x" }, "has no script test."],
  [
    "a script that always succeeds",
    { build: "x || true", typecheck: "x", test: "x", "package:check": "x" },
    "has a script build that may hide a failure.",
  ],
])("refuses %s", (_, scripts, complaint) => {
  const core = JSON.stringify({ name: "@surreal-sdk/core", scripts });
  expect(about({ "packages/core/package.json": core })).toEqual([`packages/core/package.json ${complaint}`]);
});

it("requires a script test of an app with tests", () => {
  const app = { "apps/site/package.json": JSON.stringify({ name: "site" }) };
  expect(about(app)).toEqual([]);
  const tested = { ...app, "apps/site/src/x.test.ts": "export {};\n" };
  expect(about(tested)).toEqual(["apps/site/package.json has no script test."]);
});

it("lets a test keep a counter", () => {
  expect(about({ "packages/core/src/x.test.ts": "let count = 0;\ncount++;\n" })).toEqual([]);
});

it.each([
  ["pnpm-lock.yaml", "  tarball: https:/" + "/registry.example/x.tgz\n"],
  ["pnpm-lock.yaml", "  resolved: somewhere\n"],
  ["package-lock.json", "{}\n"],
])("refuses URLs in the lock file and other lock files: %s %s", (path, text) => {
  expect(about({ [path]: text })).toHaveLength(1);
});
