import { expect, it } from "vitest";
import { complaintsAbout, manifest } from "../workspace-fixture.mjs";
import { doubts, findMessages } from "./find-messages.mjs";
import { Project } from "./project.mjs";

const here = "packages/values/src/index.ts";

/** What is found in these files of two packages, one per line: the classes, the sentence, and whether it is a part. */
function found(text, more = {}) {
  return complaintsAbout({ [here]: text, ...more }, (workspace) =>
    findMessages(new Project(workspace)).map(
      ({ raises, text: sentence, part }) => `${[...raises].join()}${part ? " part" : ""}: ${sentence}`,
    ),
  );
}

it.each([
  ["literal", 'throw new TypeError("A listener is a function.");', "TypeError: A listener is a function."],
  ["template", `throw new RangeError(\`At most \${most} are allowed.\`);`, "RangeError: At most ‹most› are allowed."],
  [
    "sum",
    'new OwnError("A first half, " + of(name) + " and a second.");',
    "OwnError: A first half, ‹name› and a second.",
  ],
  [
    "constant",
    'const why = "It is no function at all.";\nnew OwnError(why, {});',
    "OwnError: It is no function at all.",
  ],
  [
    "result of a function",
    'throw new TypeError(refusal(1));\nfunction refusal(a: number) { return "The name is a string."; }',
    "TypeError: The name is a string.",
  ],
  [
    "parameter",
    'const fail = (why: string) => { throw new OwnError(why); };\nfail("It is not a number.");',
    "OwnError: It is not a number.",
  ],
  [
    "parameter of a method",
    'class A { refuse(why: string) { throw new OwnError(why); } }\nexport const b = (a: A) => a.refuse("It is not a number.");',
    "OwnError: It is not a number.",
  ],
  [
    "value of a map",
    'const ways = new Map([["a", "live queries need a socket"]]);\nnew OwnError(ways.get("a") ?? "");',
    "OwnError: live queries need a socket",
  ],
  [
    "class that makes its message",
    `class OwnError extends Error { constructor(path: string) { super(\`The endpoint \${path} failed.\`); } }`,
    "OwnError: The endpoint ‹path› failed.",
  ],
])("finds a message that is a %s", (_, text, message) => {
  expect(found(text)).toEqual([message]);
});

it("finds both branches of a condition, and the sentences between the words of another one", () => {
  const text = `new OwnError(\`The name is no text.\${a ? " Are the arguments swapped?" : ""}\`);\nnew OwnError(b ? "It is not this one." : c);`;
  expect(found(text)).toEqual([
    "OwnError: The name is no text.‹detail›",
    "OwnError part:  Are the arguments swapped?",
    "OwnError: It is not this one.",
  ]);
});

it("follows parameters and results into other packages", () => {
  const transport = `import { fail, wrong } from "@surreal-sdk/values";
    fail("It is not a number.");
    throw new TypeError(wrong());`;
  const values = `export function fail(why: string) { throw new OwnError(why); }
    export const wrong = () => "That is quite wrong.";`;
  const more = { "packages/transport/src/index.ts": transport };
  expect(found(values, more).sort()).toEqual(["OwnError: It is not a number.", "TypeError: That is quite wrong."]);
});

it("takes no text for a message that only looks like one, nor a name or a unit", () => {
  const texts =
    'run("SELECT name FROM person WHERE id = $id");\nnew OwnError("not found");\nnew Map([["a b c d e f", "g h i j k"]]);';
  expect(found(texts)).toEqual([]);
});

/** The doubts about this text, when the package lists these texts as no messages. */
function doubted(text, listed = []) {
  return complaintsAbout(
    { [here]: text, "packages/values/package.json": manifest("@surreal-sdk/values") },
    (workspace) => {
      const project = new Project(workspace);
      return doubts(project, findMessages(project), () => listed);
    },
  );
}

it("doubts what looks written and is no message, unless the package lists it", () => {
  const text = 'export const a = 1;\nsend("the server answered late");';
  expect(doubted(text)).toEqual([
    `${here}:2 is it a message? If not, add it to "texts" of packages/values/messages.json: the server answered late`,
  ]);
  expect(doubted(text, ["the server answered late"])).toEqual([]);
});

it("doubts a text that is a message in one place and not in another", () => {
  const text = 'new OwnError("the server answered late");\nsend("the server answered late");';
  expect(doubted(text, ["the server answered late"])).toEqual([
    `${here}:2 has a text that is a message elsewhere: the server answered late`,
  ]);
});

it.each([
  ["is compared", 'if (a === "the server answered late") b();'],
  ["tags a template", "surql`create person and nothing else`;"],
  ["is a type", 'type A = "the server answered late";'],
])("does not doubt what %s", (_, text) => {
  expect(doubted(text)).toEqual([]);
});
