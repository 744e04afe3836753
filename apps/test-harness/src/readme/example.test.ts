import { expect, it } from "vitest";
import { findExamples, toProgram } from "./example.ts";

const markdown = [
  "# Title",
  "```ts",
  "no();",
  "```",
  "```ts run",
  "yes();",
  "```",
  "  ```ts run",
  "  also();",
  "  ```",
];

it("finds the fences that promise to run, and where they are", () => {
  expect(findExamples("README.md", markdown.join("\n"))).toEqual([
    { document: "README.md", line: 5, code: "yes();" },
    { document: "README.md", line: 8, code: "  also();" },
  ]);
});

it.each([
  ["call(1); // => [2]", "same(call(1), [2]);"],
  ["  await call(); // => undefined", "  same(await call(), undefined);"],
  ["const x = call(); // => 3", "const x = call(); same(x, 3);"],
  ["call(); // a remark", "call(); // a remark"],
])("compares what %j shows", (code, line) => {
  expect(toProgram({ document: "", line: 1, code }, "./same.js")).toBe(`import { same } from "./same.js";\n${line}\n`);
});
