import { expect, it } from "vitest";
import { shortened } from "./shortened.mjs";

const short = (text, ...sentences) => shortened(text, new Map(sentences.map((key, index) => [key, index + 1])), "here");
const first = 'import { shortMessage } from "here"; ';
const call = (...given) => `/* @__PURE__ */ shortMessage(${given.join(", ")})`;

it("puts a number and the values in the place of a sentence", () => {
  const text = `throw new TypeError(\`The \${what} is a \${typeof (it as string)}, not \` + name(it) + ".", { cause });`;
  expect(short(text, "The ‹› is a ‹›, not ‹›.")).toBe(
    `${first}throw new TypeError(${call(1, "what", "typeof (it as string)", "name(it)")}, { cause });`,
  );
});

it("numbers the parts of a sentence that are sentences, and keeps the others", () => {
  const text = `fail(\`It is wrong\${a ? ": it is late" : \`, or \${b ?? "none"}\`}.\`);`;
  expect(short(text, "It is wrong‹›.", ": it is late")).toBe(
    `${first}fail(${call(1, `a ? ${call(2)} : \`, or \${b ?? "none"}\``)});`,
  );
});

it("leaves every line where it is", () => {
  const text = 'fail(\n  "A first half, " +\n    "and a second." +\n    of(\n      a,\n    ),\n);\nnext();\n';
  const code = short(text, "A first half, and a second.‹›");
  expect(code.split("\n")).toHaveLength(text.split("\n").length);
  expect(code.split("\n")[7]).toBe("next();");
});

it("changes nothing that has no number", () => {
  const text = `const a = \`b \${"c"}\`;\ntype B = "It is wrong.";\nsurql\`It is wrong.\`;\nimport "It is wrong.";`;
  expect(short(text, "It is wrong.")).toBeUndefined();
});
