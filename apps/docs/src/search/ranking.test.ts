import { describe, expect, it } from "vitest";
import { wordsOf } from "./question.ts";
import { answersTo, weightOf } from "./ranking.ts";

const topics = [
  { section: "/guide/errors#list", words: ["unique index", "error"] },
  { section: "/guide/testing", words: ["test", "docker"] },
  { section: "/guide/sessions", words: ["transaction"] },
  { section: "/errors/", words: ["error #"] },
];

describe("a question", () => {
  it("is the words that carry its meaning", () => {
    expect(wordsOf("How do I know if my write happened?")).toEqual(["write", "happened"]);
    expect(wordsOf("works on Bun?")).toEqual(["bun"]);
    expect(wordsOf("use")).toEqual(["use"]);
  });

  it("is answered by the topic that shares most of its words", () => {
    expect(answersTo(["unique", "index", "error", "test"], topics)).toEqual(["/guide/errors#list", "/guide/testing"]);
  });

  it("is answered by a topic about numbers, whichever it contains", () => {
    expect(answersTo(["error", "12"], topics)).toEqual(["/errors/", "/guide/errors#list"]);
    expect(answersTo(["12"], topics)).toEqual([]);
  });

  it("is answered while its last word is typed, but not by one letter", () => {
    expect(answersTo(["transa"], topics)).toEqual(["/guide/sessions"]);
    expect(answersTo(["t"], topics)).toEqual([]);
  });
});

it("a guide counts more than the reference", () => {
  expect(weightOf("/guide/crud#select")).toBeGreaterThan(weightOf("/reference/surreal-sdk/classes/Table#select"));
});
