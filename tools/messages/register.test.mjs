import { expect, it } from "vitest";
import { numbered, registerComplaints } from "./register.mjs";

const message = (folder, text, more = {}) => ({
  folder,
  path: `${folder}/src/a.ts`,
  text,
  raises: new Set(["TypeError"]),
  part: false,
  ...more,
});
const entry = (number, sentence, more = { files: ["src/a.ts"] }) => ({
  number,
  sentence,
  raises: ["TypeError"],
  ...more,
});
const register = (...messages) => ({ texts: ["kept"], messages });

it("keeps numbers, gives the next ones across packages, and retires what is gone", () => {
  const before = new Map([
    ["a", register(entry(1, "One ‹x›."), entry(3, "Gone."))],
    ["b", register(entry(2, "Two."))],
  ]);
  const messages = [message("a", "New."), message("a", "One ‹y›."), message("b", "Two."), message("b", "Newer.")];
  expect([...numbered(before, messages)]).toEqual([
    ["a", register(entry(1, "One ‹y›."), entry(3, "Gone.", { retired: true }), entry(4, "New."))],
    ["b", register(entry(2, "Two."), entry(5, "Newer."))],
  ]);
});

it("gives the second of two sentences another number that have the same one since two branches were merged", () => {
  const before = new Map([
    ["a", register(entry(1, "One."), entry(2, "Two."))],
    ["b", register(entry(2, "Too."))],
  ]);
  const messages = [message("a", "One."), message("a", "Two."), message("b", "Too.")];
  expect(numbered(before, messages).get("b")).toEqual(register(entry(3, "Too.")));
  expect(registerComplaints(before, messages)).toEqual([
    "b/messages.json has no number or other facts for a message, so run `npm run messages`: Too.",
  ]);
});

it("gives a sentence that comes back its number again", () => {
  const before = new Map([["a", register(entry(3, "Gone.", { retired: true }))]]);
  expect(numbered(before, [message("a", "Gone.")]).get("a")).toEqual(register(entry(3, "Gone.")));
});

it("knows of a sentence in several places all classes and files, and calls it no part if it is whole in one of them", () => {
  const messages = [
    message("a", "One.", { part: true }),
    message("a", "One.", { path: "a/src/b.ts", raises: new Set(["RangeError"]) }),
    message("a", "Two.", { part: true }),
  ];
  expect(numbered(new Map([["a", register()]]), messages).get("a").messages).toEqual([
    { number: 1, sentence: "One.", raises: ["RangeError", "TypeError"], files: ["src/a.ts", "src/b.ts"] },
    { ...entry(2, "Two."), part: true },
  ]);
});

it("complains about a message without a number and about a number without a message", () => {
  const registers = new Map([
    ["a", register(entry(1, "One."))],
    ["b", register(entry(2, "Gone."))],
    ["c", register(entry(3, "Three."))],
  ]);
  const messages = [message("a", "One."), message("a", "New."), message("c", "Three.")];
  expect(registerComplaints(registers, messages)).toEqual([
    "a/messages.json has no number or other facts for a message, so run `npm run messages`: New.",
    "b/messages.json has a number for a message that is gone, so run `npm run messages`: Gone.",
  ]);
});
