import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { errorPages, numberedErrors } from "./error-pages.ts";

const errors = numberedErrors(fileURLToPath(new URL("../../../../packages", import.meta.url)));
const example = { number: 7, sentence: "‹method›() takes a <Table>, not ‹type›.", raises: ["TypeError"], package: "a" };

describe("the pages about error numbers", () => {
  it("are one for each number of every package, and one that lists them", () => {
    const pages = errorPages(errors);
    expect(errors.length).toBeGreaterThan(300);
    expect(new Set(pages.map(({ name }) => name)).size).toBe(errors.length + 1);
    const [list] = pages;
    expect(list?.content.match(/<tr><td>/g)).toHaveLength(errors.length);
  });

  it("have no number for two sentences", () => {
    expect(new Set(errors.map(({ number }) => number)).size).toBe(errors.length);
  });

  it("have the number that the guide shows as an example", () => {
    const guide = readFileSync(fileURLToPath(new URL("../../guide/bundle-size.md", import.meta.url)), "utf8");
    const number = Number(/Surreal SDK error (\d+) \(1\.5, 1\.5\)/.exec(guide)?.[1]);
    const sentence = errors.find((error) => error.number === number)?.sentence;
    expect(sentence).toBe('A record id cannot be the number ‹id›: pass an integer, or a string such as "‹id›".');
  });

  it("show the sentence, what stands in brackets, the class and the package", () => {
    const page = errorPages([example])[1];
    expect(page?.name).toBe("7");
    expect(page?.content).toContain("<em>method</em>() takes a &#60;Table&#62;, not <em>type</em>.");
    expect(page?.content).toContain("in this order: `method`, `type`.");
    expect(page?.content).toContain("The class of the error is: `TypeError`.");
    expect(page?.content).toContain("the package `a`");
  });

  it("say of a part that it stands in others, and of an old sentence that it is not shown any more", () => {
    const [list, page] = errorPages([{ ...example, part: true, retired: true }]);
    expect(page?.content).toContain("a part of other messages, which show it as `#7`");
    expect(page?.content).toContain("does not show it any more");
    expect(list?.content).toContain("<del>");
  });
});
